import { administer } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isSound, reportAudit } from '../history/audit-report.ts';
import { runAudit } from '../history/audit-run.ts';

const HEAD = /^[A-Za-z0-9_-]{43}$/;

/** `opencpm audit verify`: proves that history and rows are as the gateway wrote them. */
export const auditVerifyCommand: Command = {
  name: 'audit verify',
  summary: 'Prove that nothing was edited or deleted in the database',
  usage: '[options]',
  positionalsMax: 0,
  options: {
    head: {
      type: 'text',
      value: 'HASH',
      dashed: true,
      meaning: 'A head that an earlier audit printed; the history must still contain it.',
    },
    ...DATA_OPTION,
  },
  details: [
    'Walks the whole history, then every row it describes, in short steps: beside a running gateway as well, and on the data directory of one that is stopped. Exit code 0 when everything is sound, 1 when something is not.',
    'Keep the head somewhere else. Who can write to the database can write a whole new history, but not one with a head that is already out of the house.',
  ],
  examples: [
    { line: 'opencpm audit verify', purpose: 'Everything, beside the running gateway.' },
    {
      line: 'opencpm audit verify --head cNr1zq0gk8m1W8v2bX5u5yqJvQ4Jm0e8b0e3Q7mC2dI',
      purpose: 'And that nothing was cut off since that head was printed.',
    },
  ],
  run: auditVerify,
};

async function auditVerify(context: CommandContext): Promise<ExitCode> {
  const expectedHead = context.options.text('head');
  if (expectedHead !== undefined && !HEAD.test(expectedHead)) {
    throw wrongUsage('--head is not the head of a history.', 'It has 43 letters, digits, - or _.');
  }
  const { auditBeginning, NOTHING_COUNTED } = await import('@opencpm/gateway');
  const result = await administer(context, (_administration, history) =>
    runAudit(history, auditBeginning(expectedHead), NOTHING_COUNTED),
  );
  reportAudit(context, result, expectedHead);
  return isSound(result, expectedHead) ? EXIT.done : EXIT.refused;
}
