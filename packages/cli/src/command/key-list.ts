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
  details: [
    'FIRST USED is the first request signed with the key: until then notifications keep the key before it. OLD USES counts requests signed with a key after a newer one existed; when LAST OLD USE stands still, everybody has changed over.',
    'The fingerprint is the beginning of the SHA-256 of the key: printf %s "$KEY" | sha256sum',
  ],
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

function keyJson(key: KeySummary): Readonly<Record<string, unknown>> {
  return {
    key_id: key.keyId,
    created_at: new Date(key.createdAtMs).toISOString(),
    expires_at: timeOrNull(key.expiresAtMs),
    minimum_algorithm: key.minimumAlgorithm,
    first_used_at: timeOrNull(key.firstUsedAtMs),
    old_uses: key.oldUses,
    last_old_use_at: timeOrNull(key.lastOldUseAtMs),
    fingerprint: key.fingerprint,
  };
}

function timeOrNull(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}

function keyTable(keys: readonly KeySummary[], nowMs: number): string {
  return formatTable(
    [
      { heading: 'KEY ID' },
      { heading: 'CREATED' },
      { heading: 'ENDS' },
      { heading: 'TAKES' },
      { heading: 'FIRST USED' },
      { heading: 'OLD USES', side: 'right' },
      { heading: 'LAST OLD USE' },
      { heading: 'FINGERPRINT' },
    ],
    keys.map((key) => [
      key.keyId,
      new Date(key.createdAtMs).toISOString(),
      endText(key.expiresAtMs, nowMs),
      key.minimumAlgorithm === 'MD5' ? 'MD5 or stronger' : 'SHA256 or stronger',
      timeOrNull(key.firstUsedAtMs) ?? 'never',
      String(key.oldUses),
      timeOrNull(key.lastOldUseAtMs) ?? '',
      key.fingerprint,
    ]),
  );
}

function endText(expiresAtMs: number | undefined, nowMs: number): string {
  if (expiresAtMs === undefined) return 'in use';
  const time = new Date(expiresAtMs).toISOString();
  return expiresAtMs <= nowMs ? `${time} (over)` : time;
}
