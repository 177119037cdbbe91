import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compiles a C file to a library that a process can be started with (`LD_PRELOAD`).
 *
 * @param source its place in the checkout.
 * @param folder where the library goes.
 * @returns the path of the library.
 * @throws Error saying what to install when there is no compiler: what the library proves cannot be proved without it.
 */
export function compilePreload(source: URL, folder: string): string {
  const library = join(folder, 'preload.so');
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', library];
  try {
    execFileSync('gcc', [...flags, fileURLToPath(source), '-ldl', '-lpthread'], { stdio: 'pipe' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      'NOT PROVED HERE: power cuts and failing disks. These tests need Linux and gcc: apt-get install gcc libc6-dev',
      { cause: error },
    );
  }
  return library;
}
