import type { CashierTotal, CountLine, ShiftFacts, Wallet, WalletTotal } from '../page-api/index.ts';
import { type RegisterNames, summaryOf } from '../register/describe.ts';
import type { RefundRows } from '../store/refund-rows.ts';
import type { SaleRows } from '../store/sale-rows.ts';
import type { Shift } from '../store/shift-rows.ts';

/** One movement of money in a shift. */
interface Movement {
  readonly cashier: string;
  readonly wallet: Wallet;
  readonly currency: string;
  readonly paidMinor: number;
  readonly refundedMinor: number;
}

function addUp(movements: readonly Movement[], wallet: Wallet, currency: string): WalletTotal {
  let [paidCount, paidMinor, refundCount, refundedMinor] = [0, 0, 0, 0];
  for (const each of movements) {
    if (each.wallet !== wallet || each.currency !== currency) continue;
    if (each.paidMinor > 0) paidCount += 1;
    if (each.refundedMinor > 0) refundCount += 1;
    paidMinor += each.paidMinor;
    refundedMinor += each.refundedMinor;
  }
  const netMinor = paidMinor - refundedMinor;
  return { wallet, currency, paidCount, paidMinor, refundCount, refundedMinor, netMinor };
}

/** Totals by wallet and currency, in the order of their names. */
function totalsOf(movements: readonly Movement[]): readonly WalletTotal[] {
  const lines = new Map(movements.map((each) => [`${each.currency} ${each.wallet}`, each]));
  return [...lines]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { wallet, currency }]) => addUp(movements, wallet, currency));
}

function cashierTotalsOf(movements: readonly Movement[]): readonly CashierTotal[] {
  const names = [...new Set(movements.map(({ cashier }) => cashier))].sort();
  return names.flatMap((cashier) =>
    totalsOf(movements.filter((each) => each.cashier === cashier)).map((total) => ({ ...total, cashier })),
  );
}

/** What a shift comes to now. A closed one answers what was fixed at its close. */
export function shiftFacts(
  shift: Shift,
  { sales, refunds, names }: { sales: SaleRows; refunds: RefundRows; names: RegisterNames },
): ShiftFacts {
  if (shift.report !== undefined) return shift.report;
  const movements: readonly Movement[] = [
    ...sales.paidIn(shift.number).map(({ attempt, wallet, cashierName }) => ({
      cashier: cashierName,
      wallet,
      currency: attempt.currency,
      paidMinor: attempt.amountMinor,
      refundedMinor: 0,
    })),
    ...refunds.refundedIn(shift.number).map(({ sale: number, amountMinor, approvedBy }) => {
      const sale = sales.byNumber(number);
      return {
        cashier: approvedBy,
        wallet: sale?.wallet ?? 'other',
        currency: sale?.attempt.currency ?? '',
        paidMinor: 0,
        refundedMinor: amountMinor,
      };
    }),
  ];
  const totals = totalsOf(movements);
  const { id, number, openedBy, openedAtMs, float } = shift;
  return {
    id,
    number,
    register: names.get(shift.register) ?? shift.register,
    openedBy,
    openedAtMs,
    float,
    totals,
    cashiers: cashierTotalsOf(movements),
    expected: [
      ...(float === undefined
        ? []
        : [{ what: 'float' as const, currency: float.currency, expectedMinor: float.amountMinor }]),
      ...totals.map(({ wallet, currency, netMinor }) => ({
        what: wallet,
        currency,
        expectedMinor: netMinor,
      })),
    ],
    open: sales
      .open()
      .filter(({ register }) => register === shift.register)
      .map((sale) => summaryOf(sale, names)),
    closed: undefined,
  };
}

/** The count of a shift that is being closed; a line nobody counted counts as expected. */
export function countLines(
  expected: ShiftFacts['expected'],
  counted: readonly Pick<CountLine, 'what' | 'currency' | 'countedMinor'>[],
): readonly CountLine[] {
  const isLine = (
    left: Pick<CountLine, 'what' | 'currency'>,
    right: Pick<CountLine, 'what' | 'currency'>,
  ): boolean => left.what === right.what && left.currency === right.currency;
  const unexpected = counted
    .filter((line) => !expected.some((each) => isLine(each, line)))
    .map(({ what, currency }) => ({ what, currency, expectedMinor: 0 }));
  return [...expected, ...unexpected].map((line) => {
    const countedMinor = counted.find((each) => isLine(each, line))?.countedMinor ?? line.expectedMinor;
    return { ...line, countedMinor, differenceMinor: countedMinor - line.expectedMinor };
  });
}
