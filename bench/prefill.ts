import { everyPayType, profilesOf } from '../packages/gateway/src/wallet/connectors.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readPaymentRequest, formatWireTime } from '@opencpm/protocol';
import { BusinessClock } from '../packages/gateway/src/clock/business-clock.ts';
import { SteadyClock } from '../packages/gateway/src/clock/steady-clock.ts';
import { KeyVault } from '../packages/gateway/src/merchant/key-vault.ts';
import { loadMasterKey } from '../packages/gateway/src/merchant/master-key.ts';
import type { Merchant } from '../packages/gateway/src/merchant/merchant.ts';
import { SqliteStore } from '../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { CODE_REUSE_MS } from '../packages/gateway/src/trade/auth-code-retention.ts';
import { PaymentTaker } from '../packages/gateway/src/trade/take-payment.ts';
import { openSandbox } from '../packages/sandbox/src/index.ts';
import type { OrderNumbers } from './load-plan.ts';
import { type SaleOutcome, saleParameters } from './sale.ts';

/** File of the wallets' book, as the command line names it. */
export const BOOK_FILE = 'sandbox.db';

const DAY_MS = 86_400_000;
const DAYS = 30;
/** Payments that share a commit. */
const GROUP = 1_000;
const FORGET_BATCH = 5_000;

/** What a prefill makes. */
export interface PrefillPlan {
  /** A directory in which a gateway has run, so that database, key and merchants exist. No gateway runs on it now. */
  readonly dataDirectory: string;
  readonly count: number;
  readonly orderNumbers: OrderNumbers;
  /** Paid payments are spread over the 30 days before now, pending ones all begin now. */
  readonly outcome: SaleOutcome;
  readonly nowMs: number;
}

const silent = { info: () => undefined, warn: () => undefined, alert: () => undefined };

/**
 * Fills a data directory by the gateway's own code on a clock that runs ahead: every payment is accepted, charged to the
 * sandbox's wallet, recorded, and its auth code forgotten after its time. Paid ones stand in both books afterwards;
 * pending ones never reached their wallet.
 *
 * @throws Error when a payment does not end as the plan says.
 */
export async function prefill(plan: PrefillPlan): Promise<void> {
  const { dataDirectory, count, outcome, nowMs } = plan;
  const spanMs = outcome === 'paid' ? DAYS * DAY_MS : 0;
  const startMs = nowMs - spanMs;
  let virtualMs = startMs;
  const clock = { nowMs: () => virtualMs, monotonicMs: () => virtualMs };
  const timers = { after: () => () => undefined };
  const onFatal = (error: unknown): never => {
    throw error;
  };
  const store = SqliteStore.open({ directory: dataDirectory, nowMs: startMs, onFatal });
  const sandbox = openSandbox({ file: join(dataDirectory, BOOK_FILE), clock, timers, randomBytes });
  try {
    const vault = new KeyVault(loadMasterKey(dataDirectory, true, randomBytes), randomBytes);
    const merchant = await partnerOf(store);
    const storeIds = merchant.stores.map(({ storeId }) => storeId);
    const connectors = everyPayType(sandbox);
    const payments = new PaymentTaker({
      store,
      connectors,
      profiles: profilesOf(connectors.byName),
      clock: new BusinessClock(clock, 0),
      steadyClock: new SteadyClock(clock),
      announce: () => undefined,
      timers,
      log: silent,
      hashAuthCode: (code) => vault.hashAuthCode(code),
      node: 1,
      reach: () => undefined,
    });
    const idBefore = store.nextTransactionNumber();
    const remembered = spanMs === 0 ? count : Math.ceil((count * CODE_REUSE_MS) / spanMs);
    for (let first = 0; first < count; first += GROUP) {
      const numbers = Array.from({ length: Math.min(GROUP, count - first) }, (_, index) => first + index);
      await Promise.all(
        numbers.map((number) => {
          virtualMs = startMs + Math.floor((number * spanMs) / count);
          return pay(payments, merchant, storeIds, number, plan, virtualMs);
        }),
      );
      const upToId = idBefore + first + numbers.length - remembered;
      while ((await store.forgetAuthCodes(upToId, FORGET_BATCH)) === FORGET_BATCH);
    }
  } finally {
    sandbox.close();
    await store.close();
  }
}

async function pay(
  payments: PaymentTaker,
  merchant: Merchant,
  storeIds: readonly string[],
  number: number,
  { orderNumbers, outcome: wanted }: PrefillPlan,
  atMs: number,
): Promise<void> {
  const parameters = saleParameters(number, orderNumbers, storeIds, formatWireTime(atMs), wanted);
  const read = readPaymentRequest(parameters.map(([name, value]) => ({ name, value, raw: value })));
  if (!read.ok) throw new Error(`prefill: ${read.field ?? ''} ${read.problem}`);
  const outcome = await payments.take(merchant, read.request);
  if (!outcome.ok) throw new Error(`prefill: ${outcome.refusal.message}`);
  const { state } = outcome.payment;
  if (state !== (wanted === 'paid' ? 'paid' : 'processing'))
    throw new Error(`prefill: a payment is ${state}`);
}

async function partnerOf(store: SqliteStore): Promise<Merchant> {
  const merchants = await store.listMerchants();
  const partner = merchants.find(({ kind }) => kind === 'partner');
  if (partner === undefined) throw new Error('prefill: the data directory has no partner');
  return partner;
}
