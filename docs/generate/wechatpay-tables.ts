import { settingRows } from '../../packages/gateway/src/wallet/connector-description.ts';
import { WECHATPAY_CODES, type WechatPayCode } from '../../packages/gateway/src/wallet/wechatpay/codes.ts';
import { WECHATPAY_SETTINGS } from '../../packages/gateway/src/wallet/wechatpay/settings.ts';
import { code, table } from './markdown-table.ts';
import { settingsTable } from './settings-table.ts';
import { alertOf, CALL_WORDS, heardBy, RESULT_WORDS } from './wallet-code-words.ts';

const CHECKS: Readonly<Record<NonNullable<WechatPayCode['asks']>, string>> = {
  'not paid': ', once an enquiry says not paid',
  dead: ', once an enquiry says it never will be paid',
  anything: '; an enquiry decides',
};

/** Every state and code of WeChat Pay, and what becomes of it. */
export function wechatpayCodes(): string {
  return table(
    ['Code', 'In the answer to', 'Means', 'Merchant hears', 'Alert', 'In words'],
    WECHATPAY_CODES.map(({ code: name, calls, result, respcd, asks, alerts, meaning }) => [
      code(name),
      calls.map((call) => CALL_WORDS[call]).join(', '),
      `${RESULT_WORDS[result]}${asks === undefined ? '' : CHECKS[asks]}`,
      heardBy(result, respcd),
      alertOf({ alerts }),
      meaning,
    ]),
  );
}

/** Every setting of the connector. */
export function wechatpaySettings(): string {
  return settingsTable(settingRows(WECHATPAY_SETTINGS));
}
