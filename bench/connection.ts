import { connect, type Socket } from 'node:net';
import { type AnswerFrame, frameOf } from './answer-frame.ts';

/** Fits every answer of the bench in one piece. */
const RECEIVE_BYTES = 16 * 1024;

/** What a connection reports. */
export interface ConnectionEvents {
  readonly open: () => void;
  /** One whole answer, one character per byte. */
  readonly answer: (text: string, frame: AnswerFrame) => void;
  /** The connection is gone, or its answers cannot be read. Told once; nothing follows. */
  readonly broken: (why: string) => void;
}

/**
 * One keep-alive connection that has at most one request under way, like a till. It works on the bare socket: an HTTP
 * client library would take more time than the server that is measured.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  #received = '';
  #over = false;

  constructor(port: number, events: ConnectionEvents) {
    this.#events = events;
    const buffer = Buffer.allocUnsafe(RECEIVE_BYTES);
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => this.#receive(buffer.toString('latin1', 0, length)),
      },
    });
    this.#socket.on('connect', events.open);
    this.#socket.on('error', (error) => this.#break(error.message));
    this.#socket.on('close', () => this.#break('the server closed the connection'));
  }

  send(request: Uint8Array): void {
    this.#socket.write(request);
  }

  close(): void {
    this.#over = true;
    this.#socket.destroy();
  }

  #receive(text: string): boolean {
    this.#received = this.#received === '' ? text : this.#received + text;
    try {
      const frame = frameOf(this.#received);
      if (frame !== undefined && this.#received.length >= frame.end) {
        const answer = this.#received;
        this.#received = '';
        this.#events.answer(answer, frame);
      }
    } catch (error) {
      this.#break(error instanceof Error ? error.message : String(error));
    }
    return true;
  }

  #break(why: string): void {
    if (this.#over) return;
    this.close();
    this.#events.broken(why);
  }
}
