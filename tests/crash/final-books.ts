import { signBody } from '../../packages/protocol/src/index.ts';
import { nodeDigest } from '../../packages/protocol/src/node-digest.ts';
import type { BookEntry } from '../../packages/sandbox/src/index.ts';
import type { RefundErrand, ReversalErrand } from './errand.ts';
import type { HeardNotification } from './heard-notification.ts';
import type { EnquiryRow, Sale } from './till.ts';

/** Everything that is known once nothing is under way any more. */
export interface FinalBooks {
  readonly sales: readonly Sale[];
  readonly refunds: readonly RefundErrand[];
  readonly reversals: readonly ReversalErrand[];
  /** What the gateway says about every payment and refund of the journal. */
  readonly rows: readonly EnquiryRow[];
  /** The wallets' own books. */
  readonly orders: readonly BookEntry[];
  /** What the merchant's endpoint has heard. */
  readonly heard: readonly HeardNotification[];
  readonly clientKey: string;
}

const PENDING: ReadonlySet<string> = new Set(['1143', '1145']);

/**
 * Walks the books of till, gateway, wallets and merchant, each against the others.
 *
 * @returns every rule that is broken, in words; empty when all is well.
 */
export function findFinalViolations(books: FinalBooks): readonly string[] {
  return [
    ...answersKept(books),
    ...oneRowEach(books),
    ...everythingEnded(books),
    ...walletsKnown(books),
    ...moneyAgrees(books),
    ...refundsBounded(books),
    ...reversalsKept(books),
    ...successesTold(books),
  ];
}

/** What a till was told stays true: the same number, and success or failure for ever (I5, I9, I11). */
function answersKept({ sales, refunds, rows }: FinalBooks): readonly string[] {
  const byOrder = new Map(rows.map((row) => [row.orderNumber, row]));
  return [...sales, ...refunds].flatMap(({ orderNumber, answers }) =>
    answers.flatMap(({ respcd, syssn }) => {
      // A refusal before anything is written has no number, and nothing came of it.
      if (syssn === '') return [];
      const row = byOrder.get(orderNumber);
      if (row === undefined) return `${orderNumber}: was answered ${respcd} ${syssn} and is lost`;
      if (row.syssn !== syssn) return `${orderNumber}: was ${syssn} and is ${row.syssn}`;
      const kept = PENDING.has(respcd) || row.respcd === respcd;
      return kept ? [] : `${orderNumber}: was answered ${respcd} and is ${row.respcd}`;
    }),
  );
}

/** One order, one row, of the amount that was asked for (I1). */
function oneRowEach({ sales, refunds, rows }: FinalBooks): readonly string[] {
  const amounts = new Map([...sales, ...refunds].map((each) => [each.orderNumber, each.amountMinor]));
  const seen = new Set<string>();
  return rows.flatMap(({ orderNumber, amountMinor, currency }) => {
    if (seen.has(orderNumber)) return `${orderNumber}: has two rows`;
    seen.add(orderNumber);
    const asked = amounts.get(orderNumber);
    if (asked === undefined) return `${orderNumber}: nobody asked for it`;
    return amountMinor === asked && currency === 'HKD'
      ? []
      : `${orderNumber}: was HKD ${asked} and is ${currency} ${amountMinor}`;
  });
}

/** Everything has come to a verdict (I3). */
function everythingEnded({ rows }: FinalBooks): readonly string[] {
  return rows.flatMap(({ orderNumber, respcd }) =>
    PENDING.has(respcd) ? `${orderNumber}: is still ${respcd}` : [],
  );
}

/** Whatever a wallet knows, the gateway knows, with the same amount; no wallet charged twice (I1, I2). */
function walletsKnown({ orders, rows }: FinalBooks): readonly string[] {
  const bySyssn = new Map(rows.map((row) => [row.syssn, row]));
  return orders.flatMap(({ channelOrderId, state, amountMinor, currency, timesCharged }) => {
    const row = bySyssn.get(channelOrderId);
    if (row === undefined) return `${channelOrderId}: is ${state} at the wallet and unknown to the gateway`;
    if (timesCharged > 1) return `${row.orderNumber}: was charged ${timesCharged} times`;
    return row.amountMinor === amountMinor && row.currency === currency
      ? []
      : `${channelOrderId}: is ${currency} ${amountMinor} at the wallet, ${row.currency} ${row.amountMinor} here`;
  });
}

