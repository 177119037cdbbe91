import { existsSync } from 'node:fs';
import { ACCESS_OPTIONS, gatewayUrl } from '../access/gateway-access.ts';
import { DATA_OPTION, dataDirectory } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { walletsFile, WALLETS_OPTION } from '../connector/configured-wallets.ts';
import type { CommandContext, Output } from '../context.ts';
import { checkConnectors } from '../doctor/check-connectors.ts';
import { checkCredentials } from '../doctor/check-credentials.ts';
import { checkDataDirectory } from '../doctor/check-data-directory.ts';
import { checkDatabase } from '../doctor/check-database.ts';
import { checkGateway } from '../doctor/check-gateway.ts';
import { checkNode } from '../doctor/check-node.ts';
import { checkSandbox } from '../doctor/check-sandbox.ts';
import { checkSandboxClock } from '../doctor/check-sandbox-clock.ts';
import type { Finding } from '../doctor/finding.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readMasterKey } from '../settings.ts';
import { padToWidth } from '../terminal/display-width.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';

const TONES = { ok: 'good', warn: 'waiting', fail: 'bad' } as const;
const SUBJECT_WIDTH = 14;

/** `opencpm doctor`: looks for what is wrong here. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Look for what is wrong here, and say how to mend it',
  usage: '[options]',
  positionalsMax: 0,
  options: { ...DATA_OPTION, ...WALLETS_OPTION, ...ACCESS_OPTIONS },
  details: [
    'Looks at Node, the data directory, the database, the gateway, the clocks, the credentials, the sandbox and the configured wallets with their keys, clocks and hosts; prints what would be signed. Charges nothing. The exit code is 1 when a line says fail.',
  ],
  examples: [
    { line: 'opencpm doctor', purpose: 'Everything on this machine.' },
    {
      line: 'opencpm doctor --url https://pay.example.com',
      purpose: 'A gateway elsewhere, with the credentials of the environment.',
    },
  ],
  run: doctor,
};

async function doctor(context: CommandContext): Promise<ExitCode> {
  const url = gatewayUrl(context);
  const directory = dataDirectory(context);
  const masterKey = readMasterKey(context.environment);
  const findings: Finding[] = [];
  const tell = (...found: readonly Finding[]): void => {
    findings.push(...found);
    if (!context.json)
      for (const finding of found) context.stdout.write(findingText(context.stdout, finding));
  };
  tell(...checkNode(process.versions));
  tell(...checkDataDirectory(directory));
  const starter = existsSync(walletsFile(context)) ? 'opencpm serve' : 'opencpm start';
  tell(await checkDatabase(directory, masterKey, starter));
  tell(...(await checkConnectors(context)));
  const gateway = await checkGateway(context, url, starter);
  tell(...gateway.findings);
  // Without a gateway these would only say the same again.
  if (gateway.reachable) {
    tell(await checkCredentials(context), await checkSandbox(context, url));
    tell(...(await checkSandboxClock(context, url)));
  }
  if (context.json) printJson(context.stdout, { findings });
  return findings.some(({ status }) => status === 'fail') ? EXIT.refused : EXIT.done;
}

function findingText(output: Output, { subject, status, text, mend }: Finding): string {
  const word = paint(output, TONES[status], padToWidth(status, 4));
  const line = `${word}  ${padToWidth(subject, SUBJECT_WIDTH)}  ${printable(text)}\n`;
  return mend === undefined ? line : `${line}${' '.repeat(SUBJECT_WIDTH + 8)}${printable(mend)}\n`;
}
