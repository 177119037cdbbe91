import { createHash } from 'node:crypto';
import { mkdir, rmdir, stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { platform } from 'node:process';
import { resolve } from 'node:path';
import { JournalError } from './journal-error.ts';

/** Longest path of a Unix socket that every system takes. */
const SOCKET_PATH_MAX = 100;
/** A take-over that is older was left behind by a process that died in it. */
const TAKE_OVER_MS = 10_000;

/**
 * A lock that ends with its process, however that ends: a local socket that only one process can listen on. What a dead
 * process leaves behind is taken over, by one process only.
 */
export class FileLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * @param file what is locked.
   * @param nowMs the machine's time, as file times are given.
   * @throws JournalError when another process holds the lock.
   */
  static async take(file: string, nowMs: () => number): Promise<FileLock> {
    const path = lockPath(file);
    const server = (await listen(path)) ?? (await takeOver(path, file, nowMs));
    // The lock must not keep a process alive that has nothing else to do.
    server.unref();
    return new FileLock(server);
  }

  /** Closing the socket also takes its file away. */
  release(): Promise<void> {
    return new Promise((done) => {
      this.#server.close(() => done());
    });
  }
}

function lockPath(file: string): string {
  const path = `${resolve(file)}.lock`;
  if (platform === 'win32') {
    return `\\\\.\\pipe\\opencpm-${createHash('sha256').update(path.toLowerCase()).digest('hex')}`;
  }
  if (Buffer.byteLength(path) <= SOCKET_PATH_MAX) return path;
  throw new JournalError(
    `the path of the journal is too long for its lock; use one of at most ${SOCKET_PATH_MAX - 5} bytes`,
  );
}

/** `undefined` when something is at the path already. */
function listen(path: string): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(undefined);
      else fail(error);
    });
    server.listen(path, () => done(server));
  });
}

async function takeOver(path: string, file: string, nowMs: () => number): Promise<Server> {
  if (platform === 'win32' || (await isAlive(path))) throw locked(file);
  const marker = `${path}.take-over`;
  if (!(await mark(marker, nowMs))) throw locked(file);
  try {
    // Somebody else may have taken over between the two looks.
    if (await isAlive(path)) throw locked(file);
    await unlink(path).catch(() => undefined);
    const server = await listen(path);
    if (server === undefined) throw locked(file);
    return server;
  } finally {
    await rmdir(marker);
  }
}

/** Making a directory is the one step that only one process can win. */
async function mark(marker: string, nowMs: () => number): Promise<boolean> {
  const made = await tryMkdir(marker);
  if (made) return true;
  const left = await stat(marker).catch(() => undefined);
  if (left === undefined || nowMs() - left.mtimeMs < TAKE_OVER_MS) return false;
  await rmdir(marker).catch(() => undefined);
  return tryMkdir(marker);
}

function tryMkdir(path: string): Promise<boolean> {
  return mkdir(path).then(
    () => true,
    () => false,
  );
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Only a socket nobody listens on, or one that is gone, is a dead one.
      done(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

function locked(file: string): JournalError {
  return new JournalError(`another process uses the journal ${file}; end it, or give each till its own file`);
}
