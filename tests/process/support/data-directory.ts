import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
    return new Map(filesOf(directory).map((name) => [name, readFileSync(join(directory, name))]));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Lays out files by their names, as {@link filesOfFirstRun} gives them. */
export function layOut(directory: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(directory, name), bytes, { mode: 0o600 });
  }
}

/** Names of all files below a directory. */
function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );
}

/** Name, permissions and digest of every file of the data, in a form that two snapshots can be compared by. */
export function snapshot(directory: string): readonly string[] {
  return filesOf(directory)
    .filter((name) => !OF_THE_PROCESS.has(name))
    .toSorted()
    .map((name) => {
      const file = join(directory, name);
      const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
      return `${name} ${(statSync(file).mode & 0o777).toString(8)} ${digest}`;
    });
}
