import type { Random } from '../engine/random.ts';
import type { MerchantEndpoint } from '../merchant/merchant-endpoint.ts';
import type { Disk } from '../store/disk.ts';
import type { Outage } from '../wallet/wallet-line.ts';
import type { WalletSide } from '../wallet/wallet-side.ts';
import type { World } from '../world.ts';
import { GatewayProcess } from './gateway-process.ts';
import type { Machine } from './process-clock.ts';

/** Machines, each with a gateway that is started again whenever it dies. */
export class GatewaySite {
  readonly #world: World;
  readonly #random: Random;
  readonly #disk: Disk;
  readonly #wallets: WalletSide;
  readonly #endpoint: MerchantEndpoint;
  readonly #outages: readonly Outage[];
  readonly #machines: readonly Machine[];
  readonly #processes: (GatewayProcess | undefined)[];

  constructor(world: World, random: Random, disk: Disk, wallets: WalletSide, endpoint: MerchantEndpoint) {
    this.#endpoint = endpoint;
    this.#world = world;
    this.#random = random;
    this.#disk = disk;
    this.#wallets = wallets;
    const { gateways, calmFromMs, process, wallet } = world.weather;
    this.#outages = Array.from({ length: wallet.outages }, () => {
      const fromMs = random.between(0, calmFromMs);
      return { fromMs, toMs: fromMs + random.wait(2_000, 300_000) };
    });
    this.#machines = Array.from({ length: gateways }, () => ({ wallErrorMs: random.between(-300, 300) }));
    this.#processes = this.#machines.map(() => undefined);
    for (let count = 0; count < process.crashes; count += 1) {
      world.scheduler.after(random.between(0, calmFromMs), () => this.#killOne());
    }
    for (let count = 0; count < process.stalls; count += 1) {
      world.scheduler.after(random.between(0, calmFromMs), () => this.#stallOne());
    }
    for (let count = 0; count < process.clockJumps; count += 1) {
      world.scheduler.after(random.between(0, calmFromMs), () => this.#jump());
    }
  }

  /** Starts every gateway. */
  async start(): Promise<void> {
    for (const index of this.#machines.keys()) await this.#start(index);
  }

  /** A process to send a call to; `undefined` when the machine that was picked runs none. */
  route(random: Random): GatewayProcess | undefined {
    const process = this.#processes[random.between(0, this.#processes.length - 1)];
    return process?.alive === true ? process : undefined;
  }

  async #start(index: number): Promise<void> {
    const machine = this.#machines[index];
    if (machine === undefined) return;
    const opened = await this.#world.hold(this.#disk.open());
    this.#world.note(`gateway ${index} starts`);
    const process = new GatewayProcess({
      world: this.#world,
      random: this.#random.fork('process'),
      machine,
      opened,
      disk: this.#disk,
      wallets: this.#wallets,
      outages: this.#outages,
      endpoint: this.#endpoint,
      node: index + 1,
      onDeath: () => this.#restart(index),
    });
    this.#processes[index] = process;
    process.start();
  }

  #restart(index: number): void {
    const { downtimeMsMax } = this.#world.weather.process;
    const untilCalmMs = Math.max(0, this.#world.weather.calmFromMs - this.#world.nowMs);
    const downtimeMs = Math.min(this.#random.wait(200, downtimeMsMax), untilCalmMs + 1_000);
    this.#world.scheduler.after(downtimeMs, () => void this.#start(index));
  }

  #killOne(): void {
    const process = this.#processes[this.#random.between(0, this.#processes.length - 1)];
    if (process === undefined || this.#world.calm) return;
    this.#world.reach('crash at random');
    process.kill('at random');
  }

  #stallOne(): void {
    const process = this.#processes[this.#random.between(0, this.#processes.length - 1)];
    if (process?.alive !== true || this.#world.calm) return;
    this.#world.reach('process stopped for a while');
    this.#world.note('process stopped for a while');
    process.stall(this.#random.wait(500, 120_000));
  }

  #jump(): void {
    const machine = this.#machines[this.#random.between(0, this.#machines.length - 1)];
    if (machine === undefined) return;
    const byMs = this.#random.pick(this.#world.weather.process.jumpsMs);
    machine.wallErrorMs += byMs;
    this.#world.reach(byMs > 0 ? 'clock jumps forward' : 'clock jumps back');
    this.#world.note(`clock jumps by ${byMs}`);
  }
}
