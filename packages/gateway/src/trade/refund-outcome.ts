import type { NewHistoryEntry } from '../payment/history-entry.ts';
import type { Refund, RefundProgress } from '../payment/refund.ts';
import { isRefundOpen } from '../payment/refund-state.ts';
import { type RefundVerdict, weighRefundAnswer } from '../payment/refund-verdict.ts';
import type { RefundStep } from '../store/store.ts';
import { repeatWaitMs } from '../wallet/ask-schedule.ts';
import type { RefundAnswer } from '../wallet/connector.ts';
import type { AskPace } from './ask-pace.ts';
import type { RecordAnswerParts } from './record-answer.ts';
import { REFUND_WAITS_MS } from './refund-order.ts';

/** What recording the answer to a refund needs. */
export interface RefundOutcomeParts extends RecordAnswerParts {
  readonly pace: Pick<AskPace, 'dueMs' | 'hasServed'>;
}

/**
 * On whose behalf the wallet was called. `refund` is the first call and `resolver` a turn of the resolver: both say
 * when the wallet is asked next. An `enquiry` comes when a merchant likes and leaves the resolver's turn alone.
 */
export type RefundAskedBy = 'refund' | 'enquiry' | 'resolver';

/**
 * Weighs a wallet's answer against the stored refund and stores what follows. When somebody else changed the refund in
 * between, the answer is weighed again against the new truth, so that no fact is lost and none is applied twice.
 *
 * @param refund the refund as last read; an older version is fine.
 * @returns the refund as it is stored now.
 */
export async function recordRefundAnswer(
  parts: RefundOutcomeParts,
  refund: Refund,
  answer: RefundAnswer,
  by: RefundAskedBy,
): Promise<Refund> {
  const { store, log } = parts;
  let current = refund;
  for (;;) {
    const verdict = weighRefundAnswer(current, answer);
    const step = stepOf(parts, current, verdict, answer, by);
    const recorded = step === undefined ? current : await store.changeRefund(current, step);
    if (recorded !== undefined) {
      if (verdict.alarm !== undefined)
        log.alert('refund_alarm', { syssn: current.syssn, why: verdict.alarm });
      return recorded;
    }
    const reread = await store.findRefund(current.id);
    if (reread === undefined) throw new Error(`refund ${current.syssn} has vanished from the store`);
    current = reread;
  }
}

/** What a verdict writes; `undefined` when it changes nothing. */
function stepOf(
  parts: RefundOutcomeParts,
  refund: Refund,
  verdict: RefundVerdict,
  answer: RefundAnswer,
  by: RefundAskedBy,
): RefundStep | undefined {
  const moves = verdict.kind === 'move';
  const progress = nextTurn(parts, refund.id, moves ? verdict.progress : refund, by);
  // Whoever finds nothing new writes nothing, except the resolver, whose turn ends with the time of the next.
  if (!moves && (by !== 'resolver' || !isRefundOpen(refund.state))) return undefined;
  return {
    progress,
    atMs: parts.clock.nowMs(),
    entry: moves ? changed(refund, progress, answer, by) : asked(progress, answer, by),
    notification:
      moves && progress.state === 'succeeded' ? parts.announce({ ...refund, ...progress }) : undefined,
  };
}

/** The progress with the time at which the resolver asks next, while anything is left to ask. */
function nextTurn(
  { pace }: RefundOutcomeParts,
  id: number,
  progress: RefundProgress,
  by: RefundAskedBy,
): RefundProgress {
  const { state, respcd, detail, returnedAtMs, walletNumber, payerAccount, dueAtMs, asks } = progress;
  const facts = { state, respcd, detail, returnedAtMs, walletNumber, payerAccount };
  if (!isRefundOpen(state) || by === 'enquiry') return { ...facts, dueAtMs, asks };
  // A turn that a restart brought forward does not count: by the count the age of the refund is told.
  const counts = by === 'resolver' && pace.hasServed(repeatWaitMs(REFUND_WAITS_MS, asks));
  const asked = counts ? asks + 1 : asks;
  return { ...facts, dueAtMs: pace.dueMs(id, repeatWaitMs(REFUND_WAITS_MS, asked)), asks: asked };
}

function changed(
  refund: Refund,
  { state, respcd }: RefundProgress,
  answer: RefundAnswer,
  by: RefundAskedBy,
): NewHistoryEntry {
  return {
    event: 'refund_changed',
    facts: { from: refund.state, to: state, respcd, by, answer: answer.kind },
  };
}

function asked({ asks }: RefundProgress, answer: RefundAnswer, by: RefundAskedBy): NewHistoryEntry {
  return { event: 'wallet_asked', facts: { by, answer: answer.kind, asks } };
}
