/**
 * Run as a program of its own, with `TMPDIR` set to the folder to fill: the package unpacks into the temporary
 * directory of its process, under names that do not tell its versions apart.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';

const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
chromium.setGraphicsMode = false;
await chromium.executablePath(packed);
// Its libraries (NSS and others), which a bare machine does not have.
await inflate(join(packed, 'al2023.tar.br'));
