import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TillKind } from '../history.ts';
import type { WalletChoice } from '../wallet/wallet-choice.ts';

/** A seed that once broke a rule. */
export interface Regression {
  readonly seed: number;
  readonly sqliteShare: number;
  /** What runs at the tills; scripts when left out. */
  readonly tills?: TillKind;
  /** How the wallets are reached; `direct` when left out. */
  readonly wallet?: WalletChoice;
  /** What was wrong, in one sentence. */
  readonly about: string;
}

const FOLDER = fileURLToPath(new URL('./', import.meta.url));

/** Every seed that is kept, from the files beside this one. */
export const REGRESSIONS: readonly Regression[] = globSync('*.json', { cwd: FOLDER })
  .toSorted()
  .map((file) => JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8')) as Regression);
