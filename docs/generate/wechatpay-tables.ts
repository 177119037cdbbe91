import { settingRows } from '../../packages/gateway/src/wallet/connector-description.ts';
import type { CodeResult, WalletCall } from '../../packages/gateway/src/wallet/wallet-codes.ts';
import { WECHATPAY_CODES, type WechatPayCode } from '../../packages/gateway/src/wallet/wechatpay/codes.ts';
import { WECHATPAY_SETTINGS } from '../../packages/gateway/src/wallet/wechatpay/settings.ts';
import { code, table } from './markdown-table.ts';

const CALL_NAMES: Readonly<Record<WalletCall, string>> = {
  charge: 'pay',
  query: 'enquiry',
  reverse: 'reversal',
  refund: 'refund',
  queryRefund: 'enquiry about a refund',
};

const RESULTS: Readonly<Record<CodeResult, string>> = {
  paid: 'Paid',
  'waiting for payer': 'Open: the customer is asked',
  processing: 'Open: under way',
  unknown: 'Open: asked about again',
  'not found': 'Not there, or not yet',
  'not sent': 'Not sent',
  reversed: 'Undone',
  declined: 'Refused for good',
  'declined for now': 'Open: may still be charged',
  refused: 'Refused for good',
  'refused for now': 'Refused for now, sent again',
  returned: 'Money is back',
};

const CHECKS: Readonly<Record<NonNullable<WechatPayCode['asks']>, string>> = {
  'not paid': ', once an enquiry says not paid',
  dead: ', once an enquiry says it never will be paid',
  anything: '; an enquiry decides',
};

/** Every state and code of WeChat Pay, and what becomes of it. */
export function wechatpayCodes(): string {
  return table(
    ['Code', 'In the answer to', 'Means', 'Merchant hears', 'In words'],
    WECHATPAY_CODES.map(({ code: name, calls, result, respcd, asks, meaning }) => [
      code(name),
      calls.map((call) => CALL_NAMES[call]).join(', '),
      `${RESULTS[result]}${asks === undefined ? '' : CHECKS[asks]}`,
      /declined$|refused$/.test(result) ? (respcd ?? '') : '',
      meaning,
    ]),
  );
}

/** Every setting of the connector. */
export function wechatpaySettings(): string {
  return table(
    ['Setting', 'Meaning', 'Example', 'Without it'],
    settingRows(WECHATPAY_SETTINGS).map(({ name, meaning, example, fallback }) => [
      name.split(' or ').map(code).join(' or '),
      meaning,
      code(example),
      fallback ?? 'must be given',
    ]),
  );
}
