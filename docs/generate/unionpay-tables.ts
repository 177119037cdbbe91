import { settingRows } from '../../packages/gateway/src/wallet/connector-description.ts';
import { UNIONPAY_CODES } from '../../packages/gateway/src/wallet/unionpay/codes.ts';
import { UNIONPAY_SETTINGS } from '../../packages/gateway/src/wallet/unionpay/settings.ts';
import { code, table } from './markdown-table.ts';
import { settingsTable } from './settings-table.ts';
import { alertOf, CALL_WORDS, heardBy, RESULT_WORDS } from './wallet-code-words.ts';

/** Every code of UnionPay, of both contracts, and what becomes of it. */
export function unionpayCodes(): string {
  return table(
    ['Code', 'In the answer to', 'Means', 'Merchant hears', 'Alert', 'In words'],
    UNIONPAY_CODES.map(({ code: name, calls, result, respcd, alerts, meaning }) => [
      code(name),
      calls.map((call) => CALL_WORDS[call]).join(', '),
      RESULT_WORDS[result],
      heardBy(result, respcd),
      alertOf({ alerts }),
      meaning,
    ]),
  );
}

/** Every setting of the connector. */
export function unionpaySettings(): string {
  return settingsTable(settingRows(UNIONPAY_SETTINGS));
}
