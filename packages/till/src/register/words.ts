import { isResponseCode, responseCode } from '@opencpm/protocol';
import { CASHIER_WORDS as EN } from '@opencpm/protocol/cashier/en';
import { CASHIER_WORDS as ZH_HANS } from '@opencpm/protocol/cashier/zh-hans';
import { CASHIER_WORDS as ZH_HANT } from '@opencpm/protocol/cashier/zh-hant';
import type { Verdict } from '@opencpm/client';
import type { Words } from '../page-api/index.ts';

/** The request never reached the gateway, or the gateway began nothing. */
const NOT_BEGUN: Words = {
  en: 'Not paid. The request did not get through. Ask the customer for a fresh code and scan again.',
  zhHant: '未付款，請求未能送達。請顧客出示新的付款碼，再掃描一次。',
  zhHans: '未付款，请求未能送达。请顾客出示新的付款码，再扫描一次。',
};

/** The payment was undone. */
const REVERSED: Words = {
  en: 'Not paid. The payment was cancelled; nothing is owed and nothing was taken.',
  zhHant: '未付款。付款已取消，顧客沒有被扣款。',
  zhHans: '未付款。付款已取消，顾客没有被扣款。',
};

const DECLINED: Words = {
  en: 'Not paid. Ask the customer for a fresh code or another wallet and scan again.',
  zhHant: '未付款。請顧客出示新的付款碼或改用其他錢包，再掃描一次。',
  zhHans: '未付款。请顾客出示新的付款码或改用其他钱包，再扫描一次。',
};

const DO_NOT_CHARGE: Words = {
  en: 'Do not charge again yet. The gateway has not said what became of this payment.',
  zhHant: '暫勿再次收款。系統尚未確認這筆付款的結果。',
  zhHans: '暂勿再次收款。系统尚未确认这笔付款的结果。',
};

/** Answers to "did that one go through?". */
export const LOOK_UP_WORDS = {
  yes: {
    en: 'Yes, it is paid.',
    zhHant: '是，已付款。',
    zhHans: '是，已付款。',
  },
  returned: {
    en: 'It was paid, and all of it went back to the customer.',
    zhHant: '曾付款，款項已全數退回顧客。',
    zhHans: '曾付款，款项已全数退回顾客。',
  },
  no: {
    en: 'No, it is not paid and will not be.',
    zhHant: '否，沒有付款，之後也不會扣款。',
    zhHans: '否，没有付款，之后也不会扣款。',
  },
  not_known_yet: {
    en: 'Not known yet. Do not charge again. The till goes on asking.',
    zhHant: '尚未確定。暫勿再次收款，系統會繼續查詢。',
    zhHans: '尚未确定。暂勿再次收款，系统会继续查询。',
  },
  unreachable: {
    en: 'The gateway cannot be reached. Do not charge again; ask once more in a moment.',
    zhHant: '無法連線到支付系統。暫勿再次收款，請稍後再查詢。',
    zhHans: '无法连接到支付系统。暂勿再次收款，请稍后再查询。',
  },
  no_such_sale: {
    en: 'Neither this till nor the gateway knows such a payment. Check the number.',
    zhHant: '收銀機和支付系統都沒有這筆付款。請核對號碼。',
    zhHans: '收银机和支付系统都没有这笔付款。请核对号码。',
  },
} as const satisfies Record<string, Words>;

const REFUND_PENDING: Words = {
  en: 'On its way. Do not refund again; the till goes on asking.',
  zhHant: '退款處理中。請勿重複退款，系統會繼續查詢。',
  zhHans: '退款处理中。请勿重复退款，系统会继续查询。',
};

const REFUND_NOT_BEGUN: Words = {
  en: 'Nothing was refunded: the request did not get through. Try again.',
  zhHant: '未退款，請求未能送達。請再試一次。',
  zhHans: '未退款，请求未能送达。请再试一次。',
};

const REFUND_REFUSED: Words = {
  en: 'Nothing was refunded. Call the support of your till and give them this code.',
  zhHant: '未退款。請聯絡收銀系統支援人員並提供此代碼。',
  zhHans: '未退款。请联系收银系统技术支持并提供此代码。',
};

/** What the catalogue tells the cashier about a response code; `otherwise` for a code nobody knows. */
export function wordsOfCode(respcd: string, otherwise: Words): Words {
  return isResponseCode(respcd)
    ? { en: EN[respcd], zhHant: ZH_HANT[respcd], zhHans: ZH_HANS[respcd] }
    : otherwise;
}

/** Words for the verdict of a payment that is not paid, or has none. `undefined` for a paid one. */
export function wordsOfVerdict(verdict: Verdict | undefined): Words | undefined {
  switch (verdict?.kind) {
    case undefined:
      return DO_NOT_CHARGE;
    case 'paid':
      return undefined;
    case 'declined':
      return wordsOfCode(verdict.respcd, DECLINED);
    case 'reversed':
      return REVERSED;
    case 'not_begun':
      return NOT_BEGUN;
  }
}

/** Whether a fresh code may help: not when the shop itself, its key or its settings are refused. */
export function mayRetry(verdict: Verdict): boolean {
  if (verdict.kind !== 'declined' || !isResponseCode(verdict.respcd)) return verdict.kind !== 'paid';
  const { class: codeClass } = responseCode(verdict.respcd);
  return codeClass !== 'auth' && codeClass !== 'config' && codeClass !== 'invalid-request';
}

/** Words for a refund that has not gone back. */
export function wordsOfRefund(state: 'pending' | 'refunded' | 'refused', respcd: string): Words | undefined {
  if (state === 'refunded') return undefined;
  if (state === 'pending') return REFUND_PENDING;
  return respcd === '' ? REFUND_NOT_BEGUN : wordsOfCode(respcd, REFUND_REFUSED);
}
