/** The gateway: speaks the wire to merchants, charges wallets through connectors, keeps the truth in a store. */
export { adminSocketPath } from './admin/admin-socket-path.ts';
export type { Clock, Timers } from './clock/clock.ts';
export { systemClock, systemTimers } from './clock/system-clock.ts';
export { ConfigProblem, type GatewayConfig, readConfig, SETTINGS, type Setting } from './config.ts';
export type { Log, LogFields } from './log/log.ts';
export { pinoLog } from './log/pino-log.ts';
export {
  type Gateway,
  type GatewayCore,
  type GatewayParts,
  openAdministration,
  openGateway,
} from './main.ts';
export {
  ALL_CURRENCIES,
  AdministrationError,
  type KeySummary,
  type MerchantAdministration,
  type NewMerchant,
} from './merchant/administration.ts';
export { KeyVaultProblem } from './merchant/key-vault.ts';
export type { Merchant, MerchantChange, MerchantStore } from './merchant/merchant.ts';
export { DataDirectoryLock } from './store/sqlite/data-directory-lock.ts';
export { DATABASE_FILE } from './store/sqlite/sqlite-store.ts';
export { DatabaseProblem } from './store/sqlite/database-problem.ts';
export type { CrashPoint } from './trade/take-payment.ts';
export type {
  ChargeOrder,
  Connector,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from './wallet/connector.ts';
