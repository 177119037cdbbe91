import type { Parameters } from '@opencpm/client/calls';
import type { SignType } from '@opencpm/protocol';
import type { GatewayAccess } from '../access/gateway-access.ts';
import type { CommandClock, Surroundings } from '../context.ts';
import { enquire } from './enquiry.ts';
import type { Transaction } from './transaction.ts';

/** Longest waiting for a verdict. */
export const VERDICT_WAIT_MS = 60_000;
/** Pause between two enquiries. */
const ENQUIRY_PAUSE_MS = 2_000;

/** What asking again and again needs. */
export interface EnquiryRound {
  readonly access: GatewayAccess;
  readonly signType: SignType;
  readonly question: Parameters;
  readonly interruption: AbortSignal;
  /** Told the rows of every answered enquiry; says whether that is enough. */
  readonly take: (transactions: readonly Transaction[]) => boolean;
}

/**
 * Enquires until somebody has heard enough, the time is over, or Ctrl-C. An enquiry that fails changes nothing: what
 * is asked for may still be on its way to the gateway.
 */
export async function enquireUntil(
  surroundings: Pick<Surroundings, 'fetch' | 'clock' | 'randomBytes'>,
  { access, signType, question, interruption, take }: EnquiryRound,
): Promise<void> {
  const endMs = surroundings.clock.monotonicMs() + VERDICT_WAIT_MS;
  for (;;) {
    const leftMs = endMs - surroundings.clock.monotonicMs();
    if (leftMs <= 0) return;
    await pause(surroundings.clock, Math.min(ENQUIRY_PAUSE_MS, leftMs), interruption);
    if (interruption.aborted) return;
    const found = await enquire(surroundings, access, question, signType, interruption);
    if (found.kind === 'rows' && take(found.transactions)) return;
  }
}

/** Waits, or less when interrupted. */
function pause(clock: CommandClock, delayMs: number, interruption: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (interruption.aborted) {
      resolve();
      return;
    }
    const onAbort = (): void => {
      stop();
      resolve();
    };
    const stop = clock.after(delayMs, () => {
      interruption.removeEventListener('abort', onAbort);
      resolve();
    });
    interruption.addEventListener('abort', onAbort, { once: true });
  });
}
