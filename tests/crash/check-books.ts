import type { EnquiryRow, Sale } from './till.ts';
import type { BookOrder } from './wallet-book.ts';

/** Everything that is known after a restart. */
export interface Books {
  /** The till's journal. */
  readonly sales: readonly Sale[];
  /** What the gateway says about every sale of the journal. */
  readonly rows: readonly EnquiryRow[];
  /** What the gateway says about every order in the wallets' books, asked by their numbers. */
  readonly rowsOfWalletOrders: readonly EnquiryRow[];
  /** The wallets' books, read before the gateway was asked. */
  readonly before: readonly BookOrder[];
  /** The wallets' books, read after it was asked. */
  readonly after: readonly BookOrder[];
}

const PENDING: ReadonlySet<string> = new Set(['1143', '1145']);

/**
 * Compares the three books, each in both directions.
 *
 * @returns every rule that is broken, in words; empty when all is well.
 */
export function findViolations(books: Books): readonly string[] {
  return [
    ...answersKept(books),
    ...oneRowPerSale(books),
    ...chargedOnce(books),
    ...walletToGateway(books),
    ...gatewayToWallet(books),
  ];
}

/** What a till was told stays true: the same number, and success or failure for ever (I5, I9, I11). */
function answersKept({ sales, rows }: Books): readonly string[] {
  const byOrder = new Map(rows.map((row) => [row.orderNumber, row]));
  return sales.flatMap(({ orderNumber, answers }) =>
    answers.flatMap(({ respcd, syssn }) => {
      const row = byOrder.get(orderNumber);
      if (syssn === '') return `${orderNumber}: was answered ${respcd} without a number`;
      if (row === undefined) return `${orderNumber}: was answered ${respcd} ${syssn} and is lost`;
      if (row.syssn !== syssn) return `${orderNumber}: was ${syssn} and is ${row.syssn}`;
      const kept = PENDING.has(respcd) || row.respcd === respcd;
      return kept ? [] : `${orderNumber}: was answered ${respcd} and is ${row.respcd}`;
    }),
  );
}

/** One order, one row, of the amount that was asked for (I1). */
function oneRowPerSale({ sales, rows }: Books): readonly string[] {
  return sales.flatMap(({ orderNumber, amountMinor }) => {
    const own = rows.filter((row) => row.orderNumber === orderNumber);
    const [row] = own;
    if (row === undefined) return `${orderNumber}: has no row although it was sent again`;
    if (own.length > 1) return `${orderNumber}: has ${own.length} rows`;
    return row.amountMinor === amountMinor && row.currency === 'HKD'
      ? []
      : `${orderNumber}: was HKD ${amountMinor} and is ${row.currency} ${row.amountMinor}`;
  });
}

/** No wallet charged an order twice, under one number or several (I1). */
function chargedOnce({ after, rowsOfWalletOrders }: Books): readonly string[] {
  const orderOf = new Map(rowsOfWalletOrders.map((row) => [row.syssn, row.orderNumber]));
  const charges = new Map<string, number>();
  for (const { channelOrderId, timesCharged } of after) {
    const order = orderOf.get(channelOrderId) ?? channelOrderId;
    charges.set(order, (charges.get(order) ?? 0) + timesCharged);
  }
  return [...charges].flatMap(([order, times]) => (times > 1 ? `${order}: was charged ${times} times` : []));
}

/** Whatever a wallet knows, the gateway knows, with the same amount (I2). */
function walletToGateway({ after, rowsOfWalletOrders, sales }: Books): readonly string[] {
  const bySyssn = new Map(rowsOfWalletOrders.map((row) => [row.syssn, row]));
  const journal = new Set(sales.map(({ orderNumber }) => orderNumber));
  return after.flatMap(({ channelOrderId, state, amountMinor, currency }) => {
    const row = bySyssn.get(channelOrderId);
    if (row === undefined) return `${channelOrderId}: is ${state} at the wallet and unknown to the gateway`;
    if (!journal.has(row.orderNumber)) return `${row.orderNumber}: was never sold`;
    return row.amountMinor === amountMinor && row.currency === currency
      ? []
      : `${channelOrderId}: is ${currency} ${amountMinor} at the wallet, ${row.currency} ${row.amountMinor} here`;
  });
}

/**
 * A verdict is what the wallet says (I4); the wallet may have moved on while it was asked. An open payment contradicts
 * nobody: that each one ends is looked at when it has had the time.
 */
function gatewayToWallet({ rows, before, after }: Books): readonly string[] {
  const earlier = new Map(before.map((order) => [order.channelOrderId, truthOf(order)]));
  const later = new Map(after.map((order) => [order.channelOrderId, truthOf(order)]));
  return rows.flatMap(({ orderNumber, syssn, respcd }) => {
    if (PENDING.has(respcd)) return [];
    // What no wallet knows stays open: it may still be on its way.
    const truths = [earlier.get(syssn) ?? '1145', later.get(syssn) ?? '1145'];
    return truths.includes(respcd)
      ? []
      : `${orderNumber}: is ${respcd} at the gateway and ${truths.join(' or ')} at the wallet`;
  });
}

/** What the wire says about a wallet's order. */
function truthOf({ state, respcd }: BookOrder): string {
  switch (state) {
    case 'paid':
      return '0000';
    case 'waiting':
      return '1143';
    case 'processing':
      return '1145';
    default:
      return respcd;
  }
}
