import { fail, type Finding, ok } from './finding.ts';

/** Oldest Node that runs the sources as they are. */
const NODE_MINIMUM = [24, 15] as const;
/** First SQLite without the bug that could corrupt a database in WAL mode. */
const SQLITE_MINIMUM = [3, 51, 3] as const;

/** Checks the versions of Node and of the SQLite inside it, as `process.versions` names them. */
export function checkNode(versions: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  const node = versions['node'] ?? 'unknown';
  const sqlite = versions['sqlite'] ?? 'none';
  const mend = 'Install Node 24 from nodejs.org, or run "npm ci", which brings one on x64 Linux.';
  return [
    isAtLeast(node, NODE_MINIMUM)
      ? ok('Node', node)
      : fail('Node', `${node}, and ${NODE_MINIMUM.join('.')} or newer is needed`, mend),
    isAtLeast(sqlite, SQLITE_MINIMUM)
      ? ok('SQLite', sqlite)
      : fail(
          'SQLite',
          `${sqlite}, which can corrupt a database; ${SQLITE_MINIMUM.join('.')} or newer is needed`,
          mend,
        ),
  ];
}

function isAtLeast(version: string, minimum: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of minimum.entries()) {
    // A part that is no number compares as too old.
    const part = parts[index] ?? Number.NaN;
    if (part !== least) return part > least;
  }
  return true;
}
