import { connect, type Socket } from 'node:net';
import { type AnswerFrame, frameOf } from './answer-frame.ts';

/** Fits every answer of the bench in one piece. */
const RECEIVE_BYTES = 16 * 1024;

/** Where a connection gets its requests from and where its answers go. */
export interface ConnectionPort {
  /** The next request; `undefined` ends the run. */
  readonly next: () => Uint8Array | undefined;
  /** One whole answer, one character per byte, and the time since its request was sent. */
  readonly answered: (text: string, frame: AnswerFrame, latencyMs: number) => void;
  /** The connection is gone, or its answers cannot be read. Told once; nothing follows. */
  readonly broken: (why: string) => void;
}

/**
 * One keep-alive connection with at most one request under way, like a till. It works on the bare socket: an HTTP client
 * library would take more time than the server that is measured.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #port: ConnectionPort;
  #received = '';
  #sentAtMs = 0;
  #over = false;
  #endRun = (): void => undefined;

  private constructor(socket: Socket, port: ConnectionPort) {
    this.#socket = socket;
    this.#port = port;
  }

  /** @throws Error when nobody listens on 127.0.0.1 at this port. */
  static open(serverPort: number, port: ConnectionPort): Promise<Connection> {
    const buffer = Buffer.allocUnsafe(RECEIVE_BYTES);
    return new Promise((resolve, reject) => {
      const receive = (length: number): boolean => {
        connection.#receive(buffer.toString('latin1', 0, length));
        return true;
      };
      const onread = { buffer, callback: receive };
      const socket = connect({ host: '127.0.0.1', port: serverPort, noDelay: true, onread });
      const connection = new Connection(socket, port);
      socket.on('connect', () => resolve(connection));
      socket.on('error', (error) => {
        reject(error);
        connection.#break(error.message);
      });
      socket.on('close', () => connection.#break('the server closed it'));
    });
  }

  /** Sends requests, each when the one before it is answered, until there is no next one or the connection breaks. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#endRun = resolve;
      if (this.#over) resolve();
      else this.#send();
    });
  }

  close(): void {
    this.#over = true;
    this.#socket.destroy();
  }

  #send(): void {
    const request = this.#port.next();
    if (request === undefined) {
      this.#endRun();
      return;
    }
    this.#sentAtMs = performance.now();
    this.#socket.write(request);
  }

  #receive(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text;
    try {
      const frame = frameOf(this.#received);
      if (frame === undefined || this.#received.length < frame.end) return;
      const answer = this.#received;
      this.#received = '';
      this.#port.answered(answer, frame, performance.now() - this.#sentAtMs);
      this.#send();
    } catch (error) {
      this.#break(error instanceof Error ? error.message : String(error));
    }
  }

  #break(why: string): void {
    if (this.#over) return;
    this.close();
    this.#port.broken(why);
    this.#endRun();
  }
}
