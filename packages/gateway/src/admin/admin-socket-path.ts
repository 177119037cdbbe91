import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Longest path of a Unix socket that every system takes. */
const PATH_LENGTH_MAX = 100;

/**
 * Where the gateway of a data directory listens for its administrator: a Unix socket that only the owner of the
 * directory can open. Directories with long paths get a short stand-in, on Windows it is a named pipe.
 */
export function adminSocketPath(dataDirectory: string): string {
  const directory = resolve(dataDirectory);
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\opencpm-${name}`;
  const inside = join(directory, 'admin.sock');
  return inside.length <= PATH_LENGTH_MAX ? inside : join(tmpdir(), `opencpm-${name}.sock`);
}
