import type { ResponseCodeTable } from './response-code.ts';

/** The sender could not be verified. The request had no effect. */
export const AUTH_CODES = {
  '1108': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Signature or app code is wrong',
    textZh: '签名或应用代码不正确',
  },
  '1109': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Data could not be encrypted or decrypted',
    textZh: '数据加密或解密失败',
  },
  '1116': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Password of the gateway user is wrong',
    textZh: '网关用户密码不正确',
  },
  '1138': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Keys could not be updated',
    textZh: '密钥更新未成功',
  },
} as const satisfies ResponseCodeTable;
