import type { PayType } from '@opencpm/protocol';

/** First digits and number of random digits of a payment code for each pay type. */
const SHAPES: Readonly<Record<PayType, readonly [prefix: string, randomDigits: number]>> = {
  '800008': ['28', 16],
  '800108': ['28', 16],
  '800208': ['13', 16],
  '801008': ['15', 16],
  '800708': ['62', 17],
  '805808': ['80', 16],
};

/** Last six digits that make a simulated wallet misbehave on purpose; a made-up code must not hit them by chance. */
const TEST_NUMBER = /4[013]\d{4}$/;

/**
 * Makes up a payment code of the form the wallet of a pay type shows; an Alipay code where any wallet will do.
 * Only for a sandbox: elsewhere it might be somebody's code.
 */
export function freshTestCode(payType: PayType, randomBytes: (count: number) => Uint8Array): string {
  const [prefix, randomDigits] = SHAPES[payType];
  let code: string;
  do {
    code = prefix + digits(randomDigits, randomBytes);
  } while (TEST_NUMBER.test(code));
  return code;
}

function digits(count: number, randomBytes: (count: number) => Uint8Array): string {
  let text = '';
  while (text.length < count) {
    const [byte = 255] = randomBytes(1);
    // 250 is the largest multiple of ten in a byte; above it some digits would be likelier than others.
    if (byte < 250) text += String(byte % 10);
  }
  return text;
}
