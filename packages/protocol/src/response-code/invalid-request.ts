import { CALL_SUPPORT } from './cashier-words.ts';
import type { ResponseCodeTable } from './response-code.ts';

/** The request is malformed or names something impossible. It had no effect. */
export const INVALID_REQUEST_CODES = {
  '1103': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'The request cannot be read',
    textZh: '请求报文无法解析',
    cashier: CALL_SUPPORT,
    developer:
      'Send UTF-8 form encoding (application/x-www-form-urlencoded), each name once, and the parameters of a POST either in the body or in the query string, not in both.',
  },
  '1104': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'A parameter is missing or not valid',
    textZh: '参数缺失或不正确',
    cashier: CALL_SUPPORT,
    developer:
      'Read respmsg: it names the parameter and the form expected. Correct the request; the order number is still free if no earlier request with it was accepted.',
  },
  '1122': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The currency is not supported',
    textZh: '不支持该币种',
    cashier: CALL_SUPPORT,
    developer: 'Send a currency that the merchant and the wallet support.',
    note: 'OpenCPM answers 1104 to an unsupported currency.',
  },
  '1124': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The transaction is not valid',
    textZh: '该交易不符合要求',
    cashier: CALL_SUPPORT,
    developer: 'Compare the request with the transaction it refers to and with what the wallet allows.',
    note: 'Seen in 2024 for a same-day refund of a card payment that was not for the full amount.',
  },
  '1132': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Client version is wrong',
    textZh: '客户端版本不正确',
    cashier: CALL_SUPPORT,
    developer: 'Update the till software.',
  },
  '1153': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Amount of the pre-authorisation is wrong',
    textZh: '预授权金额不正确',
    cashier: CALL_SUPPORT,
    developer: 'Compare the amount with the pre-authorisation. Scanned payments have no pre-authorisation.',
  },
} as const satisfies ResponseCodeTable;
