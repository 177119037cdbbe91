import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { Surroundings } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { isRecord, type JsonRecord, readJson, textOf } from '../json-record.ts';
import { type HttpResult, timedFetch } from '../timed-fetch.ts';
import { notReachable } from './sandbox-merchants.ts';

/** A call of the sandbox: `GET` without a body, `POST` with a JSON object. */
export interface SandboxCall {
  /** Path under the address of the gateway, already encoded. */
  readonly path: string;
  readonly body?: JsonRecord;
  /** Whether HTTP 400 means nothing but wrong arguments; elsewhere it can be a customer's wrong password. */
  readonly argumentsOnly?: true;
  /** What to do when the sandbox refuses; to look into its book when left out. */
  readonly mend?: string;
  /** How long to wait for the answer; ten seconds when left out. */
  readonly waitMs?: number;
}

/**
 * Calls the sandbox and returns its answer.
 *
 * @throws CommandFailure when there is no sandbox, it refuses, or its answer is lost or unreadable.
 */
export async function callSandbox(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
  call: SandboxCall,
): Promise<JsonRecord> {
  const request: RequestInit =
    call.body === undefined
      ? { method: 'GET' }
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(call.body) };
  return readAnswer(
    url,
    call,
    await timedFetch(surroundings, `${url}${call.path}`, request, undefined, call.waitMs),
  );
}

function readAnswer(url: string, call: SandboxCall, result: HttpResult): JsonRecord {
  if (result.kind === 'failure') {
    if (result.reason === 'not_connected' || call.body === undefined) throw notReachable(url, result.detail);
    throw new CommandFailure(
      EXIT.unreachable,
      `The sandbox did not answer: ${result.detail}. It may have done it all the same.`,
      'Look before you repeat it: opencpm book --wallet WALLET',
    );
  }
  const { status, body } = result.answer;
  const answer = readJson(body);
  if (status === 200 && isRecord(answer)) return answer;
  const error = isRecord(answer) ? textOf(answer, 'error') : '';
  if (error !== '') {
    const message = `The sandbox refuses: ${error}`;
    const change = 'Change the call as it says.';
    if (status === 400 && call.argumentsOnly === true) throw wrongUsage(message, change);
    const look = call.mend ?? 'See what the wallets have booked: opencpm book --wallet WALLET';
    const mend = status === 400 ? change : look;
    throw new CommandFailure(EXIT.refused, message, mend);
  }
  throw new CommandFailure(
    EXIT.unreachable,
    `There is no sandbox at ${url} (HTTP ${status}).`,
    'Start one with "opencpm start", or name another address with --url.',
  );
}
