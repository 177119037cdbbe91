import { createHash } from 'node:crypto';
import type { OrderNumbers } from './load-plan.ts';

/** How a sale of the prefill ends. */
export type SaleOutcome = 'paid' | 'pending';

/** Amount by which the sandbox loses a payment on its way: no wallet ever knows it, and it stays open. */
const NEVER_ARRIVES_AMOUNT = 410_011;

/** Which wallet the customers of a load pay with. */
export type SaleWallet = 'alipay' | 'payme';

/** Terminals that sell; each numbers its own orders. */
const TERMINALS = 64;
/** Amounts go round; none of them is an amount that makes a simulated wallet misbehave. */
const AMOUNTS = 9_973;
const AMOUNT_MIN = 100;

/**
 * The parameters of one sale. Everything follows from its running number, so that no two sales share an order number or
 * a payment code, whichever process makes them.
 *
 * @param callerTime `txdtm`.
 */
export function saleParameters(
  number: number,
  orderNumbers: OrderNumbers,
  storeIds: readonly string[],
  callerTime: string,
  outcome: SaleOutcome = 'paid',
  wallet: SaleWallet = 'alipay',
): readonly (readonly [name: string, value: string])[] {
  const terminal = number % TERMINALS;
  const terminalName = `T${String(terminal).padStart(2, '0')}`;
  return [
    ['auth_code', paymentCode(number, wallet)],
    ['goods_name', 'coffee'],
    ['mchid', storeIds[terminal % storeIds.length] ?? ''],
    ['out_trade_no', orderNumber(number, orderNumbers, terminalName)],
    ['pay_type', wallet === 'alipay' ? '800108' : '805808'],
    ['txamt', String(outcome === 'paid' ? AMOUNT_MIN + (number % AMOUNTS) : NEVER_ARRIVES_AMOUNT)],
    ['txcurrcd', 'HKD'],
    ['txdtm', callerTime],
    ['udid', `POS-${terminalName}`],
  ];
}

function orderNumber(number: number, orderNumbers: OrderNumbers, terminalName: string): string {
  if (orderNumbers === 'increasing') {
    return `${terminalName}-${String(Math.floor(number / TERMINALS)).padStart(9, '0')}`;
  }
  return createHash('md5').update(`order ${number}`).digest('hex').slice(0, 24);
}

/** A code of 18 digits; its last six are none that choose an outcome in the sandbox. */
function paymentCode(number: number, wallet: SaleWallet): string {
  return `${wallet === 'alipay' ? '28' : '80'}${String(number).padStart(10, '0')}590000`;
}
