import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Names the file into which every test file writes how many answers it has checked. */
export const COUNT_FILE_VARIABLE = 'OPENCPM_CHECKED_ANSWERS';

/** Counts the answers that a whole test run has checked. A run with tests of the wire that checked none has failed. */
export function setup(project: TestProject): () => Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-answers-'));
  const file = join(directory, 'checked.txt');
  writeFileSync(file, '');
  process.env[COUNT_FILE_VARIABLE] = file;
  return async () => {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    rmSync(directory, { recursive: true });
    const total = lines.reduce((sum, line) => sum + Number(line.split('\t', 1)[0]), 0);
    const wire = project.vitest.state.getPaths().some((path) => path.includes('/tests/wire/'));
    process.stdout.write(`\n${total} answers of ${lines.length} test files fit the OpenAPI description\n`);
    if (wire && total === 0) throw new Error('the tests of the wire ran, but no answer was checked');
  };
}
