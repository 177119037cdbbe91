import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage, FINGERPRINT_FILE, fingerprintOf } from './build-page.ts';
import { PAGES } from './page-list.ts';

const CHECKOUT = fileURLToPath(new URL('../', import.meta.url));

function builtFrom(target: string): string | undefined {
  try {
    return readFileSync(join(CHECKOUT, target, FINGERPRINT_FILE), 'utf8');
  } catch {
    return undefined;
  }
}

/** Builds every page whose sources have changed since it was built. */
export async function bringPagesUpToDate(): Promise<void> {
  for (const page of PAGES) {
    const fingerprint = fingerprintOf(CHECKOUT, page);
    if (builtFrom(page.target) !== fingerprint) await buildPage(CHECKOUT, page, fingerprint);
  }
}
