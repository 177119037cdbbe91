import { connect, type Socket } from 'node:net';

/** An answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Opens a socket to a server. */
export function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** A request as bytes; `Content-Length` is added for a body unless `headers` bring a framing of their own. */
export function requestBytes(
  line: string,
  headers: readonly (readonly [name: string, value: string])[],
  body: string | Uint8Array = '',
): Buffer {
  const content = Buffer.from(body);
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const all = [['Host', '127.0.0.1'], ...headers];
  if (content.length > 0 && !framed) all.push(['Content-Length', String(content.length)]);
  const head = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${head}\r\n`, 'latin1'), content]);
}

/** Sends bytes over a connection of their own and reads one answer. */
export async function exchange(url: string, bytes: Uint8Array): Promise<RawAnswer> {
  const socket = await openSocket(url);
  try {
    // The server may answer and close before it has read everything; what it said still counts.
    socket.on('error', () => undefined);
    const answer = readAnswer(socket);
    socket.write(bytes);
    return await answer;
  } finally {
    socket.destroy();
  }
}

/** Reads the next answer from a socket. Rejects when the connection ends before the answer is whole. */
export function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const take = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const answer = parseAnswer(received);
      if (answer === undefined) return;
      socket.off('data', take);
      resolve(answer);
    };
    socket.on('data', take);
    socket.once('close', () =>
      reject(new Error(`the connection ended after: ${received.toString('latin1')}`)),
    );
  });
}

function parseAnswer(received: Buffer): RawAnswer | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = received.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = received.subarray(headEnd + 4);
  const length = Number(headers.get('content-length') ?? 0);
  if (body.length < length) return undefined;
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    text: body.subarray(0, length).toString('utf8'),
  };
}
