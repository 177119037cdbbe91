import { existsSync } from 'node:fs';
import type { BillLine, FetchedBill } from '@opencpm/gateway';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import { openWalletsHere, walletsFileHere } from '../connector/configured-wallets.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { linesOf } from './bill-files.ts';
import { findBillReader } from './bill-reader.ts';

/**
 * Fetches a wallet's bill of a day through its connector, as it is configured here, and reads it.
 *
 * @throws CommandFailure when the wallet has no call for it, no bill of that day, or could not be reached or believed.
 */
export async function billFromWallet(
  context: CommandContext,
  wallet: string,
  day: string,
): Promise<AsyncIterable<BillLine>> {
  if (!existsSync(walletsFileHere(context))) {
    throw wrongUsage(
      '--bill is missing, and there are no wallets here to fetch it from.',
      "Give the wallet's file with --bill FILE, or name the configuration with --wallets.",
    );
  }
  const wallets = await openWalletsHere(context, (connector, why) =>
    context.stderr.write(`${connector}: ${why}\n`),
  );
  try {
    const opened = wallets.opened.get(wallet);
    if (opened === undefined) {
      throw wrongUsage(
        `There is no connector ${wallet} to fetch the bill with.`,
        "Give the wallet's file with --bill FILE, or see: opencpm connector list",
      );
    }
    const { kind, configured, ports } = opened;
    const fetched = await configured.fetchBill(ports, day, context.interruption());
    if (fetched.kind !== 'bill') throw notFetched(wallet, day, fetched);
    const read = await findBillReader(kind.name);
    return linesOf(`the bill of ${wallet}`, read(pieces(fetched.bytes)));
  } finally {
    wallets.close();
  }
}

function notFetched(
  wallet: string,
  day: string,
  { kind, reason }: Exclude<FetchedBill, { readonly kind: 'bill' }>,
): CommandFailure {
  switch (kind) {
    case 'by_hand':
      return wrongUsage(`${wallet}: ${reason}.`, 'Give the file with --bill FILE.');
    case 'none':
      return new CommandFailure(
        EXIT.refused,
        `${wallet} has no bill of ${day}: ${reason}.`,
        'Nothing was concluded. Ask again later, or give the file with --bill FILE.',
      );
    case 'failed':
      return new CommandFailure(
        EXIT.refused,
        `The bill of ${wallet} could not be fetched: ${reason}.`,
        'Nothing was concluded. See: opencpm doctor; or give the file with --bill FILE.',
      );
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
