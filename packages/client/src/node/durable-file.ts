import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { platform } from 'node:process';

/**
 * Puts a file in the place of another, or where there was none: after a power cut there is the old one or the new one,
 * whole.
 *
 * @returns the new file, open at its end.
 */
export async function replaceFile(path: string, text: string): Promise<FileHandle> {
  const fresh = `${path}.new`;
  const written = await open(fresh, 'w', 0o600);
  try {
    await written.writeFile(text);
    await written.sync();
  } finally {
    await written.close();
  }
  await rename(fresh, path);
  await syncDirectory(dirname(path));
  return open(path, 'a');
}

/** Makes the names in a directory durable. Windows has no such call, and needs none. */
async function syncDirectory(path: string): Promise<void> {
  if (platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
