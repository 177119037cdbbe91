import { existsSync } from 'node:fs';
import type { OpenedWallets } from '@opencpm/gateway';
import { CommandFailure } from '../command-failure.ts';
import {
  atWalletsTime,
  openWalletsHere,
  walletsFile,
  walletsFileHere,
} from '../connector/configured-wallets.ts';
import { type ConnectorReport, endingSoon, problemsOf, reportOn } from '../connector/connector-report.ts';
import type { CommandContext } from '../context.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

const RENEW = 'Get the new one, and put it into the configuration before the old one ends.';
const MEND = 'Correct the configuration, the clock or the network, and look again.';

/** Looks at every configured connector: keys, clock, reachability, and what would be signed. */
export async function checkConnectors(context: CommandContext): Promise<readonly Finding[]> {
  const file = walletsFileHere(context);
  if (!existsSync(file))
    return [ok('real wallets', `none are configured; ${walletsFile(context)} would name them`)];
  let wallets: OpenedWallets;
  try {
    wallets = await openWalletsHere(await atWalletsTime(context), () => undefined);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return [fail('real wallets', error.message, error.mend)];
  }
  const findings: Finding[] =
    file === walletsFile(context)
      ? []
      : [ok('real wallets', 'none are configured; those of the sandbox follow')];
  for (const [name, opened] of wallets.opened) findings.push(...findingsOf(await reportOn(name, opened)));
  wallets.close();
  return findings;
}

function findingsOf(report: ConnectorReport): readonly Finding[] {
  const { name, kind, host, keys, skewMs, reach, reachable, sample } = report;
  const clock = skewMs === undefined ? 'tells no time' : `clocks differ by ${Math.abs(skewMs) / 1_000} s`;
  return [
    ...problemsOf(report).map((problem) => fail(name, problem, MEND)),
    ...endingSoon(report).map((ending) => warn(name, ending, RENEW)),
    ...(reachable ? [ok(name, `${kind} at ${host}: ${reach}, ${clock}`)] : []),
    ...keys.map(({ setting, what, fingerprint, expiresAtMs }) =>
      ok(
        name,
        [
          `${setting}: ${what}`,
          fingerprint === '' ? '' : `, fingerprint ${fingerprint}`,
          expiresAtMs === undefined ? '' : `, until ${new Date(expiresAtMs).toISOString().slice(0, 10)}`,
        ].join(''),
      ),
    ),
    ok(name, `would sign for ${sample.method} ${sample.url}: ${sample.textToSign.replaceAll('\n', '\\n')}`),
  ];
}
