import { businessDay } from '@opencpm/protocol';
import { isRefundOpen } from '../../packages/gateway/src/payment/refund-state.ts';
import { WIRE_VIEWS } from '../../packages/gateway/src/payment/state.ts';
import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import type { AuditStore } from '../../packages/gateway/src/store/audit-store.ts';
import type { LedgerStore } from '../../packages/gateway/src/store/ledger-store.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import { orderName } from '../gateway/till-call.ts';
import type { MerchantEndpoint } from '../merchant/merchant-endpoint.ts';
import type { WalletDouble } from '../wallet/wallet-double.ts';
import type { WalletOrder } from '../wallet/wallet-order.ts';
import type { World } from '../world.ts';
import { type LateRow, rowLedger } from '../store/row-ledger.ts';
import { checkChain } from './chain-checks.ts';
import { judge, type OrderBook } from './judge.ts';
import { checkBills, checkSums } from './ledger-checks.ts';

/** Everything a merchant has, however many rows. */
async function allTransactions(store: Store, merchantNumber: number): Promise<readonly Transaction[]> {
  return store.listTransactions({
    merchantNumber,
    storeId: undefined,
    syssns: undefined,
    orderNumbers: undefined,
    payTypes: undefined,
    respcd: undefined,
    window: undefined,
    limit: 10_000,
    offset: 0,
  });
}

const HOUR_MS = 3_600_000;
const CODE_REUSE_MS = 48 * HOUR_MS;
const MERCHANT_NUMBERS = [1, 2];

/** What is not at rest yet, in words. */
export interface Unrest {
  /** Money whose fate is not known, or that has to go back. */
  readonly open: readonly string[];
  /** Looks after a verdict, and notifications that wait for their next try. */
  readonly later: readonly string[];
}

/** What a gateway still has to do. */
export async function isAtRest(store: Store): Promise<Unrest> {
  const open: string[] = [];
  const later: string[] = [];
  for (const merchant of MERCHANT_NUMBERS) {
    for (const row of await allTransactions(store, merchant)) {
      const final = row.kind === 'payment' ? WIRE_VIEWS[row.state].final : !isRefundOpen(row.state);
      if (!final) open.push(`${row.kind} ${row.syssn} is ${row.state}`);
      else if (row.dueAtMs !== undefined) later.push(`${row.kind} ${row.syssn} is ${row.state}, yet due`);
      if (row.kind !== 'payment' || isPaid(row)) continue;
      const lateCharge = await store.findLateCharge(row.id);
      if (lateCharge?.state === 'returning') open.push(`late charge of ${row.syssn} is not returned`);
    }
  }
  for (const news of await store.listNotifications({
    state: 'waiting',
    merchantNumber: undefined,
    limit: 100,
  })) {
    later.push(`the notification of ${news.syssn} is waiting`);
  }
  return { open, later };
}

/** Compares what tills believe with the books. */
export type CheckTills = (payments: readonly Payment[], orders: ReadonlyMap<string, WalletOrder>) => void;

/** Both sides' books, and what else there is to compare them with. */
export interface Books {
  readonly store: Store;
  /** Ledger and history as the store itself reads them, where it can. */
  readonly reports: (LedgerStore & AuditStore) | undefined;
  readonly wallets: readonly WalletDouble[];
  readonly endpoint: MerchantEndpoint;
  readonly checkTills: CheckTills;
  /** Whether the wallets' bills are reconciled as well, which takes longer than the whole rest. */
  readonly withBills: boolean;
}

/** Walks the gateway's book and the wallets' books, each against the other, once everything is at rest. */
export async function checkBooks(world: World, books: Books): Promise<void> {
  const { store, reports, wallets, endpoint, checkTills, withBills } = books;
  const rows = [...(await allTransactions(store, 1)), ...(await allTransactions(store, 2))];
  const payments = rows.filter((row): row is Payment => row.kind === 'payment');
  const byChannel = new Map(payments.map((payment) => [payment.channelOrderId, payment]));
  const refundOrders = new Map(
    rows
      .filter((row) => row.kind === 'refund')
      .map((row) => [row.channelRefundId, orderName(row.merchantNumber, row.orderNumber)]),
  );
  const orders = new Map(wallets.flatMap(({ orders }) => [...orders]));
  for (const order of orders.values()) {
    const payment = byChannel.get(order.channelOrderId);
    if (payment === undefined) {
      if (order.charges > 0) world.violate('I2', `no payment for the charge of ${order.channelOrderId}`);
      continue;
    }
    await checkOrder(world, store, payment, order);
  }
  for (const { createdAtMs, paidAtMs = createdAtMs } of payments) {
    if (businessDay(createdAtMs) !== businessDay(paidAtMs)) world.reach('midnight inside an open payment');
  }
  for (const payment of payments) checkPayment(world, payment, orders.get(payment.channelOrderId));
  const late = await lateChargesOf(store, payments);
  checkSums(world, rows, late, orders);
  if (withBills) await checkBills(world, reports ?? rowLedger(rows, late), rows, orders);
  if (reports !== undefined) await checkChain(world, reports);
  checkNumbers(world, rows);
  checkNotices(world, rows, endpoint);
  checkCodes(world);
  const book: OrderBook = {
    orderOf: (channelOrderId) => {
      const payment = byChannel.get(channelOrderId);
      return payment === undefined
        ? undefined
        : { order: orderName(payment.merchantNumber, payment.orderNumber), syssn: payment.syssn };
    },
    refundOf: (returnId) => refundOrders.get(returnId),
    codesMayRecur: world.nowMs > CODE_REUSE_MS - HOUR_MS,
    mayBeLate: (channelOrderId) => orders.get(channelOrderId)?.brokeItsWord === true,
  };
  for (const text of judge(world.recorder.events, book)) world.violate('T7', text);
  checkTills(payments, orders);
}

