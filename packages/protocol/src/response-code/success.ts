import type { ResponseCodeTable } from './response-code.ts';

/** The one code that means done. */
export const SUCCESS_CODES = {
  '0000': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Success: paid, refunded, cancelled or answered',
    textZh: '交易成功',
  },
} as const satisfies ResponseCodeTable;
