import type { ResponseCodeTable } from './response-code.ts';

/** Refusals by a risk or legal check. Repeating them can make the check stricter. */
export const RISK_CODES = {
  '1118': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Blocked by a risk check',
    textZh: '风险控制拦截',
  },
  '1250': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This transaction is forbidden',
    textZh: '此交易被禁止',
  },
  '1294': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Refused by the bank or wallet as risky',
    textZh: '银行或钱包因风险拒绝交易',
  },
} as const satisfies ResponseCodeTable;
