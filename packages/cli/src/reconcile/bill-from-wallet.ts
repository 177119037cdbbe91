import { existsSync } from 'node:fs';
import { type BillDayEnd, type BillLine, billDayOf, type FetchedBill } from '@opencpm/gateway';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import { openWalletsHere, walletsFileHere } from '../connector/configured-wallets.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { linesOf } from './bill-files.ts';
import { findBillForm } from './bill-form.ts';

/** Option that names the file of a day. */
export type BillOption = 'bill' | 'bill-before' | 'bill-after';

/** The bills of one wallet, fetched through its connector as it is configured here. */
export interface WalletBills {
  /** When their days end. */
  readonly dayEnd: BillDayEnd;
  /**
   * Fetches and reads the bill of a day.
   *
   * @param option by which the file can be given instead.
   * @returns why there is none, when the wallet has not made it.
   * @throws CommandFailure when the wallet has no call for it, or could not be reached or believed.
   */
  billOf(day: string, option: BillOption): Promise<AsyncIterable<BillLine> | { readonly none: string }>;
  /** Ends the connections. */
  close(): void;
}

/** @throws CommandFailure when there is no such wallet here. */
export async function openWalletBills(context: CommandContext, wallet: string): Promise<WalletBills> {
  if (!existsSync(walletsFileHere(context))) {
    throw wrongUsage(
      '--bill is missing, and there are no wallets here to fetch it from.',
      "Give the wallet's file with --bill FILE, or name the configuration with --wallets.",
    );
  }
  const wallets = await openWalletsHere(context, (connector, why) =>
    context.stderr.write(`${connector}: ${why}\n`),
  );
  const opened = wallets.opened.get(wallet);
  if (opened === undefined) {
    wallets.close();
    throw wrongUsage(
      `There is no connector ${wallet} to fetch the bill with.`,
      "Give the wallet's file with --bill FILE, or see: opencpm connector list",
    );
  }
  const { kind, configured, ports } = opened;
  const dayEnd = kind.billDayEnd;
  return {
    dayEnd,
    async billOf(day, option) {
      // A file is asked for by month and day at some wallets: a day to come would be one of last year.
      if (day > billDayOf(context.clock.nowMs(), dayEnd)) return { none: 'the day has not begun' };
      const fetched = await configured.fetchBill(ports, day, context.interruption());
      if (fetched.kind === 'none') return { none: fetched.reason };
      if (fetched.kind !== 'bill') throw notFetched(wallet, day, option, fetched);
      const { read } = await findBillForm(kind.name);
      return linesOf(`the bill of ${wallet} for ${day}`, read(pieces(fetched.bytes)));
    },
    close: () => wallets.close(),
  };
}

/** What is said of a wallet that has no bill of the very day. */
export function noBillOf(wallet: string, day: string, why: string): CommandFailure {
  return new CommandFailure(
    EXIT.refused,
    `${wallet} has no bill of ${day}: ${why}.`,
    'Nothing was concluded. Ask again later, or give the file with --bill FILE.',
  );
}

function notFetched(
  wallet: string,
  day: string,
  option: BillOption,
  { kind, reason }: Extract<FetchedBill, { readonly reason: string }>,
): CommandFailure {
  if (kind === 'by_hand') return wrongUsage(`${wallet}: ${reason}.`, `Give the file with --${option} FILE.`);
  return new CommandFailure(
    EXIT.refused,
    `The bill of ${wallet} for ${day} could not be fetched: ${reason}.`,
    `Nothing was concluded. See: opencpm doctor; or give the file with --${option} FILE.`,
  );
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
