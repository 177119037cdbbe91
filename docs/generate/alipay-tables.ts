import { settingRows } from '../../packages/gateway/src/wallet/connector-description.ts';
import { ALIPAY_CODES } from '../../packages/gateway/src/wallet/alipay/codes.ts';
import { ALIPAY_SETTINGS } from '../../packages/gateway/src/wallet/alipay/settings.ts';
import type { CodeResult, WalletCall } from '../../packages/gateway/src/wallet/wallet-codes.ts';
import { code, table } from './markdown-table.ts';
import { settingsTable } from './settings-table.ts';
import { alertOf, heardBy, RESULT_WORDS } from './wallet-code-words.ts';

const CALL_NAMES: Readonly<Record<WalletCall, string>> = {
  charge: '`pay`',
  query: '`inquiryPayment`',
  reverse: '`cancel`',
  refund: '`refund`',
  queryRefund: '`inquiryRefund`',
};

const RESULTS: Readonly<Record<CodeResult, string>> = {
  ...RESULT_WORDS,
  'not found': 'Open: not there yet (1145)',
};

/** Every code of Alipay, and what becomes of it. */
export function alipayCodes(): string {
  return table(
    ['Code', 'In the answer to', 'Means', 'Merchant hears', 'Alert', 'In words'],
    ALIPAY_CODES.map((entry) => [
      code(entry.code),
      entry.calls.map((call) => CALL_NAMES[call]).join(', '),
      RESULTS[entry.result],
      heardBy(entry.result, entry.respcd),
      alertOf(entry),
      entry.meaning,
    ]),
  );
}

/** Every setting of the connector. */
export function alipaySettings(): string {
  return settingsTable(settingRows(ALIPAY_SETTINGS));
}
