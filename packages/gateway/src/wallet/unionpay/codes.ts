import type { ResponseCode } from '@opencpm/protocol';
import type { CodeResult, WalletCall, WalletCode } from '../wallet-codes.ts';

const PAY = ['charge', 'query'] as const;
const REFUND = ['refund', 'queryRefund'] as const;

function row(
  code: string,
  calls: readonly WalletCall[],
  result: CodeResult,
  meaning: string,
  respcd?: ResponseCode,
): WalletCode {
  return { code, calls, result, meaning, ...(respcd === undefined ? {} : { respcd }) };
}

/** A final refusal, of a payment and of a refund alike. */
function refusal(code: string, respcd: ResponseCode, meaning: string): readonly WalletCode[] {
  return [row(code, PAY, 'declined', meaning, respcd), row(code, REFUND, 'refused', meaning, '1155')];
}

/** Not now: the same reversal is sent again. */
function notNow(code: string, meaning: string): WalletCode {
  return row(code, ['reverse'], 'refused for now', meaning, '1101');
}

/** A final refusal for which nobody at the till can do anything; a reversal goes on when it is mended. */
function ourFault(code: string, meaning: string): readonly WalletCode[] {
  return [...refusal(code, '1205', meaning), notNow(code, meaning)].map((each) => ({
    ...each,
    alerts: true,
  }));
}

/** No outcome yet. */
function underWay(code: string, meaning: string): readonly WalletCode[] {
  return [row(code, [...PAY, ...REFUND], 'processing', meaning), row(code, ['reverse'], 'unknown', meaning)];
}

/**
 * Codes of ACP 5.1.0: `respCode` of an answer to a payment, a reversal or a refund, `origRespCode` of an enquiry. `00` to a
 * payment says "accepted" and nothing about money.
 */
const ACP_CODES: readonly WalletCode[] = [
  row('00', ['charge'], 'processing', 'UnionPay has accepted the payment'),
  row('00', ['query'], 'paid', 'Paid'),
  row('00', ['reverse'], 'reversed', 'UnionPay has undone the payment'),
  row('00', ['refund'], 'processing', 'UnionPay has accepted the refund'),
  row('00', ['queryRefund'], 'returned', 'Returned'),
  row('A6', ['charge'], 'processing', 'UnionPay reports a success with a defect'),
  { ...row('A6', ['query'], 'paid', 'Paid, with a defect: look into the bill of the day'), alerts: true },
  { ...row('A6', ['queryRefund'], 'returned', 'Returned, with a defect'), alerts: true },
  ...refusal('01', '1205', 'UnionPay reports a failure'),
  notNow('01', 'UnionPay reports a failure'),
  ...refusal('02', '1297', 'UnionPay is closed for now'),
  notNow('02', 'UnionPay is closed for now'),
  ...underWay('03', 'UnionPay has had no answer from the bank yet'),
  ...underWay('04', 'UnionPay does not know the outcome yet'),
  ...underWay('05', 'UnionPay is working on it'),
  ...ourFault('10', 'UnionPay cannot read our message'),
  ...ourFault('11', 'UnionPay does not accept our signature'),
  row('12', [...PAY, ...REFUND], 'processing', 'UnionPay has the order already'),
  ...ourFault('13', 'UnionPay misses a part of our message'),
  ...ourFault('14', 'UnionPay cannot read our message'),
  ...refusal('30', '1205', 'The bank refuses this card'),
  ...ourFault('31', 'UnionPay has the merchant in a wrong state'),
  ...ourFault('32', 'UnionPay does not let the merchant do this'),
  ...refusal('33', '1205', 'The amount is over a limit'),
  row('34', ['query', 'queryRefund'], 'not found', 'UnionPay knows no such order'),
  row('34', ['reverse'], 'not found', 'UnionPay knows no such order'),
  row('34', ['refund'], 'refused', 'UnionPay knows no such payment', '1268'),
  row('35', ['refund', 'queryRefund'], 'refused', 'The payment cannot be returned any more', '1155'),
  row('35', ['reverse'], 'refused', 'The payment cannot be reversed any more', '1101'),
  row('36', ['refund', 'queryRefund'], 'refused', 'The amount does not fit the payment', '1272'),
  row('36', ['reverse'], 'refused', 'The reversal does not fit the payment', '1101'),
  row('37', ['charge'], 'declined', 'UnionPay takes no more calls for now', '1297'),
  row('37', ['refund'], 'unknown', 'UnionPay takes no more calls for now'),
  notNow('37', 'UnionPay takes no more calls for now'),
  ...refusal('38', '1294', 'UnionPay takes the payment for a risk'),
  ...refusal('39', '1205', 'UnionPay does not do this at this hour'),
  row('39', ['reverse'], 'refused', 'The clearing day of the payment is over', '1101'),
  ...refusal('40', '1205', 'The card is not bound'),
  {
    ...row('42', PAY, 'processing', 'Money was taken after the deadline of the payment; it has to go back'),
    alerts: true,
  },
  row('45', ['reverse'], 'reversed', 'UnionPay has undone this payment already'),
  row('45', ['refund'], 'processing', 'UnionPay has returned this payment already'),
  ...refusal('60', '1204', 'The bank has a problem'),
  ...refusal('61', '1203', 'The card number is wrong'),
  ...refusal('62', '1204', 'The bank does not pay this merchant'),
  ...refusal('63', '1203', 'The card is in a wrong state'),
  ...refusal('64', '1201', 'There is not enough money on the card'),
  ...refusal('65', '1203', 'The password or the data of the card are wrong'),
  ...refusal('66', '1203', 'The customer could not be identified'),
  ...refusal('67', '1203', 'The password was wrong too often'),
  ...refusal('68', '1204', 'The bank does not support this card or proof'),
  ...refusal('69', '1205', 'The customer did not type in time'),
  row('70', PAY, 'waiting for payer', 'UnionPay waits for the customer'),
  ...refusal('71', '1205', 'The one-time code was wrong'),
  ...refusal('73', '1203', 'The card has expired'),
  row('74', PAY, 'unknown', 'Paid, and UnionPay could not book it yet'),
  row('75', PAY, 'unknown', 'Paid, and UnionPay failed to book it'),
  ...refusal('77', '1202', 'The payment code is not valid'),
  ...refusal('78', '1202', 'The payment code has expired'),
  ...refusal('79', '1202', 'The payment code is not valid'),
  ...refusal('80', '1202', 'The payment code is not valid'),
  row('99', ['charge'], 'processing', 'UnionPay reports an error of its own'),
  row('99', ['query'], 'declined', 'UnionPay reports an error of its own', '1205'),
  row('99', ['refund'], 'processing', 'UnionPay reports an error of its own'),
  row('99', ['queryRefund'], 'refused', 'UnionPay reports an error of its own', '1155'),
  row('99', ['reverse'], 'unknown', 'UnionPay reports an error of its own'),
  row('PR05', PAY, 'processing', 'UnionPay reviews the payment'),
  row('PR99', PAY, 'declined', 'UnionPay has reviewed and refused the payment', '1205'),
];

