import type { KeySummary } from '@opencpm/gateway';
import { administer, requiredArgument } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { formatTable } from '../terminal/table.ts';

/** `opencpm key list`. */
export const keyListCommand: Command = {
  name: 'key list',
  summary: "List a merchant's client keys, without the keys themselves",
  usage: 'APP_CODE [options]',
  positionalsMax: 1,
  options: DATA_OPTION,
  details: ['The fingerprint is the beginning of the SHA-256 of the key: printf %s "$KEY" | sha256sum'],
  examples: [
    {
      line: 'opencpm key list 0123456789ABCDEF0123456789ABCDEF',
      purpose: 'Which keys work, and until when.',
    },
  ],
  async run(context) {
    const appCode = requiredArgument(context, 0, 'APP_CODE');
    const keys = await administer(context, (administration) => administration.keys(appCode));
    if (context.json) printJson(context.stdout, { app_code: appCode, keys: keys.map(keyJson) });
    else context.stdout.write(keyTable(keys, context.clock.nowMs()));
    return EXIT.done;
  },
};

function keyJson({
  keyId,
  createdAtMs,
  expiresAtMs,
  fingerprint,
}: KeySummary): Readonly<Record<string, unknown>> {
  return {
    key_id: keyId,
    created_at: new Date(createdAtMs).toISOString(),
    expires_at: expiresAtMs === undefined ? null : new Date(expiresAtMs).toISOString(),
    fingerprint,
  };
}

function keyTable(keys: readonly KeySummary[], nowMs: number): string {
  return formatTable(
    [{ heading: 'KEY ID' }, { heading: 'CREATED' }, { heading: 'ENDS' }, { heading: 'FINGERPRINT' }],
    keys.map(({ keyId, createdAtMs, expiresAtMs, fingerprint }) => [
      keyId,
      new Date(createdAtMs).toISOString(),
      endText(expiresAtMs, nowMs),
      fingerprint,
    ]),
  );
}

function endText(expiresAtMs: number | undefined, nowMs: number): string {
  if (expiresAtMs === undefined) return 'in use';
  const time = new Date(expiresAtMs).toISOString();
  return expiresAtMs <= nowMs ? `${time} (over)` : time;
}
