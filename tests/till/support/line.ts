import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the line does with calls of a path. */
export type LineBehaviour =
  | 'pass'
  /** Nobody answers: the connection is refused before anything is passed on. */
  | 'down'
  /** The request arrives, its answer is lost. */
  | 'lose-answer'
  /** The request is kept and not passed on. */
  | 'hold-request'
  /** The request arrives, its answer is kept. */
  | 'hold-answer';

/** A network between a till and a gateway that can be cut anywhere. */
export class Line {
  readonly #server: Server;
  readonly #target: URL;
  readonly #heard: string[] = [];
  readonly #passing = new Set<Promise<void>>();
  /** Looks at the path of every call. */
  behave: (path: string) => LineBehaviour = () => 'pass';

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
  }

  static async open(target: string): Promise<Line> {
    const line = new Line(target);
    await new Promise<void>((resolve) => {
      line.#server.listen(0, '127.0.0.1', resolve);
    });
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many calls of a path have come to the line. */
  count(path: string): number {
    return this.#heard.filter((heard) => heard === path).length;
  }

  /** Closes when the gateway has answered what was passed on: it may be closed next. */
  async close(): Promise<void> {
    await Promise.all(this.#passing);
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '').split('?', 1)[0] ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    this.#heard.push(path);
    const behaviour = this.behave(path);
    if (behaviour === 'down') {
      incoming.socket.destroy();
      return;
    }
    if (behaviour === 'hold-request') return;
    const { hostname, port } = this.#target;
    const { host: _host, ...headers } = incoming.headers;
    const call = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          if (behaviour === 'hold-answer') return;
          if (behaviour === 'lose-answer') {
            incoming.socket.destroy();
            return;
          }
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          outgoing.end(Buffer.concat(parts));
        });
      },
    );
    call.on('error', () => incoming.socket.destroy());
    const passing = new Promise<void>((resolve) => {
      call.once('close', resolve);
    }).finally(() => this.#passing.delete(passing));
    this.#passing.add(passing);
    call.end(Buffer.concat(chunks));
  }
}
