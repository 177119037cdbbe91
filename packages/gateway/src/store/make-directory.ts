import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseProblem } from './sqlite/database-problem.ts';

/**
 * Makes a data directory and the missing levels above it, for their owner alone; level by level, because Node's own
 * recursive mode never returns where a file system takes no directories, as below /proc.
 *
 * @throws DatabaseProblem when a level cannot be made.
 */
export function makeDirectory(directory: string): void {
  try {
    makeLevel(directory);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new DatabaseProblem(
      `the data directory ${directory} cannot be made (${why}); name another, or check the owner and the permissions above it`,
      { cause: error },
    );
  }
}

function makeLevel(directory: string): void {
  if (isDirectory(directory)) return;
  const parent = dirname(directory);
  if (parent !== directory) makeLevel(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process made it meanwhile.
    if (!isDirectory(directory)) throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
