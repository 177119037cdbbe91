import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildPackage } from './build-package.ts';

const run = promisify(execFile);
const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));

/** A built package, packed as for a registry. */
export interface PackedPackage {
  readonly folder: string;
  readonly tarball: string;
}

/** Builds and packs the package in a folder of its own below `directory`. */
export async function packPackage(directory: string): Promise<PackedPackage> {
  const folder = join(directory, 'package');
  await buildPackage(folder);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', directory], { cwd: folder });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return { folder, tarball: join(directory, filename) };
}

/** A project outside of this checkout that has installed the package and nothing else. */
export class Consumer {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async install(tarball: string): Promise<Consumer> {
    const folder = mkdtempSync(join(tmpdir(), 'opencpm-consumer-'));
    const manifest = { name: 'consumer', private: true, type: 'module' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball], {
      cwd: folder,
    });
    return new Consumer(folder);
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /**
   * Compiles files strictly, with the declarations of the package checked as well.
   *
   * @returns what the compiler complains about, empty when it does not.
   */
  async compile(files: readonly string[], resolution: 'nodenext' | 'bundler' = 'nodenext'): Promise<string> {
    const types = join(this.folder, 'node_modules/@types');
    mkdirSync(types, { recursive: true });
    link(join(CHECKOUT, 'node_modules/@types/node'), join(types, 'node'));
    link(join(CHECKOUT, 'node_modules/undici-types'), join(this.folder, 'node_modules/undici-types'));
    const options = {
      target: 'es2023',
      module: resolution === 'bundler' ? 'preserve' : 'nodenext',
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
      allowImportingTsExtensions: true,
    };
    const project = this.write('tsconfig.json', JSON.stringify({ compilerOptions: options, files }));
    const compiler = join(CHECKOUT, 'node_modules/typescript/bin/tsc');
    return run(process.execPath, [compiler, '-p', project], { cwd: this.folder }).then(
      () => '',
      (error: Error & { stdout?: string }) => error.stdout ?? error.message,
    );
  }

  /** Runs a file and gives back what it printed. */
  async run(file: string, environment: NodeJS.ProcessEnv = {}, node = process.execPath): Promise<string> {
    const { stdout } = await run(node, [join(this.folder, file)], {
      cwd: this.folder,
      env: { ...process.env, ...environment },
    });
    return stdout;
  }
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
