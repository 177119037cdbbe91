import { statSync } from 'node:fs';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { JsonRecord } from '../json-record.ts';

/** An answer over the socket. */
export interface SocketAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * What came of a call over the socket. `nobody`: no gateway serves the socket, and nothing was sent. `lost`: the call
 * may have had its effect.
 */
export type SocketResult =
  | { readonly kind: 'answer'; readonly answer: SocketAnswer }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'lost'; readonly detail: string };

const NOBODY: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED']);
const SOCKET_WAIT_MS = 10_000;

/** Sends one call, `POST` with a body and `GET` without, and reads the answer. Never rejects. */
export function callSocket(socketPath: string, path: string, body?: JsonRecord): Promise<SocketResult> {
  return new Promise((resolve) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const call = request({
      socketPath,
      path,
      method: text === undefined ? 'GET' : 'POST',
      headers: text === undefined ? {} : { 'content-type': 'application/json' },
      agent: false,
      timeout: SOCKET_WAIT_MS,
    });
    call.on('timeout', () => call.destroy(new Error(`no answer within ${SOCKET_WAIT_MS / 1000} s`)));
    call.on('error', (error: NodeJS.ErrnoException) => resolve(failed(error)));
    call.on('response', (response) => {
      buffer(response).then(
        (bytes) => resolve({ kind: 'answer', answer: { status: response.statusCode ?? 0, body: bytes } }),
        (error: unknown) => resolve({ kind: 'lost', detail: String(error) }),
      );
    });
    call.end(text);
  });
}

/**
 * Whether the socket may be trusted with credentials: it belongs to whoever owns the data directory. Long directories
 * have their socket in a place where others could have put one of their own. A socket that is absent is no danger.
 */
export function socketIsTrusted(socketPath: string, directory: string): boolean {
  const socket = statSync(socketPath, { throwIfNoEntry: false });
  const owner = statSync(directory, { throwIfNoEntry: false });
  return socket === undefined || (owner !== undefined && socket.uid === owner.uid);
}

function failed(error: NodeJS.ErrnoException): SocketResult {
  return NOBODY.has(error.code ?? '') ? { kind: 'nobody' } : { kind: 'lost', detail: error.message };
}
