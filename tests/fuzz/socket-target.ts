import type { Socket } from 'node:net';
import {
  parseForm,
  signedParameters,
  stringToSign,
  USUAL_VARIANT,
} from '../../packages/protocol/src/index.ts';
import { CLOSE_PATH, NOTE_PATH, REFUND_PATH, REVERSAL_PATH } from '../security/support/writing-calls.ts';
import { openSocket } from '../wire/support/raw-http.ts';
import { PAYMENT_PATH, QUERY_PATH, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { digestOf } from '../wire/support/wire-signing.ts';
import { mutate } from './support/mutate.ts';
import type { Chance } from './support/random.ts';
import { RAW_MESSAGES } from './support/raw-messages.ts';
import { BODY_SEEDS, HOSTILE_BODIES } from './support/seeds.ts';

/** Statuses the edge is designed to answer with; none of them is a failure of the server. */
const DESIGNED: ReadonlySet<number> = new Set([100, 200, 400, 404, 405, 408, 413, 414, 417, 429, 431]);

/** Every call that takes a body. */
const PATHS = [PAYMENT_PATH, QUERY_PATH, REFUND_PATH, REVERSAL_PATH, CLOSE_PATH, NOTE_PATH];

/** How long a connection may stay silent until our side ends it, as a client does that has waited long enough. */
const SILENCE_MS = 150;

/** A whole gateway, spoken to in bytes. */
export class SocketTarget {
  readonly statuses = new Map<number, number>();
  readonly #gateway: WireGateway;
  readonly #shop: WireClient;

  static async start(): Promise<SocketTarget> {
    const gateway = await WireGateway.start();
    return new SocketTarget(gateway, await gateway.merchant());
  }

  private constructor(gateway: WireGateway, shop: WireClient) {
    this.#gateway = gateway;
    this.#shop = shop;
  }

  /** Every named message once, and a payment given up after each of its bytes. */
  async tryAllNamed(): Promise<number> {
    for (const [what, bytes] of RAW_MESSAGES) await this.#exchange(what, bytes);
    for (const [what, body] of HOSTILE_BODIES) await this.#exchange(what, this.#signed(body));
    const whole = this.#signed(Buffer.from('page=1'));
    for (let length = 0; length < whole.length; length += 1) {
      await this.#exchange(`given up after ${length} bytes`, whole.subarray(0, length), true);
    }
    return RAW_MESSAGES.length + HOSTILE_BODIES.length + whole.length;
  }

  /** A request with a changed head or a changed body. */
  async try(chance: Chance): Promise<void> {
    const named = RAW_MESSAGES.map(([, bytes]) => bytes);
    const base = chance.once(2)
      ? this.#signed(mutate(chance.oneOf(BODY_SEEDS), chance, BODY_SEEDS), chance.oneOf(PATHS))
      : mutate(chance.oneOf([...named, this.#signed(chance.oneOf(BODY_SEEDS))]), chance, named);
    await this.#exchange('a changed request', base, chance.once(4));
  }

  /**
   * Pays as a customer does and looks into the log.
   *
   * @throws Error when the gateway does not pay any more, or has logged a fault of its own.
   */
  async end(): Promise<void> {
    const { respcd } = await this.#shop.pay();
    const entries = await this.#gateway.logEntries();
    const faults = entries.filter(({ event }) => /_failed$/.test(String(event)));
    await this.#gateway.close();
    if (respcd !== '0000') throw new Error(`it does not pay any more: ${respcd}`);
    if (faults.length > 0) throw new Error(`it logged a fault of its own: ${JSON.stringify(faults[0])}`);
  }

  /** A post of a body, with the right signature when its parameters can be read. */
  #signed(body: Buffer, path = PAYMENT_PATH): Buffer {
    const { appCode, clientKey } = this.#shop.credentials;
    const read = parseForm(body);
    const text = read.ok ? stringToSign(signedParameters(read.parameters), USUAL_VARIANT) : '';
    const headers = `X-QF-APPCODE: ${appCode}\r\nX-QF-SIGN: ${digestOf('MD5', text + clientKey)}\r\n`;
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head, 'latin1'), body]);
  }

  async #exchange(what: string, bytes: Uint8Array, hangUp = false): Promise<void> {
    const socket = await openSocket(this.#gateway.url);
    const received = await this.#talk(socket, bytes, hangUp);
    for (const [, status = ''] of received.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
      const code = Number(status);
      this.statuses.set(code, (this.statuses.get(code) ?? 0) + 1);
      if (!DESIGNED.has(code)) throw new Error(`${what}: HTTP ${code}, which nobody designed`);
    }
    if (/had an internal error|cannot serve now/.test(received))
      throw new Error(`${what}: an internal error`);
  }

  /** Writes, and reads until the other side ends or has nothing to say. */
  #talk(socket: Socket, bytes: Uint8Array, hangUp: boolean): Promise<string> {
    return new Promise((resolve) => {
      let received = '';
      const done = (): void => {
        socket.destroy();
        resolve(received);
      };
      socket.setTimeout(SILENCE_MS, done);
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(received));
      socket.write(bytes, hangUp ? () => done() : undefined);
    });
  }
}
