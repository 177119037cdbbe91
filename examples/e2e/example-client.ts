import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** One of the example programs and what must be installed to run it. */
export interface ExampleClient {
  readonly language: string;
  /** Programs that must be found on the PATH. */
  readonly needs: readonly string[];
  /** Program and first arguments; paths are relative to the folder of the examples. */
  readonly command: readonly [program: string, ...firstArguments: string[]];
}

/** Halves the time Java takes to compile and start a program this short. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** Every example. Node is the one this test runs on; `java` runs a source file only where `javac` is installed too. */
export const EXAMPLE_CLIENTS: readonly ExampleClient[] = [
  { language: 'TypeScript', needs: [], command: [process.execPath, 'typescript/pay.ts'] },
  { language: 'JavaScript', needs: [], command: [process.execPath, 'javascript/pay.mjs'] },
  { language: 'Python', needs: ['python3'], command: ['python3', 'python/pay.py'] },
  { language: 'Java', needs: ['java', 'javac'], command: ['java', ...QUICK_START, 'java/Pay.java'] },
  { language: 'PHP', needs: ['php'], command: ['php', 'php/pay.php'] },
  { language: 'curl', needs: ['bash', 'curl', 'openssl'], command: ['bash', 'curl/pay.sh'] },
];

/** How a run of an example ended. */
export interface ExampleRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const EXAMPLES = fileURLToPath(new URL('..', import.meta.url));

/** The programs a client needs that are not installed here. */
export function missingPrograms(client: ExampleClient): string[] {
  return client.needs.filter((program) => !isInstalled(program));
}

/**
 * Runs an example to its end.
 *
 * The locale is the poorest there is: an example may rely on none when it writes Chinese text to the wire.
 *
 * @param settings the `OPENCPM_` variables; those of the test's own environment are not passed on.
 */
export async function runExample(
  client: ExampleClient,
  settings: Readonly<Record<string, string>>,
  parameters: readonly string[],
): Promise<ExampleRun> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OPENCPM_|NODE_|VITEST|LC_|LANG)/.test(name),
  );
  const [program, ...firstArguments] = client.command;
  const child = spawn(program, [...firstArguments, ...parameters], {
    cwd: EXAMPLES,
    env: { ...Object.fromEntries(inherited), LC_ALL: 'C', NO_PROXY: '*', no_proxy: '*', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [exitCode, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

function isInstalled(program: string): boolean {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
