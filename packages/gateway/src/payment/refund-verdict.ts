import { type ResponseCode, responseCode } from '@opencpm/protocol';
import type { RefundAnswer } from '../wallet/connector.ts';
import type { Refund, RefundProgress } from './refund.ts';
import { isRefundOpen, REFUND_TRANSITIONS, type RefundEvent, type RefundState } from './refund-state.ts';

/** What an answer of a wallet means for a refund. */
export type RefundVerdict =
  | { readonly kind: 'move'; readonly progress: RefundProgress; readonly alarm: string | undefined }
  | { readonly kind: 'stay'; readonly alarm: string | undefined };

type Returned = Extract<RefundAnswer, { readonly kind: 'returned' }>;

interface Fact {
  readonly event: RefundEvent;
  readonly respcd: string;
  readonly detail: string;
  readonly receipt?: Returned;
  readonly alarm?: string;
}

/**
 * Weighs an answer of a wallet against what is known of a refund. Pure: the caller stores the result.
 *
 * Whatever is not a clear answer leaves the refund open and its amount reserved; "returned" counts only with the
 * amount and currency that were asked for, and only a final refusal lets the reservation go.
 */
export function weighRefundAnswer(refund: Refund, answer: RefundAnswer): RefundVerdict {
  const fact = factOf(refund, answer);
  const effect = REFUND_TRANSITIONS[refund.state][fact.event];
  if (typeof effect === 'object') {
    return { kind: 'move', progress: progressTo(effect.to, refund, fact), alarm: fact.alarm };
  }
  const alarm = effect === 'alarm' ? `${fact.event} contradicts state ${refund.state}` : fact.alarm;
  return { kind: 'stay', alarm };
}

function factOf(refund: Refund, answer: RefundAnswer): Fact {
  switch (answer.kind) {
    case 'not_sent':
    case 'unknown':
    case 'not_found':
      return outcomeUnknown('The wallet has not given a result yet; ask again');
    case 'processing':
      return outcomeUnknown('The wallet has taken the refund in; ask again');
    case 'refused':
      return answer.mayStillReturn || !isRefusal(answer.respcd)
        ? outcomeUnknown('The wallet has not given a final result yet; ask again')
        : { event: 'refused_by_wallet', respcd: answer.respcd, detail: answer.reason };
    case 'returned':
      return answer.amountMinor === refund.amountMinor && answer.currency === refund.currency
        ? { event: 'returned_by_wallet', respcd: '0000', detail: 'OK', receipt: answer }
        : {
            ...outcomeUnknown(
              'The wallet reported another amount or currency; the refund is held for a check',
            ),
            alarm: `wallet reports ${answer.currency} ${answer.amountMinor}, refund is ${refund.currency} ${refund.amountMinor}`,
          };
  }
}

/** A code of success or of waiting beside a refusal is no clear answer. */
function isRefusal(respcd: ResponseCode): boolean {
  const codeClass = responseCode(respcd).class;
  return codeClass !== 'success' && codeClass !== 'pending';
}

function outcomeUnknown(detail: string): Fact {
  return { event: 'outcome_unknown', respcd: '1145', detail };
}

function progressTo(state: RefundState, refund: Refund, { respcd, detail, receipt }: Fact): RefundProgress {
  return {
    state,
    respcd,
    detail,
    returnedAtMs: receipt?.returnedAtMs,
    walletNumber: receipt?.walletNumber ?? '',
    payerAccount: receipt?.payerAccount ?? '',
    dueAtMs: isRefundOpen(state) ? refund.dueAtMs : undefined,
    asks: refund.asks,
  };
}
