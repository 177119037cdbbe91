import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Payment } from '../packages/gateway/src/payment/payment.ts';
import { SqliteStore } from '../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { BOOK_PAGE_MAX, openSandbox, type WalletOrder } from '../packages/sandbox/src/index.ts';
import { BOOK_FILE } from './prefill.ts';
import type { SaleWallet } from './sale.ts';

/** What both books say about the payments of one load. */
export interface BooksCheck {
  /** Payments that stand as paid in the gateway's store, the newest first. */
  readonly paid: readonly Payment[];
  /** Everything in which the books differ from each other or from what was answered; empty when all is well. */
  readonly problems: readonly string[];
}

/**
 * Reads the gateway's store and the wallet's book after the gateway has stopped, and compares them with the number of
 * payments that were answered with 0000: no payment may be missing, none may be there twice.
 *
 * @param fromMs payments from this instant on belong to the load.
 */
export async function checkBooks(
  dataDirectory: string,
  fromMs: number,
  answered: number,
  wallet: SaleWallet,
): Promise<BooksCheck> {
  const paid = await paymentsSince(dataDirectory, fromMs);
  const charged = await walletOrdersSince(dataDirectory, fromMs, wallet);
  const problems: string[] = [];
  if (paid.length !== answered) problems.push(`${answered} payments answered, ${paid.length} stored as paid`);
  if (charged.size !== answered)
    problems.push(`${answered} payments answered, the wallet charged ${charged.size}`);
  const missing = paid.filter(({ channelOrderId }) => charged.get(channelOrderId)?.timesCharged !== 1);
  if (missing.length > 0) problems.push(`${missing.length} paid payments were not charged exactly once`);
  return { paid, problems };
}

/**
 * Compares the stores of two gateways of which the first charges through the second: every payment of the one must stand
 * in the other, once, under the number it was sent with.
 *
 * @returns everything in which they differ from each other or from what was answered.
 */
export async function checkHandedOn(
  frontDirectory: string,
  behindDirectory: string,
  fromMs: number,
  answered: number,
): Promise<readonly string[]> {
  const sent = await paymentsSince(frontDirectory, fromMs);
  const received = new Set(
    (await paymentsSince(behindDirectory, fromMs)).map(({ orderNumber }) => orderNumber),
  );
  const lost = sent.filter(({ channelOrderId }) => !received.has(channelOrderId));
  return [
    ...(sent.length === answered ? [] : [`${answered} payments answered, ${sent.length} stored as paid`]),
    ...(lost.length === 0 ? [] : [`the gateway behind does not know ${lost.length} paid payments`]),
  ];
}

async function paymentsSince(dataDirectory: string, fromMs: number): Promise<readonly Payment[]> {
  const nowMs = Date.now();
  const onFatal = (error: unknown): never => {
    throw error;
  };
  const store = SqliteStore.open({ directory: dataDirectory, nowMs, onFatal });
  try {
    const merchants = await store.listMerchants();
    const lists = merchants.map(({ merchantNumber }) =>
      store.listTransactions({
        merchantNumber,
        storeId: undefined,
        syssns: undefined,
        orderNumbers: undefined,
        payTypes: undefined,
        respcd: '0000',
        window: { fromMs, toMs: nowMs },
        limit: Number.MAX_SAFE_INTEGER,
        offset: 0,
      }),
    );
    return (await Promise.all(lists))
      .flat()
      .filter((transaction) => transaction.kind === 'payment')
      .filter(({ state }) => state === 'paid');
  } finally {
    await store.close();
  }
}

async function walletOrdersSince(
  dataDirectory: string,
  fromMs: number,
  wallet: SaleWallet,
): Promise<ReadonlyMap<string, WalletOrder>> {
  const orders = new Map<string, WalletOrder>();
  const sandbox = openSandbox({
    file: join(dataDirectory, BOOK_FILE),
    clock: { nowMs: () => Date.now() },
    timers: { after: () => () => undefined },
    randomBytes,
  });
  try {
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const page = await sandbox.book(wallet, { limit: BOOK_PAGE_MAX, before });
      for (const order of page) {
        if (order.createdAtMs < fromMs) return orders;
        if (order.state === 'paid') orders.set(order.channelOrderId, order);
        before = order.sequence;
      }
      if (page.length < BOOK_PAGE_MAX) return orders;
    }
  } finally {
    sandbox.close();
  }
}
