import { type Client, createClient, type Journal, MemoryJournal } from '@opencpm/client';
import type { SignType } from '@opencpm/protocol';
import type { Surroundings } from '../context.ts';
import type { GatewayAccess } from './gateway-access.ts';
import { clockOfGateway } from './sandbox-clock.ts';

/** A person at a keyboard waits for an answer as long as for that to a payment. */
const ANSWER_WAIT_MS = 10_000;

/**
 * The merchant SDK, for the merchant and the gateway of a command.
 *
 * @param signType how calls are signed; what the gateway offers when left out.
 * @param journal where payments are written down; only those who pay need one.
 */
export async function merchantClient(
  { fetch, clock, randomBytes }: Pick<Surroundings, 'fetch' | 'clock' | 'randomBytes'>,
  { url, appCode, key, storeId }: GatewayAccess,
  signType: SignType | undefined,
  journal: Journal = new MemoryJournal(),
): Promise<Client> {
  // Only a signature without a time needs no clock but this machine's.
  const timed = signType === undefined || signType === 'HMAC-SHA256';
  const signedAt = timed ? await clockOfGateway({ fetch, clock }, url) : clock;
  return createClient({
    baseUrl: url,
    appCode,
    clientKey: key,
    storeId,
    signType: signType ?? 'auto',
    journal,
    timing: { queryAnswerMs: ANSWER_WAIT_MS },
    surroundings: { fetch, clock: signedAt, randomBytes },
  });
}
