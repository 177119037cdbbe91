import { CALL_SUPPORT } from './cashier-words.ts';
import type { ResponseCodeTable } from './response-code.ts';

/** The sender could not be verified. The request had no effect. */
export const AUTH_CODES = {
  '1108': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Signature or app code is wrong',
    textZh: '签名或应用代码不正确',
    cashier: CALL_SUPPORT,
    developer:
      'Check that X-QF-APPCODE and the client key belong to this environment, that every parameter sent is signed in ASCII order of its name, and that X-QF-SIGNTYPE names the algorithm used. If an earlier answer for the order was lost, enquire after mending the signature.',
    note: 'An unknown app code and a wrong digest get the same answer.',
  },
  '1109': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Data could not be encrypted or decrypted',
    textZh: '数据加密或解密失败',
    cashier: CALL_SUPPORT,
    developer: 'Check the keys set up for this terminal with the operator of the gateway.',
  },
  '1116': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Password of the gateway user is wrong',
    textZh: '网关用户密码不正确',
    cashier: CALL_SUPPORT,
    developer: 'Set the right password for the gateway account. It is not the password of the customer.',
  },
  '1138': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Keys could not be updated',
    textZh: '密钥更新未成功',
    cashier: CALL_SUPPORT,
    developer: 'Ask the operator of the gateway to issue the keys again.',
  },
} as const satisfies ResponseCodeTable;
