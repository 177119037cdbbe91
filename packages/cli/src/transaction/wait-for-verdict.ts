import type { DigestAlgorithm } from '@opencpm/protocol';
import type { GatewayAccess } from '../access/gateway-access.ts';
import type { CommandClock, Surroundings } from '../context.ts';
import { enquire } from './enquiry.ts';
import { outcomeOfRow, type PaymentOrder, type PaymentOutcome } from './payment-outcome.ts';
import { isFinal } from './transaction-state.ts';

/** Longest waiting for a verdict. */
export const VERDICT_WAIT_MS = 60_000;
/** Pause between two enquiries. */
const ENQUIRY_PAUSE_MS = 2_000;

/** What waiting needs. */
export interface WaitInput {
  readonly access: GatewayAccess;
  readonly order: PaymentOrder;
  readonly signType: DigestAlgorithm;
  /** What is known so far. */
  readonly outcome: PaymentOutcome;
  readonly interruption: AbortSignal;
  /** Told every outcome that differs from the one before. */
  readonly onChange: (outcome: PaymentOutcome) => void;
}

/**
 * Enquires until the outcome is final, the time is over, or Ctrl-C. An enquiry that fails or finds nothing changes
 * nothing: the payment may still be on its way to the gateway.
 *
 * @returns the latest outcome known, final or not.
 */
export async function waitForVerdict(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  input: WaitInput,
): Promise<PaymentOutcome> {
  const { access, order, signType, interruption, onChange } = input;
  const endMs = surroundings.clock.monotonicMs() + VERDICT_WAIT_MS;
  const question = [['out_trade_no', order.orderNumber]] as const;
  let outcome = input.outcome;
  while (!isFinal(outcome.state)) {
    const leftMs = endMs - surroundings.clock.monotonicMs();
    if (leftMs <= 0) break;
    await pause(surroundings.clock, Math.min(ENQUIRY_PAUSE_MS, leftMs), interruption);
    if (interruption.aborted) break;
    const found = await enquire(surroundings, access, question, signType, interruption);
    if (found.kind !== 'rows') continue;
    const row = found.transactions.find(
      ({ orderNumber, orderType }) => orderNumber === order.orderNumber && orderType !== 'refund',
    );
    if (row === undefined) continue;
    const latest = outcomeOfRow(order, row);
    if (latest.state !== outcome.state) onChange(latest);
    outcome = latest;
  }
  return outcome;
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
