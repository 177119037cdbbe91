import { settingRows } from '../../packages/gateway/src/wallet/connector-description.ts';
import { UNIONPAY_CODES } from '../../packages/gateway/src/wallet/unionpay/codes.ts';
import { UNIONPAY_SETTINGS } from '../../packages/gateway/src/wallet/unionpay/settings.ts';
import type { CodeResult, WalletCall } from '../../packages/gateway/src/wallet/wallet-codes.ts';
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
  'waiting for payer': 'Open: the customer is asked (1143)',
  processing: 'Open: under way (1145)',
  unknown: 'Open: asked about again (1145)',
  'not found': 'Not there, or not yet',
  'not sent': 'Not sent',
  reversed: 'Undone',
  declined: 'Refused for good',
  'declined for now': 'Open: may still be charged (1145)',
  refused: 'Refused for good',
  'refused for now': 'Refused for now, sent again',
  returned: 'Money is back',
};

/** Every code of UnionPay, of both contracts, and what becomes of it. */
export function unionpayCodes(): string {
  return table(
    ['Code', 'In the answer to', 'Means', 'Merchant hears', 'Alert', 'In words'],
    UNIONPAY_CODES.map(({ code: name, calls, result, respcd, alerts, meaning }) => [
      code(name),
      calls.map((call) => CALL_NAMES[call]).join(', '),
      RESULTS[result],
      /declined$|refused$/.test(result) ? (respcd ?? '') : '',
      alerts === true ? 'yes' : '',
      meaning,
    ]),
  );
}

/** Every setting of the connector. */
export function unionpaySettings(): string {
  return table(
    ['Setting', 'Meaning', 'Example', 'Without it'],
    settingRows(UNIONPAY_SETTINGS).map(({ name, meaning, example, fallback }) => [
      name.split(' or ').map(code).join(' or '),
      meaning,
      code(example),
      fallback ?? 'must be given',
    ]),
  );
}
