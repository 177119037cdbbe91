import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { useDirectories } from './support/data-directory.ts';
import { OPENCPM } from './support/opencpm.ts';

const directory = useDirectories();

/** Every Node on the path, the one that runs the tests first. An older one hands over to the project's own. */
function nodesOnPath(): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, 'node')).filter((file) => existsSync(file));
  const byVersion = new Map<string, string>();
  for (const file of [process.execPath, ...found]) {
    const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout;
    if (!byVersion.has(version)) byVersion.set(version, file);
  }
  return [...byVersion.values()];
}

async function untilReady(gateway: ChildProcess): Promise<string> {
  if (gateway.stdout === null) throw new Error('the gateway has no standard output');
  for await (const line of createInterface(gateway.stdout)) {
    return (JSON.parse(line) as { readonly url: string }).url;
  }
  throw new Error('the gateway did not start');
}

describe('the command under any Node', () => {
  it.each(nodesOnPath())('passes SIGTERM on, so that no gateway is left behind: %s', async (node) => {
    const options = ['start', '--json', '--port', '0', '--data', directory()];
    const gateway = spawn(node, [OPENCPM, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(gateway, 'exit');
    try {
      const url = await untilReady(gateway);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      gateway.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    } finally {
      gateway.kill('SIGKILL');
    }
  });

  it.each(nodesOnPath())('keeps the exit code of a command: %s', (node) => {
    expect(spawnSync(node, [OPENCPM, 'no-such-command']).status).toBe(2);
  });
});
