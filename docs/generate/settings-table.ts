import type { SettingRow } from '../../packages/gateway/src/wallet/connector-description.ts';
import { code, table } from './markdown-table.ts';

/** Settings as the pages of the wallets list them. */
export function settingsTable(rows: readonly SettingRow[]): string {
  return table(
    ['Setting', 'Meaning', 'Example', 'Without it'],
    rows.map(({ name, meaning, example, fallback }) => [
      name.split(' or ').map(code).join(' or '),
      meaning,
      code(example),
      fallback ?? 'must be given',
    ]),
  );
}
