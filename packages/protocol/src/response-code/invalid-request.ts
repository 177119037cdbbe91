import type { ResponseCodeTable } from './response-code.ts';

/** The request is malformed or names something impossible. It had no effect. */
export const INVALID_REQUEST_CODES = {
  '1103': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'The request cannot be read',
    textZh: '请求报文无法解析',
  },
  '1104': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'A parameter is missing or not valid',
    textZh: '参数缺失或不正确',
  },
  '1122': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The currency is not supported',
    textZh: '不支持该币种',
  },
  '1124': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The transaction is not valid',
    textZh: '该交易不符合要求',
  },
  '1132': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Client version is wrong',
    textZh: '客户端版本不正确',
  },
  '1153': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Amount of the pre-authorisation is wrong',
    textZh: '预授权金额不正确',
  },
} as const satisfies ResponseCodeTable;
