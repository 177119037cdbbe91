import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import type { TillKind } from '../history.ts';
import type { WalletChoice } from '../wallet/wallet-choice.ts';

/** A mistake put into the production code on purpose, to see that the simulation finds it. */
export interface PlantedBug {
  readonly name: string;
  /** File from the root of the checkout: production code, or the store in memory that stands for an engine. */
  readonly file: string;
  /** Code that stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Share of worlds on a real database that it takes to see the bug. */
  readonly sqliteShare?: number;
  /** What runs at the tills of the worlds that show the bug; scripts when left out. */
  readonly tills?: TillKind;
  /** How the wallets of those worlds are reached; directly when left out. */
  readonly wallet?: WalletChoice;
}

const ROOT = new URL('../../', import.meta.url);

/** The file of a bug with the mistake in it. @throws Error when the code is no longer what the bug was made for. */
export function plantedSource({ name, file, find, replace }: PlantedBug, source: string): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(
      `planted bug "${name}" is stale: its code stands ${parts.length - 1} times in ${file}. ` +
        'Write it anew for the code as it is now.',
    );
  }
  return parts.join(replace);
}

/** Reads the file of a bug as it stands. */
export function sourceOf({ file }: PlantedBug): string {
  return readFileSync(new URL(file, ROOT), 'utf8');
}

/** Puts a bug into every module that this thread loads from now on. Nothing on the disk changes. */
export function plant(bug: PlantedBug): void {
  plantedSource(bug, sourceOf(bug));
  const target = new URL(bug.file, ROOT).href;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== target) return loaded;
      const source = plantedSource(bug, sourceOf(bug));
      return { ...loaded, source };
    },
  });
}
