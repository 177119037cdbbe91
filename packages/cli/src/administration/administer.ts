import type {
  HistoryAdministration,
  LedgerStore,
  Merchant,
  MerchantAdministration,
  NotificationAdministration,
  MerchantStore,
} from '@opencpm/gateway';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { readMasterKey } from '../settings.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { refusedByAdministration, unknownMerchant } from './administration-failure.ts';
import { dataDirectory, requireDatabase } from './data-directory.ts';
import { withAdministration } from './reach-administration.ts';

/** Runs `use` on the administration of an existing database. */
export async function administer<T>(
  context: CommandContext,
  use: (
    administration: MerchantAdministration,
    history: HistoryAdministration,
    notifications: NotificationAdministration,
    ledger: LedgerStore,
  ) => Promise<T>,
): Promise<T> {
  const directory = dataDirectory(context);
  requireDatabase(directory);
  return withAdministration(directory, readMasterKey(context.environment), use);
}

/** An argument by its place, which the command cannot do without. */
export function requiredArgument(
  context: CommandContext,
  place: number,
  name: 'APP_CODE' | 'MCHID' | 'PAY_TYPE' | 'CONNECTOR',
): string {
  const value = context.positionals[place];
  if (value !== undefined && value !== '') return value;
  const list = {
    APP_CODE: 'opencpm merchant list',
    MCHID: `opencpm merchant show ${shellWord(context.positionals[0] ?? 'APP_CODE')}`,
    PAY_TYPE: 'opencpm route list',
    CONNECTOR: 'opencpm connector list',
  }[name];
  throw wrongUsage(`${name} is missing.`, `List what there is: ${list}`);
}

/** The merchant with an app code. */
export async function findMerchant(
  administration: MerchantAdministration,
  appCode: string,
): Promise<Merchant> {
  const merchant = (await administration.list()).find((one) => one.appCode === appCode);
  if (merchant === undefined) throw unknownMerchant(appCode);
  return merchant;
}

/** Enables or disables a store of a merchant, leaving its name as it is. */
export async function changeStoreStatus(
  administration: MerchantAdministration,
  appCode: string,
  storeId: string,
  status: MerchantStore['status'],
): Promise<Merchant> {
  const merchant = await findMerchant(administration, appCode);
  const store = merchant.stores.find((one) => one.storeId === storeId);
  if (store === undefined) {
    throw refusedByAdministration('unknown', `The merchant ${merchant.name} has no store ${storeId}.`);
  }
  return administration.change(appCode, { stores: [{ ...store, status }] });
}
