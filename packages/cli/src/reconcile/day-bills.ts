import {
  type BillDayEnd,
  type BillDays,
  type BillLine,
  billDayOf,
  type OpenBill,
  type ReconciliationOrder,
} from '@opencpm/gateway';
import { configuredKinds, walletsFileHere } from '../connector/configured-wallets.ts';
import type { CommandContext } from '../context.ts';
import { billFromFile } from './bill-files.ts';
import { type BillOption, noBillOf, openWalletBills, type WalletBills } from './bill-from-wallet.ts';
import { type BillForm, findBillForm } from './bill-form.ts';

/** A neighbouring day whose bill was not at hand. */
export interface BillNotGiven {
  readonly day: string;
  readonly why: string;
}

/** The bills of a day and of its neighbours. */
export interface DayBills {
  readonly bills: ReconciliationOrder['bills'];
  /** When the days of these bills end. */
  readonly dayEnd: BillDayEnd;
  /** Complete when every bill has been read. */
  readonly notGiven: readonly BillNotGiven[];
  /** Ends the connections to the wallet. */
  close(): void;
}

const BILL_OPTIONS = ['bill', 'bill-before', 'bill-after'] as const satisfies readonly BillOption[];

/**
 * The bills of a reconciliation: from the files of the options; without `--bill`, those that were not given as files are
 * fetched from the wallet, one after the other as they are read.
 *
 * @param days their names. When they end is told by the wallet, or by the form of the files.
 *
 * @throws CommandFailure when there is no such wallet here, or no such form of files.
 */
export async function openDayBills(
  context: CommandContext,
  wallet: string,
  days: Pick<BillDays, 'before' | 'day' | 'after'>,
): Promise<DayBills> {
  const form = await formOfFiles(context, wallet);
  const fromFile = (option: BillOption): AsyncIterable<BillLine> | undefined => {
    const path = context.options.text(option);
    return path === undefined || form === undefined ? undefined : billFromFile(path, form.read);
  };
  const notGiven: BillNotGiven[] = [];
  const ofDay = fromFile('bill');
  const source = ofDay === undefined ? await openWalletBills(context, wallet) : undefined;
  const neighbour = (side: 'before' | 'after'): OpenBill => {
    const option = `bill-${side}` as const;
    const day = days[side];
    return async () => {
      const lines = fromFile(option) ?? (await neighbourBill(context, source, day, option));
      if (!('why' in lines)) return lines;
      notGiven.push(lines);
      return undefined;
    };
  };
  return {
    bills: {
      before: neighbour('before'),
      day: ofDay ?? fetchedWhenRead(source, wallet, days.day),
      after: neighbour('after'),
    },
    dayEnd: source?.dayEnd ?? form?.dayEnd ?? '24:00',
    notGiven,
    close: () => source?.close(),
  };
}

async function neighbourBill(
  context: CommandContext,
  source: WalletBills | undefined,
  day: string,
  option: BillOption,
): Promise<AsyncIterable<BillLine> | BillNotGiven> {
  if (source === undefined) return { day, why: `no --${option}` };
  // A file of a day that goes on would prove that nothing follows in it.
  if (day >= billDayOf(context.clock.nowMs(), source.dayEnd)) return { day, why: 'that day is not over' };
  const bill = await source.billOf(day, option);
  return 'none' in bill ? { day, why: bill.none } : bill;
}

async function* fetchedWhenRead(
  source: WalletBills | undefined,
  wallet: string,
  day: string,
): AsyncGenerator<BillLine> {
  const bill = await source?.billOf(day, 'bill');
  if (bill === undefined) return;
  if ('none' in bill) throw noBillOf(wallet, day, bill.none);
  yield* bill;
}

/** The form of the files that were given; undefined when none was. */
async function formOfFiles(context: CommandContext, wallet: string): Promise<BillForm | undefined> {
  const { options } = context;
  if (!BILL_OPTIONS.some((name) => options.text(name) !== undefined)) return undefined;
  return findBillForm(options.text('format') ?? kindHere(context, wallet) ?? wallet);
}

/** The kind of a connector that is configured here. */
function kindHere(context: CommandContext, wallet: string): string | undefined {
  return configuredKinds(context, walletsFileHere(context))?.get(wallet);
}
