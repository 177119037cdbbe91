import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';
import type { Random } from '../engine/random.ts';
import type { WalletProfile } from '../wallet/profile.ts';
import type { World } from '../world.ts';
import { drawCut } from './network-cut.ts';
import { SdkTill } from './sdk-till.ts';

/** A shop whose tills run the SDK. */
export class SdkShop {
  readonly tills: readonly [SdkTill, ...SdkTill[]];
  readonly #world: World;
  readonly #random: Random;
  readonly #profiles: readonly [WalletProfile, ...WalletProfile[]];
  #expected = 0;
  #codes = 0;

  constructor(
    world: World,
    site: GatewaySite,
    random: Random,
    disk: { readonly store: Store },
    merchants: readonly [Merchant, ...Merchant[]],
    profiles: readonly [WalletProfile, ...WalletProfile[]],
  ) {
    this.#world = world;
    this.#profiles = profiles;
    this.#random = random;
    // A clock that is an hour off takes no request that carries a time.
    const clocksHold = world.weather.process.clockJumps === 0;
    const till = (number: number): SdkTill =>
      new SdkTill({
        world,
        site,
        random: random.fork('till'),
        disk,
        merchant: random.pick(merchants),
        signType: clocksHold ? random.pick(['auto', 'HMAC-SHA256', 'SHA256']) : 'SHA256',
        prefix: `T${number}`,
      });
    const others = Array.from({ length: world.weather.tills - 1 }, (_, index) => till(index + 2));
    this.tills = [till(1), ...others];
  }

  /** Whether every customer has come and every till is done. */
  get closed(): boolean {
    return this.#expected === 0 && this.tills.every(({ idle }) => idle);
  }

  /** Whether somebody stands at a till. */
  get busy(): boolean {
    return this.tills.some(({ busy }) => busy);
  }

  /** Sends the customers on their way. */
  open(): void {
    const { payments, calmFromMs } = this.#world.weather;
    const rushMs = this.#random.wait(2_000, calmFromMs);
    for (let index = 0; index < payments; index += 1) {
      this.#expected += 1;
      this.#world.scheduler.after(this.#random.between(0, rushMs), () => {
        this.#expected -= 1;
        this.#customer(index);
      });
    }
  }

  #customer(index: number): void {
    const random = this.#random;
    const { codePrefix, codeDigits, payType } = random.pick(this.#profiles);
    random.pick(this.tills).sell({
      id: `basket ${index}`,
      amountMinor: random.between(2, 50_000),
      payType,
      freshCode: () => {
        this.#codes += 1;
        return codePrefix + String(this.#codes).padStart(codeDigits - codePrefix.length, '3');
      },
      cut: random.chance(this.#world.weather.till.cut) ? drawCut(random) : undefined,
    });
  }
}
