import type { ResponseCodeTable } from './response-code.ts';

/** Refusals by a risk or legal check. Repeating them can make the check stricter. */
export const RISK_CODES = {
  '1118': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Blocked by a risk check',
    textZh: '风险控制拦截',
    cashier: {
      en: 'Not paid. Do not try this wallet again. Ask for another way to pay.',
      zhHant: '未付款。請勿再試此錢包，請顧客改用其他付款方式。',
      zhHans: '未付款。请勿再试此钱包，请顾客改用其他付款方式。',
    },
    developer: 'Final refusal. Do not repeat it automatically.',
  },
  '1250': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This transaction is forbidden',
    textZh: '此交易被禁止',
    cashier: {
      en: 'Not allowed. Do not try again. Ask for another way to pay and tell your manager.',
      zhHant: '此交易不獲准許。請勿再試，請顧客改用其他付款方式，並通知主管。',
      zhHans: '此交易不被允许。请勿再试，请顾客改用其他付款方式，并通知主管。',
    },
    developer:
      'Final refusal. Do not repeat it automatically; ask the operator of the gateway for the reason.',
  },
  '1294': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Refused by the bank or wallet as risky',
    textZh: '银行或钱包因风险拒绝交易',
    cashier: {
      en: 'Not paid. Do not try this wallet again. Ask for another way to pay.',
      zhHant: '未付款。請勿再試此錢包，請顧客改用其他付款方式。',
      zhHans: '未付款。请勿再试此钱包，请顾客改用其他付款方式。',
    },
    developer: 'Final refusal by a risk check of the wallet. Do not repeat it automatically.',
  },
} as const satisfies ResponseCodeTable;
