#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Plain JavaScript that any Node can read: the program itself is TypeScript and needs Node 24.15 or newer.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 24 || (major === 24 && minor >= 15)) {
  await import('../src/main.ts');
} else {
  const ownNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
  if (!existsSync(ownNode)) {
    process.stderr.write(
      `opencpm needs Node 24.15 or newer and this is ${process.version}.\n` +
        'On x64 Linux `npm ci` brings one along; elsewhere install Node 24 from nodejs.org.\n',
    );
    process.exit(3);
  }
  const child = spawnSync(ownNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exit(child.status ?? 1);
}
