import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './page-list.ts';
import { fillServiceWorker } from './service-worker.ts';

/** Name of the file in a built page that says what it was built from. */
export const FINGERPRINT_FILE = 'built-from.txt';

function filesOf(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** A fingerprint of everything a page is built from. */
export function fingerprintOf(checkout: string, { inputs }: Page): string {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => filesOf(join(checkout, input))).sort()) {
    hash.update(path.slice(checkout.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** Builds a page beside its place and puts it there when it is whole. */
export async function buildPage(checkout: string, page: Page, fingerprint: string): Promise<void> {
  const target = join(checkout, page.target);
  const making = `${target}.${process.pid}`;
  const root = join(checkout, page.source);
  // Loaded only when there is something to build: it takes longer than the check whether there is.
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    base: page.base,
    publicDir: page.installable === true ? 'public' : false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: making,
      emptyOutDir: true,
      // Browsers that know everything the pages use, so that nothing is rewritten for older ones.
      target: ['chrome125', 'edge125', 'firefox128', 'safari18'],
      // Everything is a file of its own, because the page may load nothing else.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: `${root}/index.html`, ...(page.installable === true ? { sw: `${root}/sw.ts` } : {}) },
        output: {
          // A service worker keeps its address for ever.
          entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  });
  if (page.installable === true) fillServiceWorker(making, page.base);
  writeFileSync(join(making, FINGERPRINT_FILE), fingerprint);
  rmSync(target, { recursive: true, force: true });
  renameSync(making, target);
}
