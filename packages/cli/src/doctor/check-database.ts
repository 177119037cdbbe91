import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdsDatabase } from '../administration/data-directory.ts';
import { withAdministration } from '../administration/reach-administration.ts';
import { CommandFailure } from '../command-failure.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/**
 * Checks the database of a data directory. It is opened only while nobody uses it, because two processes on one
 * database could damage it.
 *
 * @param starter command that starts the gateway of this data directory, for the mend.
 */
export async function checkDatabase(
  directory: string,
  masterKey: Uint8Array | undefined,
  starter: string,
): Promise<Finding> {
  const subject = 'database';
  if (!holdsDatabase(directory)) {
    return warn(subject, 'there is none yet', `"${starter}" makes it. A gateway elsewhere needs none here.`);
  }
  const { DataDirectoryLock } = await import('@opencpm/gateway');
  const inUse = DataDirectoryLock.isTaken(directory);
  try {
    const merchants = await withAdministration(directory, masterKey, (administration) =>
      administration.list(),
    );
    const use = inUse ? `in use by ${owner(directory)}` : 'not in use, opens';
    return ok(subject, `${use}; ${merchants.length} ${merchants.length === 1 ? 'merchant' : 'merchants'}`);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return fail(subject, error.message, inUse ? `It is in use by ${owner(directory)}.` : error.mend);
  }
}

function owner(directory: string): string {
  try {
    return `process ${readFileSync(join(directory, 'opencpm.pid'), 'utf8').trim()}`;
  } catch {
    return 'another process';
  }
}