/**
 * Codes of the partner platform, with the word `partner` in front, since they mean other things. Where it refuses a payment
 * with a code that is not here, the refusal of the same code above holds.
 */
const PARTNER_CODES: readonly WalletCode[] = [
  row('partner 00', ['charge', 'query'], 'paid', 'Paid'),
  row('partner 00', ['reverse'], 'reversed', 'The order is closed'),
  row('partner 00', ['refund'], 'processing', 'The platform has accepted the refund'),
  row('partner 00', ['queryRefund'], 'returned', 'Returned'),
  row('partner 01', ['query'], 'paid', 'Paid, and returned since'),
  row('partner 01', ['queryRefund'], 'refused', 'The refund failed', '1155'),
  row('partner 02', ['charge'], 'waiting for payer', 'The customer is typing the password'),
  row('partner 02', ['query'], 'processing', 'Not paid yet'),
  row('partner 02', ['queryRefund'], 'processing', 'The refund is under way'),
  row('partner 03', ['query'], 'declined', 'The order was closed', '1205'),
  row('partner 04', ['query'], 'declined', 'The order was cancelled', '1205'),
  row('partner 05', ['query'], 'waiting for payer', 'The customer is typing the password'),
  row('partner 06', ['query'], 'declined', 'The payment failed', '1205'),
  row('partner 12', ['charge', 'refund'], 'processing', 'The platform has the order already'),
  row('partner 34', ['query', 'queryRefund'], 'not found', 'The platform knows no such order'),
  row('partner 34', ['reverse'], 'not found', 'The platform knows no such order'),
  row('partner 99', ['charge', 'refund'], 'processing', 'The platform reports an error of its own'),
  row('partner 99', ['reverse'], 'unknown', 'The platform reports an error of its own'),
  row('partner 35', ['reverse'], 'refused', 'The order cannot be closed any more', '1101'),
  row('partner 35', ['refund'], 'refused', 'The payment cannot be returned', '1155'),
  row('partner 36', ['refund'], 'refused', 'The amount does not fit the payment', '1272'),
];

/** Every code UnionPay documents or is known to send. */
export const UNIONPAY_CODES: readonly WalletCode[] = [...ACP_CODES, ...PARTNER_CODES];

const ROWS: ReadonlyMap<string, WalletCode> = new Map(
  UNIONPAY_CODES.flatMap((entry) => entry.calls.map((call) => [`${call} ${entry.code}`, entry] as const)),
);

/** What a code means in the answer to a call; `undefined` for a code no table has. */
export function meaningOf(call: WalletCall, code: string): WalletCode | undefined {
  return ROWS.get(`${call} ${code}`);
}

/** The same for an answer of the partner platform. */
export function partnerMeaningOf(call: WalletCall, code: string): WalletCode | undefined {
  const own = ROWS.get(`${call} partner ${code}`);
  if (own !== undefined) return own;
  const shared = ROWS.get(`${call} ${code}`);
  return shared?.result === 'declined' || shared?.result === 'refused' ? shared : undefined;
}
