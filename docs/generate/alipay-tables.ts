import { settingRows } from '../../packages/gateway/src/wallet/connector-description.ts';
import { ALIPAY_CODES } from '../../packages/gateway/src/wallet/alipay/codes.ts';
import { ALIPAY_SETTINGS } from '../../packages/gateway/src/wallet/alipay/settings.ts';
import type { CodeResult, WalletCall } from '../../packages/gateway/src/wallet/wallet-codes.ts';
import { code, table } from './markdown-table.ts';

const CALL_NAMES: Readonly<Record<WalletCall, string>> = {
  charge: '`pay`',
  query: '`inquiryPayment`',
  reverse: '`cancel`',
  refund: '`refund`',
  queryRefund: '`inquiryRefund`',
};

const RESULTS: Readonly<Record<CodeResult, string>> = {
  paid: 'Paid',
  'waiting for payer': 'Open: the customer is asked (1143)',
  processing: 'Open: under way (1145)',
  unknown: 'Open: asked about again (1145)',
  'not found': 'Open: not there yet (1145)',
  'not sent': 'Not sent',
  reversed: 'Undone',
  declined: 'Refused for good',
  'declined for now': 'Open: may still be charged (1145)',
  refused: 'Refused for good',
  'refused for now': 'Refused for now, sent again',
  returned: 'Money is back',
};

/** Every code of Alipay, and what becomes of it. */
export function alipayCodes(): string {
  return table(
    ['Code', 'In the answer to', 'Means', 'Merchant hears', 'In words'],
    ALIPAY_CODES.map((entry) => [
      code(entry.code),
      entry.calls.map((call) => CALL_NAMES[call]).join(', '),
      RESULTS[entry.result],
      /declined$|refused$/.test(entry.result) ? (entry.respcd ?? '') : '',
      entry.meaning,
    ]),
  );
}

/** Every setting of the connector. */
export function alipaySettings(): string {
  return table(
    ['Setting', 'Meaning', 'Example', 'Without it'],
    settingRows(ALIPAY_SETTINGS).map(({ name, meaning, example, fallback }) => [
      name.split(' or ').map(code).join(' or '),
      meaning,
      code(example),
      fallback ?? 'must be given',
    ]),
  );
}
