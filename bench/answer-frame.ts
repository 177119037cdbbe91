/** Where an HTTP answer begins and ends in what a connection has received. */
export interface AnswerFrame {
  readonly ok: boolean;
  readonly bodyStart: number;
  readonly end: number;
}

const LENGTH = /content-length: (\d+)/i;

/**
 * Finds the first HTTP answer in a text of one character per byte.
 *
 * @returns `undefined` while its head is not complete; the body may still be on its way even when there is a frame.
 * @throws Error when the answer does not say how long it is.
 */
export function frameOf(text: string): AnswerFrame | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = LENGTH.exec(text);
  if (length === null || length.index > headEnd) throw new Error('an answer has no Content-Length');
  const bodyStart = headEnd + 4;
  return { ok: text.startsWith('HTTP/1.1 200 '), bodyStart, end: bodyStart + Number(length[1]) };
}

/** The value of a header in the head of an answer, or `undefined`. */
export function headerOf(head: string, name: string): string | undefined {
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0 && line.slice(0, colon).toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return undefined;
}
