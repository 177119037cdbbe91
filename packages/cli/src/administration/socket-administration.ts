import type { DigestAlgorithm } from '@opencpm/protocol';
import type {
  KeySummary,
  Merchant,
  MerchantAdministration,
  MerchantChange,
  NewMerchant,
} from '@opencpm/gateway';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';
import { isRecord, readJson, textOf } from '../json-record.ts';
import { refusedByAdministration } from './administration-failure.ts';
import { callSocket, type SocketAnswer } from './administration-socket.ts';

const REASONS: Readonly<Record<number, 'invalid' | 'unknown' | 'conflict'>> = {
  400: 'invalid',
  404: 'unknown',
  409: 'conflict',
};

/**
 * Administration through the running gateway. Bodies are the objects of the interface as JSON. Rejects with
 * `CommandFailure`.
 */
export class SocketAdministration implements MerchantAdministration {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  add(request: NewMerchant): Promise<{ merchant: Merchant; clientKey: string }> {
    return this.#call('/admin/merchants', { ...request });
  }

  list(): Promise<readonly Merchant[]> {
    return this.#call('/admin/merchants');
  }

  change(appCode: string, change: MerchantChange): Promise<Merchant> {
    return this.#call(merchantPath(appCode), { ...change });
  }

  rotateKey(
    appCode: string,
    overlapMs: number,
    minimumAlgorithm?: DigestAlgorithm,
  ): Promise<{ clientKey: string; olderExpireAtMs: number }> {
    return this.#call(`${merchantPath(appCode)}/keys`, {
      overlap_ms: overlapMs,
      minimum_algorithm: minimumAlgorithm,
    });
  }

  keys(appCode: string): Promise<readonly KeySummary[]> {
    return this.#call(`${merchantPath(appCode)}/keys`);
  }

  #call<T>(path: string, body?: Readonly<Record<string, unknown>>): Promise<T> {
    const mend =
      body === undefined
        ? 'Try again.'
        : 'It may have made the change all the same: look with "opencpm merchant list" before you repeat it. A key nobody saw is replaced with "opencpm key rotate".';
    return askAdministration(this.#socketPath, path, body, mend);
  }
}

/**
 * Asks the gateway behind the socket: with a body as `POST`. It is this same software, so its objects are taken as they
 * come. Rejects with `CommandFailure`.
 *
 * @param mend what to do when no answer came.
 */
export async function askAdministration<T>(
  socketPath: string,
  path: string,
  body: Readonly<Record<string, unknown>> | undefined,
  mend: string,
): Promise<T> {
  const result = await callSocket(socketPath, path, body);
  if (result.kind === 'answer') {
    if (result.answer.status === 200) return readJson(result.answer.body) as T;
    throw refusal(result.answer);
  }
  const detail = result.kind === 'lost' ? result.detail : 'it has just stopped';
  throw new CommandFailure(EXIT.unreachable, `The gateway did not answer on ${socketPath}: ${detail}.`, mend);
}

function merchantPath(appCode: string): string {
  return `/admin/merchants/${encodeURIComponent(appCode)}`;
}

function refusal({ status, body }: SocketAnswer): CommandFailure {
  const answer = readJson(body);
  const error = isRecord(answer) ? textOf(answer, 'error') : '';
  const reason = REASONS[status];
  if (reason !== undefined && error !== '') return refusedByAdministration(reason, error);
  return new CommandFailure(
    EXIT.unreachable,
    `The gateway could not do it (HTTP ${status}): ${error === '' ? 'it gives no reason' : error}.`,
    'Look into the log of the gateway, and at "opencpm doctor".',
  );
}
