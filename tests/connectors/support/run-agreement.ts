import type { Payment } from '../../../packages/gateway/src/payment/payment.ts';
import type { Refund } from '../../../packages/gateway/src/payment/refund.ts';
import { findDisagreements } from './agreement.ts';
import { AMOUNT_MINOR, codeOf, type Scenario, scenarioOf } from './scenario.ts';
import { type Door, Town } from './town.ts';

/** What a run came to. */
export interface AgreementRun {
  readonly payments: number;
  readonly refunds: number;
  /** How many payments took each end. */
  readonly ends: Readonly<Record<string, number>>;
  /** Behaviours and faults that were met, by name. */
  readonly courses: ReadonlySet<string>;
  readonly payTypes: ReadonlySet<string>;
  /** Pay types whose wallet was reached over HTTP with real signatures. */
  readonly wiredPayTypes: readonly string[];
  /** Everything the two books do not agree on, in words. */
  readonly disagreements: readonly string[];
}

/** Payments that are begun at the same moment. */
const WAVE = 100;
const MINUTE = 60_000;
/** Beyond the last look after a verdict "not paid", with the return of what it finds. */
const AFTERWARDS_MS = 100 * MINUTE;

interface Sold {
  readonly scenario: Scenario;
  readonly orderNumber: string;
  payment: Payment | undefined;
  refund: Refund | undefined;
}

/** Sells, refunds, waits until everybody is done, and compares the gateway's book with the wallets'. */
export async function runAgreement(door: Door, count: number, seed: number): Promise<AgreementRun> {
  const town = await Town.open(door, seed);
  try {
    const sold: Sold[] = [];
    for (let first = 0; first < count; first += WAVE) {
      await sellWave(town, sold, first, Math.min(WAVE, count - first));
      await town.pass(2_000);
    }
    await town.pass(5 * MINUTE);
    await refundAll(town, sold);
    await town.pass(AFTERWARDS_MS);
    return await report(town, sold);
  } finally {
    await town.close();
  }
}

async function sellWave(town: Town, sold: Sold[], first: number, count: number): Promise<void> {
  const wave = Array.from({ length: count }, (_, index): Sold => {
    const number = first + index;
    const sale = {
      scenario: scenarioOf(number),
      orderNumber: `A-${number}`,
      payment: undefined,
      refund: undefined,
    };
    void pay(town, sale, number);
    return sale;
  });
  sold.push(...wave);
  await town.settle();
}

async function pay(town: Town, sale: Sold, number: number): Promise<void> {
  const { scenario, orderNumber } = sale;
  const outcome = await town.payments.take(town.merchant, {
    amountMinor: AMOUNT_MINOR,
    currency: 'HKD',
    payType: scenario.payType,
    orderNumber,
    callerTime: '2026-03-02 10:00:00',
    authCode: codeOf(scenario, number),
    storeId: undefined,
    goodsName: 'Tea',
    deviceId: '',
    notifyUrl: undefined,
    creditBarred: false,
  });
  if (!outcome.ok) throw new Error(`${orderNumber} was refused: ${outcome.refusal.message}`);
  sale.payment = outcome.payment;
  const { channelOrderId } = outcome.payment;
  for (const fault of scenario.faults) town.sandbox.faults.add({ ...fault, channelOrderId });
}

async function refundAll(town: Town, sold: readonly Sold[]): Promise<void> {
  for (let first = 0; first < sold.length; first += WAVE) {
    for (const sale of sold.slice(first, first + WAVE)) void refund(town, sale);
    await town.pass(1_000);
  }
}

async function refund(town: Town, sale: Sold): Promise<void> {
  const { payment, scenario } = sale;
  if (payment === undefined || scenario.refundMinor === undefined) return;
  const outcome = await town.refunds.take(town.merchant, {
    originalSyssn: payment.syssn,
    orderNumber: `R-${sale.orderNumber}`,
    amountMinor: scenario.refundMinor,
    callerTime: '2026-03-02 10:10:00',
    storeId: undefined,
    deviceId: '',
  });
  if (outcome.ok) sale.refund = outcome.refund;
}

async function report(town: Town, sold: readonly Sold[]): Promise<AgreementRun> {
  const ends: Record<string, number> = {};
  const disagreements: string[] = [];
  for (const { scenario, orderNumber, payment } of sold) {
    const name = `${orderNumber} (${scenario.payType} ${scenario.family}, ${scenario.name})`;
    const stored = payment === undefined ? undefined : await town.store.findPayment(payment.id);
    if (stored === undefined) {
      disagreements.push(`${name}: has no answer`);
      continue;
    }
    ends[stored.state] = (ends[stored.state] ?? 0) + 1;
    const order = await town.sandbox.door.find(stored.channelOrderId);
    const lateCharge = await town.store.findLateCharge(stored.id);
    const alarmed = town.alerts.some(
      ({ event, syssn }) => event === 'payment_alarm' && syssn === stored.syssn,
    );
    const refundNeverArrives = scenario.name === 'refund: never-arrived';
    const books = { payment: stored, order, lateCharge, alarmed, refundNeverArrives };
    for (const found of findDisagreements(books)) {
      disagreements.push(`${name}: ${found}`);
    }
  }
  return {
    payments: sold.length,
    refunds: sold.filter((sale) => sale.refund !== undefined).length,
    ends,
    courses: new Set(sold.map(({ scenario }) => scenario.name)),
    payTypes: new Set(sold.map(({ scenario }) => scenario.payType)),
    wiredPayTypes: town.wiredPayTypes,
    disagreements,
  };
}
