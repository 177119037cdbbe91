import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { killLeftovers, RunningGateway } from './opencpm.ts';

/** Files that belong to the process and not to the data. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set(['opencpm.lock', 'opencpm.pid']);

/** Gives every test directories of its own and removes them, and processes left over, at its end. */
export function useDirectories(): () => string {
  const made: string[] = [];
  afterEach(() => {
    killLeftovers();
    for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
  });
  return () => {
    const directory = mkdtempSync(join(tmpdir(), 'opencpm-process-'));
    made.push(directory);
    return directory;
  };
}

/** The files that a first start and a clean stop leave behind, by name. */
export async function filesOfFirstRun(): Promise<ReadonlyMap<string, Buffer>> {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-process-'));
  try {
    const gateway = await RunningGateway.start({ data: directory });
    const { exitCode, stderr } = await gateway.stop();
    if (exitCode !== 0) throw new Error(`the first run failed: ${stderr}`);
    const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(files.map(({ name }) => [name, readFileSync(join(directory, name))]));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Name, permissions and digest of every file of the data, in a form that two snapshots can be compared by. */
export function snapshot(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => !OF_THE_PROCESS.has(name))
    .toSorted()
    .map((name) => {
      const file = join(directory, name);
      const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
      return `${name} ${(statSync(file).mode & 0o777).toString(8)} ${digest}`;
    });
}
