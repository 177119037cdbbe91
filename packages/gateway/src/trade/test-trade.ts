import { createHash } from 'node:crypto';
import type { PaymentRequest } from '@opencpm/protocol';
import { afterEach, beforeEach } from 'vitest';
import { BusinessClock } from '../clock/business-clock.ts';
import { SteadyClock } from '../clock/steady-clock.ts';
import { ManualTime } from '../clock/test-time.ts';
import { KeptLog } from '../log/test-log.ts';
import type { Merchant } from '../merchant/merchant.ts';
import { directMerchant, partnerMerchant } from '../merchant/test-merchant.ts';
import type { Payment } from '../payment/payment.ts';
import { everything, keyOf } from '../store/contract/contract-data.ts';
import { provideSqlite } from '../store/sqlite/test-directory.ts';
import type { Store } from '../store/store.ts';
import { type Connectors, everyPayType, profilesOf } from '../wallet/connectors.ts';
import { ScriptedWallet } from '../wallet/test-wallet.ts';
import type { CrashPoint } from './crash-point.ts';
import type { TakePaymentParts } from './take-payment.ts';

/** Everything a trade flow needs: a real store, a scripted wallet, and time that moves when told. */
export interface TestTrade {
  readonly store: Store;
  readonly wallet: ScriptedWallet;
  readonly connectors: Connectors;
  readonly time: ManualTime;
  readonly clock: BusinessClock;
  readonly timers: ManualTime;
  readonly log: KeptLog;
  /** Number 1 in the store. */
  readonly direct: Merchant;
  /** Number 2 in the store. */
  readonly partner: Merchant;
  /** Crash points that were passed, in order. */
  readonly reached: CrashPoint[];
  readonly parts: TakePaymentParts;
  /** Every payment of the direct merchant, the newest first. */
  readonly payments: () => Promise<readonly Payment[]>;
}

/** Gives every test of the surrounding block a trade of its own; read it inside the test. */
export function useTrade(): () => TestTrade {
  let trade: TestTrade | undefined;
  let end: (() => Promise<void>) | undefined;
  beforeEach(async () => {
    const fixture = await provideSqlite();
    const store = await fixture.open();
    trade = await openTrade(store);
    end = async () => {
      await store.close();
      await fixture.dispose();
    };
  });
  afterEach(() => end?.());
  return () => {
    if (trade === undefined) throw new Error('the trade is used outside a test');
    return trade;
  };
}

/** A trade on a store; the merchants are added when they are not there yet. */
export async function openTrade(store: Store): Promise<TestTrade> {
  await store.addMerchant(directMerchant(), keyOf(1));
  await store.addMerchant(partnerMerchant(), keyOf(2));
  const [direct, partner] = await store.listMerchants();
  if (direct === undefined || partner === undefined) throw new Error('the merchants were not stored');
  const wallet = new ScriptedWallet();
  const connectors = everyPayType(wallet);
  const time = new ManualTime();
  const clock = new BusinessClock(time, 0);
  const log = new KeptLog();
  const reached: CrashPoint[] = [];
  return {
    store,
    wallet,
    connectors,
    time,
    clock,
    timers: time,
    log,
    direct,
    partner,
    reached,
    parts: {
      store,
      connectors,
      clock,
      steadyClock: new SteadyClock(time),
      timers: time,
      log,
      announce: () => undefined,
      profiles: profilesOf(connectors.byName),
      hashAuthCode: (code) => createHash('sha256').update(code).digest('hex').slice(0, 32),
      node: 1,
      reach: (point) => reached.push(point),
    },
    payments: async () =>
      (await store.listTransactions(everything())).filter(
        ({ kind }) => kind === 'payment',
      ) as readonly Payment[],
  };
}

/** A sale of HKD 10.50 with an Alipay code. */
export function saleRequest(changes: Partial<PaymentRequest> = {}): PaymentRequest {
  return {
    amountMinor: 1050,
    currency: 'HKD',
    payType: '800108',
    orderNumber: 'ORDER-1',
    callerTime: '2026-03-01 12:00:00',
    authCode: '281234567890123456',
    storeId: undefined,
    goodsName: 'Tea',
    deviceId: 'till-1',
    notifyUrl: undefined,
    creditBarred: false,
    ...changes,
  };
}

/** A store some of whose operations do what a test wants instead. */
export function withOperations(store: Store, operations: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const operation = operations[name] ?? target[name];
      return operation.bind(target);
    },
  });
}

/** Lets everything happen that needs no time: commits, and what follows from them. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}
