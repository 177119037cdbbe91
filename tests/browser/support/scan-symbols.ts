import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const WASM = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));

/** What a scanner reads in a picture. */
export interface Symbols {
  readonly code128: readonly string[];
  readonly qr: readonly string[];
}

/** Reads every Code 128 and QR code of a picture, as a scanner at the counter would. */
export async function scanSymbols(png: Uint8Array): Promise<Symbols> {
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(WASM)).buffer } });
  const found = await readBarcodes(new Blob([Buffer.from(png)]), { formats: ['Code128', 'QRCode'] });
  const texts = (format: string): readonly string[] =>
    found.filter((each) => each.isValid && each.format === format).map(({ text }) => text);
  return { code128: texts('Code128'), qr: texts('QRCode') };
}
