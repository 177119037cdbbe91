import { randomInt } from 'node:crypto';

/** A pay type of the contract with a wallet of the sandbox whose codes it takes. */
export const PAY_TYPE_WALLETS = [
  ['800008', 'alipay'],
  ['800108', 'alipay'],
  ['800208', 'wechatpay'],
  ['801008', 'wechatpayhk'],
  ['805808', 'payme'],
  ['800708', 'unionpay'],
] as const;

const SHAPES: Readonly<Record<string, readonly [prefix: string, digits: number]>> = {
  alipay: ['28', 18],
  wechatpay: ['13', 18],
  wechatpayhk: ['15', 18],
  unionpay: ['62', 19],
  payme: ['80', 18],
};

/** Last digits by which the sandbox would take a code for a test number: of an outcome, a reversal, a refund or a fault. */
const TEST_NUMBER = /4[0-4]\d{4}$/;

/** A well-formed code that no phone has issued; the sandbox takes it as a test code. */
export function madeUpCode(wallet = 'alipay'): string {
  const [prefix, digits] = SHAPES[wallet] ?? ['28', 18];
  for (;;) {
    let code: string = prefix;
    while (code.length < digits) code += String(randomInt(10));
    if (!TEST_NUMBER.test(code)) return code;
  }
}
