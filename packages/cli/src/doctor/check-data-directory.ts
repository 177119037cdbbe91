import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { fail, type Finding, ok, warn } from './finding.ts';

const MIB = 1024 * 1024;
const FREE_WARN_BYTES = 1024 * MIB;
const FREE_FAIL_BYTES = 100 * MIB;

/** Checks that the data directory is there, can be written, and has room. */
export function checkDataDirectory(directory: string): readonly Finding[] {
  const subject = 'data directory';
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found === undefined) {
    return [
      warn(
        subject,
        `${directory} does not exist`,
        'Name it with --data; "opencpm start" makes a new one. A gateway elsewhere needs none here.',
      ),
    ];
  }
  if (!found.isDirectory())
    return [fail(subject, `${directory} is no directory`, 'Name another one with --data.')];
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [
      fail(
        subject,
        `${directory} cannot be written`,
        'Run as its owner, or change its owner and permissions.',
      ),
    ];
  }
  const { bavail, bsize } = statfsSync(directory);
  return [
    ok(subject, `${directory} can be written`),
    ...privacy(directory, found.mode),
    spaceFinding(bavail * bsize),
  ];
}

/** What the free space means; a payment is refused, not lost, when the disk is full. */
export function spaceFinding(freeBytes: number): Finding {
  const text = `${Math.floor(freeBytes / MIB)} MiB free`;
  const mend = 'Free some space: without it the gateway refuses payments.';
  if (freeBytes < FREE_FAIL_BYTES) return fail('free space', text, mend);
  return freeBytes < FREE_WARN_BYTES ? warn('free space', text, mend) : ok('free space', text);
}

function privacy(directory: string, mode: number): readonly Finding[] {
  if (process.platform === 'win32' || (mode & 0o007) === 0) return [];
  return [
    warn(
      'data directory',
      'other users of this machine can look into it',
      `It holds keys: chmod 700 ${directory}`,
    ),
  ];
}
