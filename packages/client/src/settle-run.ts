import type { Attempt } from './attempt.ts';
import { enquiryCall } from './attempt-calls.ts';
import { AttemptRecord } from './attempt-record.ts';
import type { ClientParts } from './client-parts.ts';
import { GatewayLine } from './gateway-line.ts';
import type { PaySignals } from './pay-progress.ts';
import { type PayResult, resultOf } from './pay-result.ts';
import { NEVER_BEGUN } from './pay-run.ts';
import { readEnquiry } from './reading.ts';
import { StopWatch } from './stop-watch.ts';
import { BACKGROUND_UNTIL_MS, backgroundWaitMs, notBegunFromMs } from './timing.ts';

/**
 * Asks about an unresolved attempt in the background, slower and slower, until the gateway has a final answer or the
 * attempt is a day old. Sends nothing but enquiries.
 *
 * @param times how often to ask at the most.
 */
export async function settleAttempt(
  parts: ClientParts,
  attempt: Attempt,
  signals: Pick<PaySignals, 'stop' | 'onProgress'>,
  times = Number.POSITIVE_INFINITY,
): Promise<PayResult> {
  const { surroundings, timing, journal } = parts;
  const { clock } = surroundings;
  const watch = new StopWatch(clock, Math.max(0, clock.nowMs() - attempt.startedAtMs));
  const record = new AttemptRecord(journal, attempt, signals.onProgress, () => watch.ageMs());
  const line = new GatewayLine(parts, signals.stop);
  const unresolved = (reason: string): PayResult => {
    record.tell('unresolved', reason);
    return { outcome: 'unresolved', attempt: record.attempt, reason };
  };
  for (let asked = 0; ; asked += 1) {
    if (times > 1) await watch.wait(line.paced(backgroundWaitMs(asked)), { stop: signals.stop });
    if (signals.stop?.aborted === true) return unresolved('stopped by the caller');
    const answer = await line.send(enquiryCall(attempt), timing.queryAnswerMs);
    let reading = answer.kind === 'answered' ? readEnquiry(attempt, answer) : undefined;
    const tooLate = watch.ageMs() >= notBegunFromMs(attempt.signType);
    if (reading?.kind === 'not_found' && tooLate) reading = NEVER_BEGUN;
    if (reading?.kind === 'verdict') {
      const { verdict, syssn } = reading;
      await record.update({ stage: 'ended', syssn, verdict });
      const detail = verdict.kind === 'paid' ? '' : verdict.reason;
      record.tell(verdict.kind === 'not_begun' ? 'declined' : verdict.kind, detail);
      return resultOf(record.attempt, verdict);
    }
    if (asked + 1 >= times) return unresolved('the gateway has not said what became of the payment');
    if (watch.ageMs() >= BACKGROUND_UNTIL_MS) {
      return unresolved('the gateway had no final answer for a day; settle it with whoever runs the gateway');
    }
  }
}
