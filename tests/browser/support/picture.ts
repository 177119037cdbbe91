import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = new URL('../../../docs/pictures/', import.meta.url);

/** Takes a picture of the page; with `OPENCPM_PICTURES=1` it is kept for the documents. */
export async function takePicture(page: Page, name: string): Promise<Uint8Array> {
  const png = await page.screenshot({ animations: 'disabled' });
  if (process.env['OPENCPM_PICTURES'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(fileURLToPath(new URL(`${name}.png`, FOLDER)), png);
  }
  return png;
}
