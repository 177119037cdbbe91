import { frameOf } from './answer-frame.ts';

/** An answer of the yardstick: the headers of a real answer and the length of its body. */
export interface EchoShape {
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
}

/** Headers that `node:http` writes by itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive']);

/**
 * The shape of an answer of the gateway.
 *
 * @param answer head and body, one character per byte.
 */
export function shapeOf(answer: string): EchoShape {
  const frame = frameOf(answer);
  if (frame === undefined) throw new Error('the gateway closed the connection without an answer');
  const headers: Record<string, string> = {};
  for (const line of answer
    .slice(0, frame.bodyStart - 4)
    .split('\r\n')
    .slice(1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (!OWN_HEADERS.has(name.toLowerCase())) headers[name] = line.slice(colon + 1).trim();
  }
  return { headers, bodyBytes: frame.end - frame.bodyStart };
}
