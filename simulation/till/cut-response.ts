import type { Answer } from '../../packages/gateway/src/http/answer.ts';

/** How an answer that does not come whole comes to its end. */
export type Ending = 'reset' | 'silence' | 'end of stream';

/** What arrives of an answer. */
export interface Arrival {
  readonly response: Response;
  /** Lets the rest come after all; does nothing to an answer that is whole or has ended. */
  readonly resume: () => void;
}

const utf8 = new TextEncoder();

/** Bytes of an answer: of its head, and in all. */
export function sizeOf({ headers, body }: Answer): { readonly head: number; readonly all: number } {
  const head = Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    'HTTP/1.1 200 OK\r\n\r\n'.length,
  );
  return { head, all: head + textOf(body).length };
}

/** An answer that comes whole. */
export function wholeResponse({ status, headers, body }: Answer): Response {
  return new Response(utf8.encode(textOf(body)), { status, headers: { ...headers } });
}

/**
 * An answer whose head has arrived and whose body breaks off.
 *
 * @param bodyBytes that get through.
 * @param signal of the receiver, who may let go.
 */
export function brokenResponse(
  { status, headers, body }: Answer,
  bodyBytes: number,
  ending: Ending,
  signal: AbortSignal | undefined,
): Arrival {
  const bytes = utf8.encode(textOf(body));
  let ended = false;
  let rest: ReadableStreamDefaultController<Uint8Array> | undefined;
  const fail = (error: Error): void => {
    if (ended) return;
    ended = true;
    rest?.error(error);
  };
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      rest = controller;
      if (bodyBytes > 0) controller.enqueue(bytes.subarray(0, bodyBytes));
      if (ending === 'end of stream') {
        ended = true;
        controller.close();
      }
    },
    pull: () => {
      // What has got through is read before the connection is found broken.
      if (ending === 'reset') fail(brokenConnection());
    },
  });
  signal?.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')), { once: true });
  const resume = (): void => {
    if (ended) return;
    ended = true;
    rest?.enqueue(bytes.subarray(bodyBytes));
    rest?.close();
  };
  return { response: new Response(stream, { status, headers: { ...headers } }), resume };
}

/**
 * The opposite of an answer, with its old signature or with none: what is open or refused is paid, what is paid is
 * refused.
 */
export function forgedAnswer(answer: Answer, isSigned: boolean): Answer {
  const text = textOf(answer.body);
  const codes = [...text.matchAll(/"respcd": "(\d{4})"/g)].map(([, code]) => code);
  // Of an enquiry the rows speak of the money, and the first code of the call.
  const told = codes.at(-1) === '0000' ? '1201' : '0000';
  const at = text.includes('"data"') ? text.lastIndexOf('"respcd": "') : text.indexOf('"respcd": "');
  const from = at + '"respcd": "'.length;
  const body = at < 0 ? text : `${text.slice(0, from)}${told}${text.slice(from + 4)}`;
  const headers = Object.entries(answer.headers).filter(
    ([name]) => isSigned || !name.toUpperCase().startsWith('X-QF-'),
  );
  return { ...answer, headers: Object.fromEntries(headers), body };
}

/** A connection that came about and broke. */
export function brokenConnection(): Error {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
  return new TypeError('fetch failed', { cause });
}

/** A connection that never came about. */
export function noConnection(code: 'ECONNREFUSED' | 'ENETUNREACH' | 'UND_ERR_CONNECT_TIMEOUT'): Error {
  const cause = Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
  return new TypeError('fetch failed', { cause });
}

function textOf(body: Answer['body']): string {
  if (typeof body !== 'string') throw new Error('no call of a simulated till is answered with a file');
  return body;
}
