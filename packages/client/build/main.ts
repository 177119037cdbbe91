import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiText } from './api-text.ts';
import { buildPackage } from './build-package.ts';

const folder = fileURLToPath(new URL('../dist', import.meta.url));
await buildPackage(folder);
// Reviewed together with the change that made it another.
writeFileSync(fileURLToPath(new URL('../api.txt', import.meta.url)), apiText(folder));