async function lateChargesOf(store: Store, payments: readonly Payment[]): Promise<readonly LateRow[]> {
  const late: LateRow[] = [];
  for (const payment of payments) {
    const charge = isPaid(payment) ? undefined : await store.findLateCharge(payment.id);
    if (charge !== undefined) late.push({ payment, charge });
  }
  return late;
}

async function checkOrder(world: World, store: Store, payment: Payment, order: WalletOrder): Promise<void> {
  const { channelOrderId } = order;
  if (order.charges > 1) world.violate('I1', `${channelOrderId} was charged ${order.charges} times`);
  const standingMinor = order.charges * order.amountMinor - order.returnedMinor;
  if (isPaid(payment)) {
    if (order.amountMinor !== payment.amountMinor || order.currency !== payment.currency) {
      world.violate('I1', `${channelOrderId} is ${payment.state} with another amount than was charged`);
    }
    if (standingMinor !== payment.amountMinor - payment.refundedMinor) {
      world.violate('I4', `${channelOrderId} is ${payment.state}, but ${standingMinor} stand at the wallet`);
    }
    return;
  }
  const lateCharge = await store.findLateCharge(payment.id);
  if (lateCharge !== undefined && !order.brokeItsWord) {
    world.violate('I4', `${channelOrderId} ended as ${payment.state} before the wallet said so`);
  }
  if (!WIRE_VIEWS[payment.state].final || standingMinor === 0) return;
  const how = lateCharge === undefined ? 'nobody knows of it' : `the late charge is ${lateCharge.state}`;
  world.violate(
    'I5',
    `${channelOrderId} is ${payment.state}, but ${standingMinor} stand at the wallet; ${how}`,
  );
}

function checkPayment(world: World, payment: Payment, order: WalletOrder | undefined): void {
  if (isPaid(payment) && (order === undefined || order.charges === 0)) {
    world.violate('I4', `${payment.syssn} is ${payment.state}, but the wallet never charged it`);
  }
  if (payment.refundedMinor + payment.refundPendingMinor > payment.amountMinor) {
    world.violate('I7', `refunds of ${payment.syssn} exceed it`);
  }
  if (payment.refundPendingMinor > 0) {
    world.violate('I7', `${payment.refundPendingMinor} of ${payment.syssn} are held back for no refund`);
  }
}

/** I6: within 48 hours a code goes to a wallet for one payment, whatever the clocks say. */
function checkCodes(world: World): void {
  for (const [code, uses] of world.recorder.codes) {
    let latest: readonly [string, number] | undefined;
    for (const use of uses) {
      if (latest !== undefined && use[1] - latest[1] < CODE_REUSE_MS - HOUR_MS) {
        world.violate('I6', `code ${code} was sent under ${latest[0]} and under ${use[0]}`);
      }
      latest = use;
    }
  }
}

/** I8: every success is announced once, under one id, and acknowledged in the end. */
function checkNotices(world: World, rows: readonly Transaction[], endpoint: MerchantEndpoint): void {
  const ids = new Map<string, string>();
  for (const { notifyId, syssn, acknowledged } of endpoint.received.values()) {
    const other = ids.get(syssn);
    if (other !== undefined) world.violate('I8', `${syssn} is announced as ${other} and as ${notifyId}`);
    ids.set(syssn, notifyId);
    if (acknowledged === 0) world.violate('I8', `the notice of ${syssn} was never acknowledged`);
  }
  for (const row of rows) {
    const success = row.kind === 'payment' ? isPaid(row) : row.state === 'succeeded';
    if (success && !ids.has(row.syssn) && world.weather.endpoint.exists)
      world.violate('I8', `${row.syssn} is ${row.state}, but nobody was told`);
  }
}

/** I15: neither `syssn` nor `sysdtm` runs backwards on one gateway; no number is given twice. */
function checkNumbers(world: World, rows: readonly Transaction[]): void {
  const seen = new Set<string>();
  const latest = new Map<string, Transaction>();
  for (const row of rows.toSorted((left, right) => left.id - right.id)) {
    if (seen.has(row.syssn)) world.violate('I15', `${row.syssn} was given twice`);
    seen.add(row.syssn);
    const node = row.syssn.slice(8, 12);
    const before = latest.get(node);
    if (before !== undefined && before.createdAtMs > row.createdAtMs) {
      world.violate('I15', `the time of ${row.syssn} lies before that of ${before.syssn}`);
    }
    latest.set(node, row);
  }
}

/** Whether a payment is paid, also when some of it went back since. */
export function isPaid({ state }: Payment): boolean {
  return state === 'paid' || state === 'partly_refunded' || state === 'refunded';
}
