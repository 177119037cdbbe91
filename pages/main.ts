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

// An installation without development tools keeps the pages it has, and starts without those it lacks.
const mayFail = process.argv.includes('--if-possible');
for (const page of PAGES) {
  const fingerprint = fingerprintOf(CHECKOUT, page);
  if (builtFrom(page.target) === fingerprint) continue;
  try {
    await buildPage(CHECKOUT, page, fingerprint);
  } catch (error) {
    if (!mayFail) throw error;
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The page ${page.base} was not built: ${why}\n`);
  }
}
