import type { AuditCounts, AuditFinding } from '@opencpm/gateway';
import type { CommandContext } from '../context.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { formatFields } from '../terminal/table.ts';
import type { AuditResult } from './audit-run.ts';

const FAULTS: Readonly<Record<AuditFinding['kind'], string>> = {
  entry_edited: 'was edited, or the entry before it was replaced',
  entry_missing: 'missing from the history',
  row_edited: 'edited behind the back of the gateway',
  row_missing: 'deleted: the history knows it, the table does not',
  row_unknown: 'not in the history: its entries were deleted, or it was put in by hand',
  row_stuck: 'open, and nothing is due for it: its due time was taken away',
};

/** What was counted, in the order of the report. */
const COUNTED: readonly (readonly [name: keyof AuditCounts, heading: string])[] = [
  ['entries', 'entries'],
  ['transactions', 'transactions'],
  ['reversals', 'reversals'],
  ['lateCharges', 'late charges'],
  ['notifications', 'notifications'],
  ['merchants', 'merchants'],
];

/** Prints an audit. `expectedHead` is the head the auditor kept, if any. */
export function reportAudit(
  context: CommandContext,
  result: AuditResult,
  expectedHead: string | undefined,
): void {
  const { counts, findings, findingsCount, head, foundAt } = result;
  const sound = isSound(result, expectedHead);
  if (context.json) {
    printJson(context.stdout, {
      sound,
      head: { sequence: head.sequence, hash: head.hash },
      ...(expectedHead === undefined ? {} : { expected_head_at: foundAt ?? null }),
      counts: {
        entries: counts.entries,
        transactions: counts.transactions,
        reversals: counts.reversals,
        late_charges: counts.lateCharges,
        notifications: counts.notifications,
        merchants: counts.merchants,
        older_than_history: counts.olderThanHistory,
      },
      findings_count: findingsCount,
      findings: findings.map(({ kind, subject, sequence, syssn }) => ({
        kind,
        subject,
        ...(sequence === undefined ? {} : { sequence }),
        ...(syssn === undefined ? {} : { syssn }),
      })),
    });
    return;
  }
  const { stdout } = context;
  stdout.write(
    sound
      ? `${paint(stdout, 'good', 'SOUND')}  Everything is as the gateway wrote it.\n`
      : `${paint(stdout, 'bad', 'NOT SOUND')}  Something was changed behind the back of the gateway.\n`,
  );
  for (const { kind, subject } of findings) stdout.write(`  ${printable(subject)}: ${FAULTS[kind]}\n`);
  if (findingsCount > findings.length) stdout.write(`  and ${findingsCount - findings.length} more\n`);
  if (expectedHead !== undefined && foundAt === undefined) {
    stdout.write(
      '  the given head is not in the history: entries at its end were removed, or it was rewritten\n',
    );
  }
  const older = counts.olderThanHistory;
  stdout.write(
    formatFields([
      ...COUNTED.map(([name, heading]) => [heading, String(counts[name])] as const),
      ['not covered', older === 0 ? '' : `${older} older than the history and unchanged since`],
      ['given head', foundAt === undefined ? '' : `found at entry ${foundAt}`],
      ['head', head.sequence === 0 ? '' : `${head.hash} (entry ${head.sequence})`],
    ]),
  );
}

/** Whether nothing was found, and the kept head, if there is one, is part of the history. */
export function isSound(result: AuditResult, expectedHead: string | undefined): boolean {
  return result.findingsCount === 0 && (expectedHead === undefined || result.foundAt !== undefined);
}
