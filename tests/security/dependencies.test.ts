import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
}

const { packages: locked } = json<{ packages: Record<string, LockedPackage> }>('package-lock.json');
const foreign = Object.entries(locked).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const MANIFESTS = [
  'package.json',
  ...['protocol', 'gateway', 'sandbox', 'cli'].map((name) => `packages/${name}/package.json`),
];

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

describe('row 25: what comes from elsewhere', () => {
  it('row 25: is locked with a hash of its bytes, one and all', () => {
    expect(foreign.length).toBeGreaterThan(50);
    for (const [path, { integrity }] of foreign)
      expect(integrity, path).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  });

  it('row 25: comes from the registry alone: no address, no file and no repository is named', () => {
    for (const [path, { resolved }] of foreign) expect(resolved ?? '', path).not.toMatch(/^(git|file|http:)/);
    for (const path of MANIFESTS) {
      const { dependencies, devDependencies, optionalDependencies } = json<Manifest>(path);
      const named = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
      for (const [name, version] of named) {
        if (name.startsWith('@opencpm/')) continue;
        expect(version, `${path}: ${name}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      }
    }
  });

  it('row 25: runs no script when it is installed: each package that has one is denied by name', () => {
    const { allowScripts = {} } = json<Manifest>('package.json');
    expect(Object.values(allowScripts).every((allowed) => !allowed)).toBe(true);
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toContain('strict-allow-scripts=true');
    const scripted = foreign
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    for (const name of scripted) expect(Object.keys(allowScripts)).toContain(name);
  });

  it('row 25: with other bytes than the lock names is not installed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'opencpm-tampered-'));
    directories.push(directory);
    const part = join(directory, 'part');
    mkdirSync(part);
    writeFileSync(join(part, 'package.json'), JSON.stringify({ name: 'part', version: '1.0.0' }));
    await run('npm', ['pack', './part'], { cwd: directory });
    const manifest = { name: 'whole', version: '1.0.0', dependencies: { part: 'file:part-1.0.0.tgz' } };
    writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
    const lock = (integrity: string) => ({
      ...manifest,
      lockfileVersion: 3,
      packages: {
        '': manifest,
        'node_modules/part': { version: '1.0.0', resolved: 'file:part-1.0.0.tgz', integrity },
      },
    });
    const wrong = `sha512-${Buffer.alloc(64).toString('base64')}`;
    writeFileSync(join(directory, 'package-lock.json'), JSON.stringify(lock(wrong)));
    const failure = await run('npm', ['ci', '--ignore-scripts', '--offline'], {
      cwd: directory,
    }).then(
      () => 'installed',
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
    expect(failure).toContain('EINTEGRITY');
  });
});
