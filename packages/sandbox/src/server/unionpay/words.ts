import type { ResponseCode } from '@opencpm/protocol';
import type { BookEntry } from '../../wallet-door.ts';

/** A code of UnionPay with its words. */
export interface Word {
  readonly code: string;
  readonly message: string;
}

function word(code: string, message: string): Word {
  return { code, message: `${message}[${code}]` };
}

export const WORDS = {
  done: word('00', '成功'),
  asking: word('05', '交易已受理，请稍后查询交易结果'),
  typing: word('70', '等待用户输入密码'),
  malformed: word('10', '报文格式错误'),
  unsigned: word('11', '验证签名失败'),
  duplicate: word('12', '重复交易'),
  missing: word('13', '报文交易要素缺失'),
  notFound: word('34', '查无此交易'),
  wrongState: word('35', '原始交易不存在或状态不正确'),
  returnedBefore: word('45', '原交易已被成功退货或撤销'),
  mismatch: word('36', '与原始交易信息不符'),
  tooOften: word('37', '已超过最大查询次数或操作过于频繁'),
  notNow: word('39', '交易不在受理时间范围内'),
  failed: word('01', '交易失败'),
  closed: word('69', '用户未在规定时间内输入密码'),
  badCode: word('01', '二维码已失效'),
  usedCode: word('01', '二维码已使用'),
  broken: word('99', '系统异常'),
  noFile: word('98', '文件不存在'),
  notOpen: word('02', '系统未开放或暂时关闭'),
  unheardOf: word('Q7', '未知应答'),
} as const;

/** What the sandbox's refusals are called by UnionPay. */
const REFUSALS: Readonly<Partial<Record<ResponseCode, Word>>> = {
  '1201': word('64', '余额不足'),
  '2004': word('64', '余额不足'),
  '1202': WORDS.badCode,
  '2005': WORDS.badCode,
  '1203': word('63', '卡状态不正确'),
  '1204': word('60', '发卡机构拒绝'),
  '1212': word('62', '请出示境外付款码'),
  '1294': word('38', '风险受限'),
  '1297': WORDS.notOpen,
  '1142': WORDS.closed,
  '1116': word('65', '密码输入错误'),
  '1123': word('33', '交易金额超限'),
};

/** The words of a refusal. */
export function refusalWord(respcd: ResponseCode | undefined, reason: string): Word {
  if (respcd === '1202' && /\bused\b/.test(reason)) return WORDS.usedCode;
  return (respcd === undefined ? undefined : REFUSALS[respcd]) ?? WORDS.failed;
}

/**
 * The words for where a payment stands.
 *
 * @param afterReversal what is said of one that was paid and then reversed, on which the documents are silent.
 */
export function standingWord(entry: BookEntry, afterReversal: 'failed' | 'unchanged'): Word {
  switch (entry.state) {
    case 'paid':
      return WORDS.done;
    case 'in_transit':
    case 'processing':
      return WORDS.asking;
    case 'waiting':
      return WORDS.typing;
    case 'declined':
      return refusalWord(entry.respcd, entry.reason);
    case 'closed':
      return WORDS.closed;
    case 'reversed':
      return afterReversal === 'unchanged' && entry.timesCharged > 0 ? WORDS.done : WORDS.failed;
  }
}
