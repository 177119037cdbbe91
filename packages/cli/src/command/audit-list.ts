import type { HistoryAdministration, HistoryEntry } from '@opencpm/gateway';
import { administer, findMerchant } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { entryJson, entryWords } from '../history/entry-words.ts';
import { printJson } from '../terminal/print.ts';
import { formatTable } from '../terminal/table.ts';

/** `opencpm audit list`: who changed what about merchants and keys, and when the gateway was started. */
export const auditListCommand: Command = {
  name: 'audit list',
  summary: 'List the acts of administration',
  usage: '[options]',
  positionalsMax: 0,
  options: {
    merchant: { type: 'text', value: 'APP_CODE', meaning: 'Only acts on this merchant.' },
    ...DATA_OPTION,
  },
  examples: [
    { line: 'opencpm audit list', purpose: 'Merchants, keys and starts, the oldest first.' },
    {
      line: 'opencpm audit list --merchant 0123456789ABCDEF0123456789ABCDEF',
      purpose: 'What was done to one merchant.',
    },
  ],
  run: auditList,
};

async function auditList(context: CommandContext): Promise<ExitCode> {
  const appCode = context.options.text('merchant');
  const acts = await administer(context, async (administration, history) => {
    if (appCode !== undefined) await findMerchant(administration, appCode);
    return readActs(history, appCode);
  });
  if (context.json) {
    printJson(context.stdout, { acts: acts.map(entryJson) });
    return EXIT.done;
  }
  context.stdout.write(
    acts.length === 0
      ? 'Nothing has been done yet.\n'
      : formatTable(
          [{ heading: 'ENTRY', side: 'right' }, { heading: 'TIME' }, { heading: 'ACT' }],
          acts.map((act) => [String(act.sequence), new Date(act.atMs).toISOString(), entryWords(act)]),
        ),
  );
  return EXIT.done;
}

async function readActs(
  history: HistoryAdministration,
  appCode: string | undefined,
): Promise<readonly HistoryEntry[]> {
  const acts: HistoryEntry[] = [];
  let after = 0;
  for (;;) {
    const page = await history.acts(after);
    const last = page.at(-1);
    if (last === undefined) return acts;
    acts.push(...page.filter(({ facts }) => appCode === undefined || facts['appCode'] === appCode));
    after = last.sequence;
  }
}
