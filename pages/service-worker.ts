import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Heavy parts that are fetched when they are wanted for the first time. */
const LATER = /\.wasm$/;

/** Tells the service worker of a built page what the page is made of. */
export function fillServiceWorker(folder: string, base: string): void {
  const file = join(folder, 'sw.js');
  const paths = globSync('**/*.*', { cwd: folder })
    .filter((path) => path !== 'sw.js' && path !== 'index.html' && !LATER.test(path))
    .sort();
  const hash = createHash('sha256').update(readFileSync(join(folder, 'index.html')));
  for (const path of paths) hash.update(path).update(readFileSync(join(folder, path)));
  const list = JSON.stringify(paths.map((path) => `${base}${path}`));
  const facts = `self.pageFiles=${list};self.pageBuild=${JSON.stringify(hash.digest('hex').slice(0, 16))};\n`;
  writeFileSync(file, facts + readFileSync(file, 'utf8'));
}
