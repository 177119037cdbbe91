/** The gateway: speaks the wire to merchants, charges wallets through connectors, keeps the truth in a store. */
export { adminSocketPath } from './admin/admin-socket-path.ts';
export type { Clock, Timers } from './clock/clock.ts';
export { systemClock, systemTimers } from './clock/system-clock.ts';
export { ConfigProblem, type GatewayConfig, readConfig, SETTINGS, type Setting } from './config.ts';
export {
  type AuditCounts,
  type AuditPlace,
  type AuditStep,
  auditBeginning,
  NOTHING_COUNTED,
} from './history/audit-step.ts';
export type { HistoryAdministration, LifeQuestion } from './history/history-administration.ts';
export type { TransactionLife } from './history/payment-life.ts';
export type { Log, LogFields } from './log/log.ts';
export { jsonLog } from './log/json-log.ts';
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
export { type RefundPolicy, USUAL_REFUND_POLICY } from './payment/refund-policy.ts';
export { KeyVaultProblem } from './merchant/key-vault.ts';
export type { Merchant, MerchantChange, MerchantStore } from './merchant/merchant.ts';
export { DataDirectoryLock } from './store/sqlite/data-directory-lock.ts';
export { DATABASE_FILE } from './store/sqlite/sqlite-store.ts';
export { HISTORY_EVENTS, type HistoryEntry, type HistoryEvent } from './payment/history-entry.ts';
export type { AuditFinding, ChainPlace } from './store/audit-store.ts';
export type { LedgerPage, LedgerPlace, LedgerRequest, LedgerStore } from './store/ledger-store.ts';
export { type BillLine, BillUnreadable, type ReadBill } from './wallet/bill-line.ts';
export type { FetchedBill } from './wallet/bill-source.ts';
export type { BillDayEnd } from './wallet/bill-day-end.ts';
export {
  type Difference,
  DIFFERENCE_KINDS,
  type DifferenceKind,
  meaningOf,
  REPAIRS,
  repairOf,
} from './reconcile/difference.ts';
export type { ReconciliationResult } from './reconcile/reconciliation.ts';
export { type BillDays, billDayOf, billDaysAround, NoSuchDay } from './reconcile/bill-days.ts';
export {
  type OpenBill,
  type ReconciliationOrder,
  runReconciliation,
} from './reconcile/run-reconciliation.ts';
export type { DayTotals } from './reconcile/totals.ts';
export { makeDirectory } from './store/make-directory.ts';
export { DatabaseProblem } from './store/sqlite/database-problem.ts';
export type { AddressPolicy } from './notify/address-guard.ts';
export type { Notification, NotificationState } from './notify/notification.ts';
export type {
  NotificationAdministration,
  NotificationQuestion,
} from './notify/notification-administration.ts';
export { timedSignatureProblem, wireSignature } from './notify/notification-signature.ts';
export type { NotifyAnswer, NotifyRequest, NotifyTransport } from './notify/notify-transport.ts';
export type { CrashPoint } from './trade/crash-point.ts';
export { type Connectors, everyPayType, type Routes } from './wallet/connectors.ts';
export type {
  ChargeOrder,
  Connector,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from './wallet/connector.ts';
export type {
  ConfiguredConnector,
  ConnectorDescription,
  KeyFact,
  SettingRow,
  SignedSample,
} from './wallet/connector-description.ts';
export { settingRows } from './wallet/connector-description.ts';
export { allConnectorKinds, connectorKinds, findConnectorKind } from './wallet/connector-registry.ts';
export { CONTRACT_PAY_TYPES, type ContractPayType, isContractPayType } from './wallet/contract-pay-type.ts';
export { CONNECTOR_NAME } from './wallet/connectors.ts';
export { openConnector, type OpenConnectorParts, type OpenedConnector } from './wallet/open-connector.ts';
export { SettingProblem, type SettingFiles, type SettingPlace } from './wallet/settings/setting.ts';
export type { NotificationReceiver } from './wallet/notification-receiver.ts';
export { connectorKindsIn, openWallets, type OpenedWallets, WalletsProblem } from './wallet/wallets-file.ts';
