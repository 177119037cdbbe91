import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generateDocuments } from './documents.ts';

// Writes every generated page and part of a page: `npm run docs`.
for (const { path, text } of await generateDocuments()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
