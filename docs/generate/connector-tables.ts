import { existsSync } from 'node:fs';
import { settingRows } from '../../packages/gateway/src/wallet/connector-description.ts';
import { allConnectorKinds } from '../../packages/gateway/src/wallet/connector-registry.ts';
import { CONNECTION_SETTINGS } from '../../packages/gateway/src/wallet/http/connection-settings.ts';
import { describePayType } from '../../packages/protocol/src/index.ts';
import { code, table } from './markdown-table.ts';
import { settingsTable } from './settings-table.ts';

const DOCS = new URL('../', import.meta.url);
const KINDS = await allConnectorKinds();

/** What each kind of connector can do, read out of the folders of the connectors. */
export function connectorTable(): string {
  return table(
    ['Connector', 'Pay types', 'Refund', 'Reversal', 'Is called by its wallet'],
    KINDS.map(({ name, title, documentation, capabilities }) => {
      const { payTypes, refund, reversal, notifications } = capabilities;
      return [
        existsSync(new URL(documentation, DOCS))
          ? `[${code(name)}](${documentation}), ${title}`
          : `${code(name)}, ${title}`,
        payTypes
          .map(({ payType, currencies }) => {
            const limits = currencies === 'any' ? '' : ` (${currencies.join(', ')})`;
            return `${payType} ${describePayType(payType).name}${limits}`;
          })
          .join(', '),
        `${refund.partial ? 'whole or in part' : 'whole only'}; ${refund.window}`,
        reversal.window,
        notifications === 'refunds' ? 'of refunds' : notifications ? 'yes' : 'no',
      ];
    }),
  );
}

/** The settings of the connector to another gateway. */
export function upstreamSettings(): string {
  return settingsTable(settingRows(KINDS.find(({ name }) => name === 'upstream')?.settings ?? {}));
}

/** The settings of the way to a wallet. */
export function connectionSettings(): string {
  return settingsTable(settingRows(CONNECTION_SETTINGS));
}
