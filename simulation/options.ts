import { parseArgs } from 'node:util';
import type { TillKind } from './history.ts';
import { WALLET_CHOICES, type WalletChoice } from './wallet/wallet-choice.ts';

/** What a run of the simulation is told. */
export interface Options {
  readonly firstSeed: number;
  readonly histories: number;
  readonly workers: number;
  readonly sqliteShare: number;
  readonly tills: TillKind;
  readonly wallet: WalletChoice;
  /** Name of a planted bug, or `all` to see each of them found. */
  readonly planted: string | undefined;
  /** Prints every event of the first seed. */
  readonly trace: boolean;
}

/** What a history is where nothing else is asked for. */
export const USUAL = { tills: 'scripted', wallet: 'direct', sqliteShare: 0.002 } as const;

/** How the command is used. */
export const USAGE = `npm run simulate -- [--seed N] [--histories N] [--workers N] [--sqlite-share 0.05]
                   [--till scripted|sdk] [--wallet ${WALLET_CHOICES.join('|')}]
                   [--trace] [--planted NAME|all]`;

/** Reads the command line. @throws TypeError with a sentence for people. */
export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: 'string', default: '1' },
      histories: { type: 'string', default: '1000' },
      workers: { type: 'string', default: '1' },
      'sqlite-share': { type: 'string', default: String(USUAL.sqliteShare) },
      till: { type: 'string', default: USUAL.tills },
      wallet: { type: 'string', default: USUAL.wallet },
      planted: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  return {
    firstSeed: wholeNumber('--seed', values.seed, 0),
    histories: wholeNumber('--histories', values.histories, 1),
    workers: wholeNumber('--workers', values.workers, 1),
    sqliteShare: share(values['sqlite-share']),
    tills: tillKind(values.till),
    wallet: walletChoice(values.wallet),
    planted: values.planted,
    trace: values.trace,
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least) {
    throw new TypeError(`${name} must be a whole number from ${least}, not ${text}`);
  }
  return number;
}

function tillKind(text: string): TillKind {
  if (text === 'scripted' || text === 'sdk') return text;
  throw new TypeError(`--till must be scripted or sdk, not ${text}`);
}

function walletChoice(text: string): WalletChoice {
  const choice = WALLET_CHOICES.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new TypeError(`--wallet must be one of ${WALLET_CHOICES.join(', ')}, not ${text}`);
}

function share(text: string): number {
  const number = Number(text);
  if (!(number >= 0 && number <= 1)) throw new TypeError(`--sqlite-share must be from 0 to 1, not ${text}`);
  return number;
}
