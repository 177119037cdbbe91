import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { generateLoad } from './generate-load.ts';
import type { BenchOptions } from './options.ts';
import { makeFilledDirectory, makeYardsticks, type Yardstick } from './prepare.ts';
import {
  echoes,
  enquiries,
  type PaymentDirectory,
  payments,
  type Subject,
  type SubjectResult,
  type Transactions,
} from './subject.ts';

/** What is loaded in a round. */
export const SUBJECTS = [
  'echo_payment',
  'empty',
  'filled',
  'filled_random',
  'beside_pending',
  'echo_query',
  'query',
] as const;

/**
 * `empty` and `query` work on a database that is new in every round, `filled` and `filled_random` on the prefilled
 * ones, `beside_pending` on one with many open payments that the resolver works on; the echoes are the yardstick, with the requests of a payment and of an enquiry.
 */
export type SubjectName = (typeof SUBJECTS)[number];

/** The results of one round. */
export type Round = Readonly<Record<SubjectName, SubjectResult>>;

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
  say(`leaving ${options.pending} payments open`);
  const pending = await makeFilledDirectory(directory, 'increasing', options.pending, 'pending');
  const rounds: Round[] = [];
  for (let index = 0; index < options.rounds; index += 1) {
    say(`round ${index + 1} of ${options.rounds}`);
    const path = join(directory, `empty-${index}`);
    const empty = emptyDirectory(path);
    rounds.push(await measureRound(options, yardsticks, { empty, filled, filledRandom, pending }));
    rmSync(path, { recursive: true });
  }
  return rounds;
}

async function measureRound(
  options: BenchOptions,
  yardsticks: { readonly payment: Yardstick; readonly query: Yardstick },
  directories: Readonly<Record<'empty' | 'filled' | 'filledRandom' | 'pending', PaymentDirectory>>,
): Promise<Round> {
  const { empty, filled, filledRandom, pending } = directories;
  let paid: Transactions = [];
  const [echoPayment, onEmpty, onFilled, onFilledRandom, besidePending] = await contest(options, [
    echoes(yardsticks.payment.shape, yardsticks.payment.requests),
    payments(empty, (transactions) => {
      paid = transactions;
    }),
    payments(filled),
    payments(filledRandom),
    payments(pending),
  ]);
  const [echoQuery, query] = await contest(options, [
    echoes(yardsticks.query.shape, yardsticks.query.requests),
    enquiries(empty.path, paid),
  ]);
  return {
    echo_payment: echoPayment,
    empty: onEmpty,
    filled: onFilled,
    filled_random: onFilledRandom,
    beside_pending: besidePending,
    echo_query: echoQuery,
    query,
  };
}

type ResultOf<Subjects extends readonly Subject[]> = { readonly [Place in keyof Subjects]: SubjectResult };

/** A data directory without any payment. */
function emptyDirectory(path: string): PaymentDirectory {
  return { path, orderNumbers: 'increasing', nextNumber: 0 };
}

/** Starts all servers, loads them in turns, and stops them. */
export async function contest<const Subjects extends readonly Subject[]>(
  options: BenchOptions,
  subjects: Subjects,
): Promise<ResultOf<Subjects>> {
  const running = [];
  for (const start of subjects) running.push(await start());
  const lanes = await generateLoad({ ...options, lanes: running.map(({ lane }) => lane) });
  const results: SubjectResult[] = [];
  for (const [index, subject] of running.entries()) {
    const lane = lanes[index];
    if (lane === undefined) throw new Error('load generator: a result is missing');
    results.push(await subject.end(lane));
  }
  return results as unknown as ResultOf<Subjects>;
}
