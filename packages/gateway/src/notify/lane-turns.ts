import { type Lane, laneKey } from './lane.ts';

/**
 * Whose turn it is where lanes wait for the same places: the one that has had the fewest tries since it began to wait.
 *
 * Each try moves its lane to the next round. A lane that comes anew joins the round that is being served, so that it
 * neither passes those that wait already nor has to make up for the time in which it had nothing to send.
 */
export class LaneTurns {
  /** The round that is being served; it only grows. */
  #round = 0;
  /** The round of lanes that have had their turn in the present one; the others are in the present one. */
  readonly #rounds = new Map<string, number>();

  /** Lanes that wait, the next in turn first. Those of one round stay in the order in which they were given. */
  inOrder<Waiting extends Lane>(lanes: readonly Waiting[]): readonly Waiting[] {
    return lanes
      .map((lane) => ({ lane, round: this.#roundOf(lane) }))
      .sort((left, right) => left.round - right.round)
      .map(({ lane }) => lane);
  }

  /** @param tries how many tries of the lane have begun. */
  began(lane: Lane, tries: number): void {
    if (tries === 0) return;
    const round = this.#roundOf(lane);
    this.#rounds.set(laneKey(lane), round + tries);
    if (round > this.#round) this.#serve(round);
  }

  /** How many lanes are remembered; those without a turn in the present round need not be. */
  get remembered(): number {
    return this.#rounds.size;
  }

  #roundOf(lane: Lane): number {
    return Math.max(this.#round, this.#rounds.get(laneKey(lane)) ?? 0);
  }

  #serve(round: number): void {
    this.#round = round;
    for (const [key, next] of this.#rounds) if (next <= round) this.#rounds.delete(key);
  }
}
