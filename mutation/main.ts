import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partOf } from './parts.ts';
import { makeTestDirectory } from './test-directory.ts';

/**
 * Plants mistakes in a part of the project and counts those its tests find:
 * `npm run mutation -- PART [FILE...] [OPTION...]`. Of single files only the tests that bear their names are run, which
 * is quicker and stricter. Options, from the first word with a dash on, go to Stryker: `--concurrency 1`;
 * `--incremental` to try only what changed since the latest run with it; `--mutate FILES` for some files of the part
 * and all its tests.
 */
const [name, ...others] = process.argv.slice(2);
const firstOption = others.findIndex((word) => word.startsWith('-'));
const files = firstOption < 0 ? others : others.slice(0, firstOption);
const options = firstOption < 0 ? [] : others.slice(firstOption);
const part = partOf(name);
const code = files.length > 0 ? files : part.code;
const tests = files.length > 0 ? files.map((file) => file.replace(/\.ts$/, '*.test.ts')) : part.tests;
const checkout = fileURLToPath(new URL('..', import.meta.url));
const tool = join(checkout, 'mutation', 'node_modules', '.bin', 'stryker');
const directory = makeTestDirectory();

// Whoever interrupts the tool lets it end first, and the directory goes with it.
process.on('SIGINT', () => undefined);
try {
  if (!existsSync(tool)) run('npm', ['ci', '--prefix', 'mutation', '--ignore-scripts']);
  const settings = ['mutation/stryker.config.json', '--mutate', code.join(',')];
  const kept = ['--incrementalFile', `mutation/reports/${name}.json`];
  process.exitCode = run(process.execPath, [tool, 'run', ...settings, ...kept, ...options]);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function run(program: string, parameters: readonly string[]): number {
  const { status } = spawnSync(program, parameters, {
    cwd: checkout,
    stdio: 'inherit',
    env: { ...process.env, TMPDIR: directory, OPENCPM_MUTATION_TESTS: tests.join('\n') },
  });
  return status ?? 1;
}
