import type { PaymentRequest } from '@opencpm/protocol';
import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import type { Random } from '../engine/random.ts';
import type { WalletProfile } from '../wallet/profile.ts';
import type { World } from '../world.ts';
import type { Sale } from './sale.ts';
import type { Till } from './till.ts';

/** Lets customers come to the tills, and lets cashiers be human. */
export class Shop {
  readonly #world: World;
  readonly #random: Random;
  readonly #tills: readonly [Till, ...Till[]];
  readonly #merchants: readonly [Merchant, ...Merchant[]];
  /** The wallets that customers pay with. */
  readonly #profiles: readonly [WalletProfile, ...WalletProfile[]];
  #expected = 0;
  #refunds = 0;
  #refundChains = 0;

  constructor(
    world: World,
    random: Random,
    tills: readonly [Till, ...Till[]],
    merchants: readonly [Merchant, ...Merchant[]],
    profiles: readonly [WalletProfile, ...WalletProfile[]],
  ) {
    this.#world = world;
    this.#random = random;
    this.#tills = tills;
    this.#merchants = merchants;
    this.#profiles = profiles;
  }

  /** Whether every customer has come and every till is done. */
  get closed(): boolean {
    return this.#expected === 0 && this.#refundChains === 0 && this.#tills.every(({ idle }) => idle);
  }

  /** Whether somebody stands at a till. */
  get busy(): boolean {
    return this.#tills.some(({ busy }) => busy);
  }

  /** Sends the customers on their way. */
  open(): void {
    const { payments, calmFromMs } = this.#world.weather;
    // Most customers come close together, so that what they do overlaps.
    const rushMs = this.#random.wait(2_000, calmFromMs);
    for (let index = 0; index < payments; index += 1) {
      this.#later(this.#random.between(0, rushMs), () => this.#customer(index));
    }
  }

  #later(delayMs: number, run: () => void): void {
    this.#expected += 1;
    this.#world.scheduler.after(delayMs, () => {
      this.#expected -= 1;
      run();
    });
  }

  #customer(index: number): void {
    const random = this.#random;
    const { till: habits, payments } = this.#world.weather;
    const till = random.pick(this.#tills);
    const sale = this.#sale(index);
    till.sell(sale);
    if (random.chance(habits.doubleScan)) {
      this.#world.reach('double scan');
      till.repeat(sale);
    }
    if (random.chance(habits.twoTabs)) {
      this.#world.reach('two tabs');
      const tab = random.pick(this.#tills);
      this.#later(random.between(0, 3_000), () => tab.sell({ ...sale }));
    }
    if (random.chance(habits.repeats)) {
      this.#later(random.wait(500, 100_000), () => till.repeat(sale));
    }
    if (random.chance(habits.altered)) {
      const changes = random.pick<Partial<PaymentRequest>>([
        { amountMinor: sale.amountMinor + 100 },
        { authCode: this.#code(sale.profile.codePrefix, sale.profile.codeDigits, 500 + index) },
        { payType: '800008' },
      ]);
      this.#later(random.wait(1, 60_000), () => till.alter(sale, changes));
    }
    if (random.chance(habits.codeReuse)) {
      this.#world.reach('code shown twice');
      const other = { ...sale, orderNumber: `R${index}`, scannedAtMs: this.#world.nowMs };
      const second = random.pick(this.#tills);
      this.#later(random.wait(1, 5_000), () => second.sell({ ...other, scannedAtMs: this.#world.nowMs }));
    }
    if (random.chance(habits.lists)) this.#later(random.wait(100, 60_000), () => till.list(sale));
    if (random.chance(habits.refunds)) this.#refundWhenPaid(till, sale, random.between(1, 3), payments);
  }

  /** Waits until a sale is believed to be paid, then returns parts of it, sometimes two at once and too much. */
  #refundWhenPaid(till: Till, sale: Sale, times: number, patience: number): void {
    this.#refundChains += 1;
    const look = (turns: number): void => {
      if (sale.belief === 'open' && turns > 0) {
        this.#world.scheduler.after(5_000, () => look(turns - 1));
        return;
      }
      this.#refundChains -= 1;
      if (sale.belief !== 'paid') return;
      for (let count = 0; count < times; count += 1) {
        this.#later(this.#random.wait(1, 60_000), () => this.#refund(till, sale));
      }
    };
    look(20 + patience);
  }

  #refund(till: Till, sale: Sale): void {
    this.#refunds += 1;
    const { amountMinor } = sale;
    const wished = this.#random.pick([
      amountMinor,
      amountMinor >> 1,
      (amountMinor >> 1) + 1,
      1,
      amountMinor + 1,
    ]);
    const orderNumber = `F${this.#refunds}`;
    till.refund({ sale, orderNumber, amountMinor: wished, belief: 'open' });
    if (this.#random.chance(0.25)) {
      this.#world.reach('refund and reversal at once');
      till.reverse(sale);
    }
    if (!this.#random.chance(0.3)) return;
    this.#refunds += 1;
    this.#world.reach('two refunds at once');
    till.refund({ sale, orderNumber: `F${this.#refunds}`, amountMinor: wished, belief: 'open' });
  }

  #sale(index: number): Sale {
    const random = this.#random;
    const profile = random.pick(this.#profiles);
    return {
      // Two merchants use the same numbers: an order belongs to its merchant.
      merchant: this.#merchants[index % this.#merchants.length] ?? this.#merchants[0],
      orderNumber: `O${index >> 1}`,
      amountMinor: random.between(2, 50_000),
      code: this.#code(profile.codePrefix, profile.codeDigits, index),
      profile,
      scannedAtMs: this.#world.nowMs,
      belief: 'open',
      syssn: undefined,
      sent: false,
    };
  }

  #code(prefix: string, digits: number, index: number): string {
    return prefix + String(index + 1).padStart(digits - prefix.length, '3');
  }
}