/** What the wallet keeps of a payment is what the gateway says was paid, less what it says was returned (I4). */
function moneyAgrees({ orders, rows }: FinalBooks): readonly string[] {
  const standing = new Map(orders.map((order) => [order.channelOrderId, keptByWallet(order)]));
  const returned = returnedByGateway(rows);
  return rows.flatMap(({ kind, syssn, orderNumber, amountMinor, respcd }) => {
    if (kind === 'refund') return [];
    const here = respcd === '0000' ? amountMinor - (returned.get(syssn) ?? 0) : 0;
    const there = standing.get(syssn) ?? 0;
    return here === there
      ? []
      : `${orderNumber}: ${here} stand at the gateway (${respcd}) and ${there} at the wallet`;
  });
}

function keptByWallet({ state, timesCharged, amountMinor, refundedMinor }: BookEntry): number {
  return state === 'reversed' ? 0 : timesCharged * amountMinor - refundedMinor;
}

function returnedByGateway(rows: readonly EnquiryRow[]): ReadonlyMap<string, number> {
  const returned = new Map<string, number>();
  for (const { kind, originalSyssn, respcd, amountMinor } of rows) {
    if (kind === 'payment' || respcd !== '0000') continue;
    returned.set(originalSyssn, (returned.get(originalSyssn) ?? 0) + amountMinor);
  }
  return returned;
}

/** No more goes back than was paid, at the wallet as at the gateway (I7). */
function refundsBounded({ orders, rows }: FinalBooks): readonly string[] {
  const atWallet = orders.flatMap(({ channelOrderId, refundedMinor, refundingMinor, amountMinor }) =>
    refundedMinor + refundingMinor > amountMinor
      ? `${channelOrderId}: the wallet returned ${refundedMinor} of ${amountMinor}`
      : [],
  );
  const paid = new Map(rows.map((row) => [row.syssn, row.amountMinor]));
  const atGateway = [...returnedByGateway(rows)].flatMap(([syssn, minor]) =>
    minor > (paid.get(syssn) ?? 0)
      ? `${syssn}: the gateway returned ${minor} of ${paid.get(syssn) ?? 0}`
      : [],
  );
  return [...atWallet, ...atGateway];
}

/** A reversal that was confirmed means: nothing is paid, for ever. */
function reversalsKept({ reversals, rows }: FinalBooks): readonly string[] {
  const byOrder = new Map(rows.map((row) => [row.orderNumber, row.respcd]));
  return reversals.flatMap(({ orderNumber, answers }) =>
    answers.flatMap(({ respcd }) => {
      const now = byOrder.get(orderNumber);
      if (respcd === '0000' && now === '0000') return `${orderNumber}: was reversed and is paid`;
      if (respcd === '1260' && now !== '0000') return `${orderNumber}: was too late to reverse and is ${now}`;
      return [];
    }),
  );
}

/** Each success is acknowledged, under one id, with the same bytes and a good signature; nothing else is told (I8). */
function successesTold({ rows, heard, clientKey }: FinalBooks): readonly string[] {
  const told = Map.groupBy(heard, ({ body }) => (JSON.parse(body) as { syssn: string }).syssn);
  const successes = new Set(rows.flatMap(({ respcd, syssn }) => (respcd === '0000' ? syssn : [])));
  const untold = [...successes].flatMap((syssn) => {
    const acknowledged = told.get(syssn)?.some((each) => each.acknowledged) === true;
    return acknowledged ? [] : `${syssn}: nobody was told of the success`;
  });
  const wrong = [...told].flatMap(([syssn, tries]) => [
    ...(successes.has(syssn) ? [] : [`${syssn}: is no success and was told`]),
    ...(new Set(tries.map(({ notifyId }) => notifyId)).size > 1 ? [`${syssn}: was told under two ids`] : []),
    ...(new Set(tries.map(({ body }) => body)).size > 1 ? [`${syssn}: was told in two ways`] : []),
    ...(tries.every((each) => isSigned(each, clientKey))
      ? []
      : [`${syssn}: was told with a wrong signature`]),
  ]);
  return [...untold, ...wrong];
}

function isSigned({ body, signature }: HeardNotification, clientKey: string): boolean {
  return signature.toUpperCase() === signBody(body, clientKey, 'MD5', nodeDigest).toUpperCase();
}
