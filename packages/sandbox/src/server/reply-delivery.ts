import type { ServerResponse } from 'node:http';
import type { SandboxTimers } from '../answer-delivery.ts';
import { isProtocolFault, type ProtocolFault, type WireFault } from '../answer-manner.ts';
import type { SpokenReply, WalletProtocol, WireReply } from './wallet-protocol.ts';

const PAGE = Buffer.from(
  '<!DOCTYPE html><html><head><title>Oops</title></head><body><h1>Oops</h1></body></html>\n',
);
const PAGE_HEADERS = { 'Content-Type': 'text/html; charset=utf-8' };
const FILLING = Buffer.alloc(4 * 1_048_576, ' ');
const TRICKLE_MS = 1_000;

/** Sends the answers of a wire server: whole, late, damaged, or never. */
export class ReplyDelivery {
  readonly #protocol: WalletProtocol;
  readonly #timers: SandboxTimers;
  readonly #callOffs = new Set<() => void>();
  readonly #held = new Set<ServerResponse>();
  #closed = false;

  constructor(protocol: WalletProtocol, timers: SandboxTimers) {
    this.#protocol = protocol;
    this.#timers = timers;
  }

  /** Answers that are held back now. */
  get held(): number {
    return this.#held.size;
  }

  /** Begins to send; what is held back is sent, or not, after this returns. */
  send({ reply, manner }: SpokenReply, response: ServerResponse): void {
    if (this.#closed || response.destroyed) {
      response.destroy();
      return;
    }
    switch (manner) {
      case 'at_once':
        write(response, reply);
        break;
      case 'lost':
        response.destroy();
        break;
      case 'never':
        this.#hold(response);
        break;
      default:
        if ('fault' in manner) this.#damage(response, reply, manner.fault);
        else this.#later(response, manner.delayMs, () => write(response, reply));
    }
  }

  /** Sends nothing any more. */
  close(): void {
    this.#closed = true;
    for (const callOff of this.#callOffs) callOff();
    this.#callOffs.clear();
  }

  #damage(response: ServerResponse, reply: WireReply, fault: WireFault): void {
    if (isProtocolFault(fault)) {
      write(response, this.#protocol.damage(reply, fault));
      return;
    }
    this.#breakLine(response, reply, fault);
  }

  #breakLine(response: ServerResponse, reply: WireReply, fault: Exclude<WireFault, ProtocolFault>): void {
    switch (fault) {
      case 'reset':
        response.socket?.resetAndDestroy();
        break;
      case 'cut':
        response.writeHead(reply.status, { ...reply.headers, 'Content-Length': reply.body.length + 1 });
        response.write(reply.body.subarray(0, Math.ceil(reply.body.length / 2)), () => response.destroy());
        break;
      case 'empty':
        write(response, { ...reply, status: 200, body: Buffer.alloc(0) });
        break;
      case 'garbage':
        write(response, { status: 200, headers: PAGE_HEADERS, body: PAGE });
        break;
      case 'server-error':
        write(response, { status: 502, headers: PAGE_HEADERS, body: PAGE });
        break;
      case 'redirect':
        write(response, { status: 302, headers: { Location: '/elsewhere' }, body: Buffer.alloc(0) });
        break;
      case 'too-long':
        write(response, { ...reply, body: Buffer.concat([reply.body, FILLING]) });
        break;
      case 'trickle':
        response.writeHead(reply.status, { ...reply.headers, 'Content-Length': reply.body.length });
        this.#trickle(response, reply.body, 0);
        break;
    }
  }

  /** A byte a second, and never the last one. */
  #trickle(response: ServerResponse, body: Buffer, at: number): void {
    if (at >= body.length - 1) return;
    response.write(body.subarray(at, at + 1));
    this.#later(response, TRICKLE_MS, () => this.#trickle(response, body, at + 1));
  }

  /** Held until its connection ends or it is sent. */
  #hold(response: ServerResponse): void {
    if (this.#held.has(response)) return;
    this.#held.add(response);
    const forget = (): void => void this.#held.delete(response);
    response.once('close', forget);
    response.once('finish', forget);
  }

  #later(response: ServerResponse, delayMs: number, go: () => void): void {
    this.#hold(response);
    const callOff = this.#timers.after(delayMs, () => {
      end();
      go();
    });
    const end = (): void => {
      this.#callOffs.delete(callOff);
      response.off('close', forget);
    };
    const forget = (): void => {
      callOff();
      end();
    };
    this.#callOffs.add(callOff);
    response.once('close', forget);
  }
}

function write(response: ServerResponse, { status, headers, body }: WireReply): void {
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  response.end(body);
}
