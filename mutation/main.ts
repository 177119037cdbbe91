import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partOf } from './parts.ts';

/**
 * Plants mistakes in a part of the project and counts those its tests find: `npm run mutation -- PART [FILE...]`. Of
 * single files only the tests that bear their names are run, which is quicker and stricter.
 */
const [name, ...files] = process.argv.slice(2);
const part = partOf(name);
const code = files.length > 0 ? files : part.code;
const tests = files.length > 0 ? files.map((file) => file.replace(/\.ts$/, '*.test.ts')) : part.tests;
const checkout = fileURLToPath(new URL('..', import.meta.url));
const tool = join(checkout, 'mutation', 'node_modules', '.bin', 'stryker');

if (!existsSync(tool)) run('npm', ['ci', '--prefix', 'mutation', '--ignore-scripts']);
const settings = ['mutation/stryker.config.json', '--mutate', code.join(',')];
process.exitCode = run(process.execPath, [tool, 'run', ...settings]);

function run(program: string, parameters: readonly string[]): number {
  const { status } = spawnSync(program, parameters, {
    cwd: checkout,
    stdio: 'inherit',
    env: { ...process.env, OPENCPM_MUTATION_TESTS: tests.join('\n') },
  });
  return status ?? 1;
}
