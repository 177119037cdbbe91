import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/opencpm.js', import.meta.url));

/** What a command of `opencpm` came to. */
export interface CommandRun {
  readonly code: number;
  readonly output: string;
  readonly tookMs: number;
  /** Most memory it had at once; 0 where the system does not tell. */
  readonly peakBytes: number;
}

/** Runs `opencpm` in a process of its own and watches its memory. */
export async function runCommand(words: readonly string[]): Promise<CommandRun> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [COMMAND, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    output += piece;
  });
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid ?? 0));
  }, 50);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  return { code: code ?? -1, output, tookMs: performance.now() - startMs, peakBytes };
}

function peakOf(processId: number): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}
