import { closeSync, openSync, readSync, realpathSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { compilePreload } from '../preload/compile-preload.ts';

/** Linux's numbers. */
const ERRORS = { EIO: 5, ENOSPC: 28, EROFS: 30 } as const;
const OPERATIONS = { write: 1, sync: 2, read: 3 } as const;
/** `struct plan` of fail-disk.c. */
const PLAN_BYTES = 64;
const FAILURES_AT = 16;
const FILE_AT = 20;

/** Which operation on which file fails, and how. */
export interface DiskFailure {
  readonly operation: keyof typeof OPERATIONS;
  readonly error: keyof typeof ERRORS;
  /** Name of the file inside the directory. */
  readonly file: string;
  /** The first that fails, counted from now; 1 is the next. */
  readonly nth: number;
  /** Whether all later ones fail as well. */
  readonly lasts: boolean;
}

/** A directory of a process whose disk fails when told to. */
export class FailingDisk {
  /** What the process has to be started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #plan: number;

  /**
   * @param directory the data directory of the process.
   * @param workspace an existing directory for the library and the plan.
   */
  constructor(directory: string, workspace: string) {
    const plan = join(workspace, 'plan');
    writeFileSync(plan, Buffer.alloc(PLAN_BYTES));
    this.#plan = openSync(plan, 'r+');
    this.environment = {
      LD_PRELOAD: compilePreload(new URL('./fail-disk.c', import.meta.url), workspace),
      FAILING_DIRECTORY: realpathSync(directory),
      FAILURE_PLAN: plan,
    };
  }

  /** Lets operations fail from now on. */
  fail({ operation, error, file, nth, lasts }: DiskFailure): void {
    const plan = Buffer.alloc(PLAN_BYTES);
    plan.writeInt32LE(ERRORS[error], 4);
    plan.writeInt32LE(nth, 8);
    plan.writeInt32LE(lasts ? 1 : 0, 12);
    plan.write(file, FILE_AT);
    // The operation comes last: the process may look at any moment.
    writeSync(this.#plan, plan, 0, PLAN_BYTES, 0);
    plan.writeInt32LE(OPERATIONS[operation], 0);
    writeSync(this.#plan, plan, 0, 4, 0);
  }

  /** Lets everything succeed again. */
  heal(): void {
    writeSync(this.#plan, Buffer.alloc(PLAN_BYTES), 0, PLAN_BYTES, 0);
  }

  /** How many operations have failed since {@link fail}. */
  get failures(): number {
    const bytes = Buffer.alloc(4);
    readSync(this.#plan, bytes, 0, 4, FAILURES_AT);
    return bytes.readInt32LE();
  }

  close(): void {
    closeSync(this.#plan);
  }
}
