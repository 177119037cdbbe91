import type { Timers } from '../../../packages/gateway/src/clock/clock.ts';
import type {
  WalletExchange,
  WalletHttp,
  WalletRequest,
} from '../../../packages/gateway/src/wallet/http/wallet-http.ts';
import type { WireReply } from '../../../packages/sandbox/src/index.ts';
import type { Random } from '../../engine/random.ts';
import { CLEAR_LINE, type LineFaults } from '../../weather.ts';
import type { ProcessEnd, World } from '../../world.ts';
import type { Outage } from '../wallet-line.ts';
import { proxyPage, WIRE_DAMAGES, type WireDamage } from './wire-damage.ts';
import type { HostRequest, WireHost } from './wire-host.ts';

/** What the network between a process and a wallet's server is made of. */
export interface WireHttpParts {
  readonly world: World;
  readonly host: WireHost;
  readonly random: Random;
  readonly end: ProcessEnd;
  readonly timers: Timers;
  readonly outages: readonly Outage[];
}

/** As long as a call may take altogether in production, unless it is set otherwise. */
const TOTAL_LIMIT_MS = 25_000;

/**
 * The network of a connector: bytes to a wallet's server and back. Requests and answers are lost, doubled, held up and
 * overtaken; answers are cut, forged, exchanged and replaced. It keeps the promise of the port: `not_sent` only when
 * nothing has arrived and nothing will.
 */
export class WireHttp implements WalletHttp {
  readonly #parts: WireHttpParts;

  constructor(parts: WireHttpParts) {
    this.#parts = parts;
  }

  send(request: WalletRequest, signal: AbortSignal): Promise<WalletExchange> {
    const { world, end, timers } = this.#parts;
    if (!end.alive) return new Promise(() => undefined);
    return new Promise((resolve) => {
      let sent = false;
      const giveUp = (): void => settle({ kind: sent ? 'unknown' : 'not_sent', reason: 'no answer in time' });
      const callOff = timers.after(TOTAL_LIMIT_MS, giveUp);
      const settle = (exchange: WalletExchange): void => {
        callOff();
        signal.removeEventListener('abort', giveUp);
        resolve(exchange);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      const tell = (delayMs: number, exchange: WalletExchange): void => {
        world.scheduler.after(delayMs, () => world.inside(end, () => settle(exchange)));
      };
      sent = this.#carry(requestOf(request), tell);
    });
  }

  close(): void {
    // There is nothing to let go of.
  }

  /** Sends a request on its way; whether it left. */
  #carry(request: HostRequest, tell: (delayMs: number, exchange: WalletExchange) => void): boolean {
    const { world, random, host } = this.#parts;
    const faults = world.calm ? CLEAR_LINE : world.weather.wallet;
    if (this.#isDown() || random.chance(faults.notSent)) {
      tell(random.between(1, 3_000), { kind: 'not_sent', reason: 'connection refused' });
      return false;
    }
    if (random.chance(faults.requestLost)) {
      world.reach('wire: request lost');
      this.#goSilent(tell);
      return true;
    }
    const answerLost = random.chance(faults.answerLost);
    if (random.chance(faults.duplicated)) {
      world.scheduler.after(this.#travelMs(faults), () => {
        world.reach('duplicated request at a wallet');
        void host.answer(request);
      });
    }
    world.scheduler.after(this.#travelMs(faults), () => {
      void host.answer(request).then((reply) => {
        if (answerLost) {
          world.reach('wire: answer lost');
          this.#goSilent(tell);
        } else tell(this.#travelMs(faults), this.#arrived(request, reply));
      });
    });
    return true;
  }

  /** What of an answer arrives. */
  #arrived(request: HostRequest, reply: WireReply): WalletExchange {
    const { world, random, host } = this.#parts;
    const other = host.swap(request, reply);
    const damage = this.#drawDamage();
    const forged = damage === 'forged' ? host.forge(reply) : undefined;
    const idle =
      (damage === 'swapped' && other === undefined) || (damage === 'forged' && forged === undefined);
    if (damage === undefined || idle) return answerOf(reply);
    world.reach(`wire: ${damage}`);
    switch (damage) {
      case 'cut':
        return { kind: 'unknown', reason: 'the answer broke off' };
      case 'truncated':
        return answerOf({
          ...reply,
          body: reply.body.subarray(0, Math.floor(reply.body.length * random.unit())),
        });
      case 'page':
        return answerOf(proxyPage(random.pick([200, 502, 504])));
      case 'swapped':
        return answerOf(other ?? reply);
      case 'forged':
        return answerOf(forged ?? reply);
      case 'unsigned':
      case 'wrong-signature':
      case 'other-order':
      case 'unknown-code':
        return answerOf(host.damage(reply, damage));
    }
  }

  #drawDamage(): WireDamage | undefined {
    const { world, random } = this.#parts;
    if (world.calm) return undefined;
    return WIRE_DAMAGES.find((damage) => random.chance(world.weather.wire[damage]));
  }

  /** Either the connection breaks or nothing is ever heard. */
  #goSilent(tell: (delayMs: number, exchange: WalletExchange) => void): void {
    const { random } = this.#parts;
    if (random.chance(0.5)) tell(random.wait(10, 20_000), { kind: 'unknown', reason: 'connection reset' });
  }

  #travelMs(faults: LineFaults): number {
    const { world, random } = this.#parts;
    if (random.chance(faults.straggles)) {
      world.reach('request overtaken by later ones');
      return random.wait(9_000, 200_000);
    }
    return random.wait(20, faults.delayMsMax);
  }

  #isDown(): boolean {
    const { world, outages } = this.#parts;
    return !world.calm && outages.some(({ fromMs, toMs }) => world.nowMs >= fromMs && world.nowMs < toMs);
  }
}

function requestOf({ method, url, headers, body = '' }: WalletRequest): HostRequest {
  const { pathname, search } = new URL(url);
  return {
    method,
    target: `${pathname}${search}`,
    headers: lowerCase(headers),
    body:
      typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length),
  };
}

function answerOf({ status, headers, body }: WireReply): WalletExchange {
  return { kind: 'answer', status, headers: lowerCase(headers), body };
}

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
