import { type FileHandle, open, readFile } from 'node:fs/promises';
import type { Attempt, AttemptProgress, Release } from '../attempt.ts';
import { AttemptTable } from '../attempt-table.ts';
import { CODE_REUSE_MS } from '../find-obstacle.ts';
import type { Journal } from '../journal.ts';
import { systemClock } from '../system-surroundings.ts';
import { replaceFile } from './durable-file.ts';
import { FileLock } from './file-lock.ts';
import { JournalError } from './journal-error.ts';
import { journalLine, readJournal } from './journal-line.ts';

/** How a journal is kept. */
export interface FileJournalOptions {
  /** How long attempts with a verdict are kept, in milliseconds; 90 days when left out, and never less than a day. */
  readonly keepMs?: number | undefined;
  /** Milliseconds since 1970-01-01 UTC; the machine's when left out. */
  readonly nowMs?: (() => number) | undefined;
}

const KEEP_MS = 90 * 24 * 3_600_000;
/** The file is written anew when this many lines of it no longer say anything. */
const STALE_LINES_MAX = 2_000;

/**
 * A journal in a file of its own that survives power cuts: every change is a line at its end, on disk before the call
 * settles. One process uses a file at a time.
 */
export class FileJournal implements Journal {
  readonly #path: string;
  readonly #lock: FileLock;
  readonly #table = new AttemptTable();
  readonly #keepMs: number;
  readonly #nowMs: () => number;
  #file: FileHandle;
  #lines = 0;
  /** Writes happen one after the other; this settles with the latest. */
  #latest: Promise<unknown> = Promise.resolve();
  #broken: JournalError | undefined;

  private constructor(path: string, lock: FileLock, file: FileHandle, keepMs: number, nowMs: () => number) {
    this.#path = path;
    this.#lock = lock;
    this.#file = file;
    this.#keepMs = keepMs;
    this.#nowMs = nowMs;
  }

  /**
   * Opens a journal, or begins one. Its directory must exist.
   *
   * @throws JournalError when another process uses it, or when it is damaged.
   */
  static async open(path: string, options: FileJournalOptions = {}): Promise<FileJournal> {
    const { keepMs = KEEP_MS, nowMs = () => systemClock.nowMs() } = options;
    const lock = await FileLock.take(path, nowMs);
    try {
      const bytes = await readIfThere(path);
      const { attempts, wholeBytes } = readJournal(bytes ?? Buffer.alloc(0));
      const file =
        bytes === undefined ? await replaceFile(path, '') : await openWhole(path, bytes, wholeBytes);
      const journal = new FileJournal(path, lock, file, Math.max(keepMs, CODE_REUSE_MS), nowMs);
      for (const attempt of attempts) journal.#table.put(attempt);
      journal.#lines = attempts.length;
      await journal.#compactIfStale();
      return journal;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  begin(attempt: Attempt): Promise<Attempt | undefined> {
    return this.#inTurn(async () => {
      const obstacle = this.#table.findObstacle(attempt);
      if (obstacle !== undefined) return obstacle;
      await this.#append(attempt);
      return undefined;
    });
  }

  update(orderNumber: string, progress: AttemptProgress): Promise<void> {
    return this.#inTurn(async () => {
      await this.#append(this.#table.changed(orderNumber, progress));
    });
  }

  release(orderNumber: string, release: Release): Promise<void> {
    return this.#inTurn(async () => {
      await this.#append(this.#table.released(orderNumber, release));
    });
  }

  async find(orderNumber: string): Promise<Attempt | undefined> {
    return this.#table.find(orderNumber);
  }

  async listBasket(basketId: string): Promise<readonly Attempt[]> {
    return this.#table.listBasket(basketId);
  }

  async listOpen(): Promise<readonly Attempt[]> {
    return this.#table.listOpen();
  }

  exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined> {
    return this.#table.exclusively(orderNumber, run);
  }

  /** Lets what is being written end, then gives the file back. */
  async close(): Promise<void> {
    await this.#latest.catch(() => undefined);
    if (this.#broken?.message === CLOSED) return;
    this.#broken = new JournalError(CLOSED);
    await this.#file.close();
    await this.#lock.release();
  }

  #inTurn<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.#latest
      .catch(() => undefined)
      .then(() => {
        if (this.#broken !== undefined) throw this.#broken;
        return write();
      });
    this.#latest = turn;
    return turn;
  }

  async #append(attempt: Attempt): Promise<void> {
    try {
      await this.#file.appendFile(journalLine(attempt));
      await this.#file.datasync();
    } catch (error) {
      // Half a line may be in the file, and what a disk says after an error cannot be trusted.
      const why = error instanceof Error ? error.message : String(error);
      this.#broken = new JournalError(
        `the journal cannot be written (${why}); mend the disk and open it again`,
      );
      throw this.#broken;
    }
    this.#table.put(attempt);
    this.#lines += 1;
    await this.#compactIfStale();
  }

  /** Writes the file anew without old states and old attempts. The old file stays until the new one is whole. */
  async #compactIfStale(): Promise<void> {
    if (this.#lines - this.#table.size < STALE_LINES_MAX) return;
    const oldestMs = this.#nowMs() - this.#keepMs;
    for (const { orderNumber, verdict, startedAtMs } of this.#table.all) {
      if (verdict !== undefined && startedAtMs < oldestMs) this.#table.remove(orderNumber);
    }
    const kept = this.#table.all;
    const old = this.#file;
    try {
      this.#file = await replaceFile(this.#path, kept.map(journalLine).join(''));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#broken = new JournalError(
        `the journal cannot be written (${why}); mend the disk and open it again`,
      );
      return;
    }
    this.#lines = kept.length;
    await old.close();
  }
}

const CLOSED = 'the journal is closed';

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Opens a file at its end, without the line that was being written when the power went. */
async function openWhole(path: string, bytes: Buffer, wholeBytes: number): Promise<FileHandle> {
  const file = await open(path, 'a');
  if (wholeBytes < bytes.length) {
    await file.truncate(wholeBytes);
    await file.sync();
  }
  return file;
}
