import {
  applyProgress,
  type Attempt,
  type AttemptProgress,
  findObstacle,
  type Journal,
  type Release,
} from '@opencpm/client';
import type { Random } from '../engine/random.ts';
import type { World } from '../world.ts';
import type { Life } from './wire-receiver.ts';

/** Longest time a till's disk takes to sync. */
const SYNC_MS_MAX = 40;

/** What the till's disk holds: it outlives every life of the till's program. */
export type JournalDisk = Map<string, Attempt>;

/**
 * The journal of one life of a till's program, on a disk that outlives it. Writes take time; what a program that died
 * had not synced never happened, and nothing is ever told to the dead.
 */
export class SurvivingJournal implements Journal {
  readonly #world: World;
  readonly #disk: JournalDisk;
  readonly #life: Life;
  readonly #random: Random;
  readonly #inHand = new Set<string>();

  constructor(world: World, disk: JournalDisk, life: Life, random: Random) {
    this.#world = world;
    this.#disk = disk;
    this.#life = life;
    this.#random = random;
  }

  begin(attempt: Attempt): Promise<Attempt | undefined> {
    return this.#synced(() => {
      const obstacle = findObstacle(this.#disk.values(), attempt);
      if (obstacle === undefined) this.#disk.set(attempt.orderNumber, attempt);
      return obstacle;
    });
  }

  update(orderNumber: string, progress: AttemptProgress): Promise<void> {
    return this.#replace(orderNumber, (attempt) => applyProgress(attempt, progress));
  }

  release(orderNumber: string, release: Release): Promise<void> {
    return this.#replace(orderNumber, (attempt) => ({ ...attempt, release }));
  }

  async find(orderNumber: string): Promise<Attempt | undefined> {
    return this.#disk.get(orderNumber);
  }

  async listBasket(basketId: string): Promise<readonly Attempt[]> {
    return [...this.#disk.values()].filter((attempt) => attempt.basketId === basketId);
  }

  async listOpen(): Promise<readonly Attempt[]> {
    return [...this.#disk.values()].filter(({ verdict }) => verdict === undefined);
  }

  async exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined> {
    if (this.#inHand.has(orderNumber)) return undefined;
    this.#inHand.add(orderNumber);
    try {
      return await run();
    } finally {
      this.#inHand.delete(orderNumber);
    }
  }

  #replace(orderNumber: string, change: (attempt: Attempt) => Attempt): Promise<void> {
    return this.#synced(() => {
      const attempt = this.#disk.get(orderNumber);
      if (attempt === undefined) throw new Error(`the journal has no attempt ${orderNumber}`);
      this.#disk.set(orderNumber, change(attempt));
    });
  }

  async #synced<T>(write: () => T): Promise<T> {
    await this.#pass();
    const written = write();
    await this.#pass();
    return written;
  }

  /** Half of all steps take time, and a program may have died by their end. */
  async #pass(): Promise<void> {
    if (this.#random.chance(0.5)) {
      await this.#world.scheduler.sleep(this.#random.between(0, SYNC_MS_MAX));
    }
    if (!this.#life.alive) await new Promise(() => undefined);
  }
}
