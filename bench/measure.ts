import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchOptions } from './options.ts';
import { makeFilledDirectory, makeYardsticks, type Yardstick } from './prepare.ts';
import {
  loadEcho,
  loadEnquiries,
  loadPayments,
  type PaymentDirectory,
  type StepResult,
  type Transactions,
} from './step.ts';

/** The loads of a round. */
export const STEPS = ['echo_payment', 'empty', 'filled', 'filled_random', 'echo_query', 'query'] as const;

/**
 * `empty` and `query` work on a database that is new in every round, `filled` and `filled_random` on the prefilled
 * ones; the echoes are the yardstick, with the requests of a payment and of an enquiry.
 */
export type StepName = (typeof STEPS)[number];

/** The results of one round. */
export type Round = Readonly<Record<StepName, StepResult>>;

/**
 * Each subject stands beside its yardstick, and the order turns round from one round to the next, so that a machine
 * that grows slower or faster favours no side.
 */
const ORDERS: readonly (readonly StepName[])[] = [
  STEPS,
  ['filled_random', 'filled', 'empty', 'echo_payment', 'query', 'echo_query'],
];

/** Payments a second that requests are made for. A faster gateway uses them up and ends its load earlier. */
const RATE_MAX = 40_000;

/**
 * Measures everything.
 *
 * @param directory an empty directory for the data; what is left in it afterwards can be deleted.
 * @param say tells a person what is going on.
 */
export async function measure(
  options: BenchOptions,
  directory: string,
  say: (progress: string) => void,
): Promise<readonly Round[]> {
  const yardsticks = await makeYardsticks(directory);
  say(`storing ${options.stored} payments with increasing order numbers`);
  const filled = await makeFilledDirectory(directory, 'increasing', options.stored);
  say(`storing ${options.stored} payments with random order numbers`);
  const filledRandom = await makeFilledDirectory(directory, 'random', options.stored);
  const rounds: Round[] = [];
  for (let index = 0; index < options.rounds; index += 1) {
    const empty: PaymentDirectory = {
      path: join(directory, `empty-${index}`),
      orderNumbers: 'increasing',
      nextNumber: 0,
    };
    const round = new RoundRun(options, yardsticks, { empty, filled, filledRandom });
    for (const step of ORDERS[index % ORDERS.length] ?? STEPS) {
      say(`round ${index + 1} of ${options.rounds}: ${step}`);
      await round.run(step);
    }
    rounds.push(round.results());
    rmSync(empty.path, { recursive: true });
  }
  return rounds;
}

class RoundRun {
  readonly #options: BenchOptions;
  readonly #yardsticks: { readonly payment: Yardstick; readonly query: Yardstick };
  readonly #directories: Readonly<Record<'empty' | 'filled' | 'filledRandom', PaymentDirectory>>;
  readonly #results = new Map<StepName, StepResult>();
  #paid: Transactions = [];

  constructor(
    options: BenchOptions,
    yardsticks: { readonly payment: Yardstick; readonly query: Yardstick },
    directories: Readonly<Record<'empty' | 'filled' | 'filledRandom', PaymentDirectory>>,
  ) {
    this.#options = options;
    this.#yardsticks = yardsticks;
    this.#directories = directories;
  }

  async run(step: StepName): Promise<void> {
    this.#results.set(step, await this.#run(step));
  }

  results(): Round {
    return Object.fromEntries(this.#results) as Round;
  }

  async #run(step: StepName): Promise<StepResult> {
    const { payment, query } = this.#yardsticks;
    const { empty, filled, filledRandom } = this.#directories;
    switch (step) {
      case 'echo_payment':
        return loadEcho(this.#options, payment.shape, payment.requests);
      case 'echo_query':
        return loadEcho(this.#options, query.shape, query.requests);
      case 'filled':
        return this.#pay(filled);
      case 'filled_random':
        return this.#pay(filledRandom);
      case 'empty': {
        const result = await this.#pay(empty);
        this.#paid = result.paid;
        return result;
      }
      case 'query':
        return loadEnquiries(this.#options, empty.path, this.#paid);
    }
  }

  #pay(directory: PaymentDirectory): ReturnType<typeof loadPayments> {
    const { warmUpMs, measureMs } = this.#options;
    const count = Math.ceil((RATE_MAX * (warmUpMs + measureMs)) / 1000);
    return loadPayments(this.#options, directory, count);
  }
}
