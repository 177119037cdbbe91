import { CommandFailure } from '../command-failure.ts';
import type { Surroundings } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { isRecord, readJson } from '../json-record.ts';
import { timedFetch } from '../timed-fetch.ts';

/** A merchant of the sandbox, whose key is no secret. */
export interface SandboxMerchant {
  readonly appCode: string;
  readonly clientKey: string;
  readonly kind: 'direct' | 'partner';
  readonly name: string;
}

/**
 * The merchants of the sandbox at an address; empty when the gateway there has no sandbox.
 *
 * @throws CommandFailure when nothing answers at the address.
 */
export async function findSandboxMerchants(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
): Promise<readonly SandboxMerchant[]> {
  const result = await timedFetch(surroundings, `${url}/sandbox/merchants`, {
    headers: { accept: 'application/json' },
  });
  if (result.kind === 'failure') throw notReachable(url, result.detail);
  if (result.answer.status !== 200) return [];
  return readMerchants(readJson(result.answer.body));
}

/** Nothing was sent, or nothing that could have an effect. */
export function notReachable(url: string, detail: string): CommandFailure {
  return new CommandFailure(
    EXIT.unreachable,
    `The gateway at ${url} does not answer: ${detail}.`,
    'Start one with "opencpm start", or name another with --url.',
  );
}

function readMerchants(body: unknown): SandboxMerchant[] {
  const list = isRecord(body) ? body['merchants'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).flatMap((entry) => {
    const { app_code: appCode, client_key: clientKey, kind, name } = entry;
    if (typeof appCode !== 'string' || typeof clientKey !== 'string') return [];
    if (kind !== 'direct' && kind !== 'partner') return [];
    return [{ appCode, clientKey, kind, name: typeof name === 'string' ? name : '' }];
  });
}
