#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Plain JavaScript that any Node can read: the program itself is TypeScript and needs Node 24.15 or newer.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 24 || (major === 24 && minor >= 15)) {
  // What was compiled once is read again: a command takes half the time. Beside the packages, where nobody can write who
  // could not write the program itself; without leave to write there, everything works as if it were not here.
  module.enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/opencpm', import.meta.url)));
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
  const child = spawn(ownNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // Ctrl-C reaches both from the terminal; a second one passed on would end a gateway that is stopping in order.
  process.on('SIGINT', () => {});
  child.on('error', (error) => {
    process.stderr.write(`opencpm: its own Node cannot be started: ${error.message}\n`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
