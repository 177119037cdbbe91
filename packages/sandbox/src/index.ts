/** Simulated wallets: accounts, payment codes, password prompts and scripted misbehaviour. */
export type { Account, AccountChange, AccountStatus } from './account.ts';
export { ACCOUNT_MINOR_MAX, DEFAULT_PASSWORD, SEED_ACCOUNTS } from './account.ts';
export type { SandboxTimers } from './answer-delivery.ts';
export type { AnswerManner, ProtocolFault, Spoken, WireFault } from './answer-manner.ts';
export { WIRE_FAULTS } from './answer-manner.ts';
export type { AccountBehaviour, Behaviour, NamedBehaviour } from './behaviour.ts';
export { FAULT_NUMBERS, numberedFault } from './fault-numbers.ts';
export { isAccountBehaviour, NAMED_BEHAVIOURS, PAYER_TIME_MS } from './behaviour.ts';
export { SandboxBookProblem } from './book/open-database.ts';
export type { SandboxClock } from './book/write-group.ts';
export type { CallFault, WalletCall } from './call-fault.ts';
export { CALL_FAULTS, isCallFault, WALLET_CALLS } from './call-fault.ts';
export { CallFaults, type Fault, type FaultOrder, type StandingFault } from './call-faults.ts';
export { SettledWork } from './clock/settled-work.ts';
export type { ClockMove, MachineTime, VirtualTimeParts } from './clock/virtual-time.ts';
export { ADVANCE_MAX_MS, VirtualTime } from './clock/virtual-time.ts';
export { convertMinor, MICRO_YUAN_PER_UNIT } from './exchange-rate.ts';
export { loopbackOnly } from './http/loopback-only.ts';
export { sandboxRoutes } from './http/sandbox-routes.ts';
export type { Misbehaviour, SpoiltCall, WireServer } from './misbehaviour.ts';
export { MISBEHAVIOURS, SERVER_OF_FAMILY, SPOILT_CALLS, WIRE_SERVERS } from './misbehaviour.ts';
export type { IssuedCode } from './issue-code.ts';
export { CODE_LIFE_MS } from './issue-code.ts';
export type { WalletOrder } from './order.ts';
export type { OrderState } from './order-state.ts';
export { ORDER_STATES, ORDER_TRANSITIONS } from './order-state.ts';
export { LATEST } from './payer.ts';
export type { RandomBytes } from './payment-code/choice.ts';
export { CODE_DAMAGES } from './payment-code/damage.ts';
export type { BookPage, Sandbox, SandboxOptions, WalletWithAccounts } from './sandbox.ts';
export { BOOK_PAGE_MAX, openSandbox } from './sandbox.ts';
export type { RefundState, WalletRefund } from './refund.ts';
export type { NamedRefundBehaviour, RefundBehaviour } from './refund-behaviour.ts';
export { isRefundBehaviour, NAMED_REFUND_BEHAVIOURS } from './refund-behaviour.ts';
export type { ReversalBehaviour } from './reversal-behaviour.ts';
export { isReversalBehaviour, REVERSAL_BEHAVIOURS } from './reversal-behaviour.ts';
export type { RefusalKind } from './sandbox-refusal.ts';
export { SandboxRefusal } from './sandbox-refusal.ts';
export type { RefundTestNumber, ReversalTestNumber, TestNumber, TestOutcome } from './test-numbers.ts';
export {
  outcomeOfTestCode,
  REFUND_TEST_NUMBERS,
  refundBehaviourOfAmount,
  REVERSAL_TEST_NUMBERS,
  TEST_NUMBERS,
} from './test-numbers.ts';
export type { Wallet, WalletId } from './wallet.ts';
export { isWalletId, WALLET_IDS, WALLETS } from './wallet.ts';
export type {
  ChargeOrder,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
  WalletReceipt,
} from './wallet-answer.ts';
export type { BookEntry, WalletDoor } from './wallet-door.ts';
export type { SpokenReply, WalletProtocol, WireReply, WireRequest } from './server/wallet-protocol.ts';
export type { WalletServer, WalletServerOptions } from './server/wallet-server.ts';
export type { WechatPayHabits } from './server/wechatpay/habits.ts';
export { USUAL_HABITS } from './server/wechatpay/habits.ts';
export type { Contract, Shop, ShopKind } from './server/wechatpay/merchants.ts';
export { Platform } from './server/wechatpay/platform.ts';
export { WechatPayProtocol, type WechatPayProtocolParts } from './server/wechatpay/protocol.ts';
export { startWalletServer } from './server/wallet-server.ts';
export { plainReply } from './server/plain-reply.ts';
export { type QfpayCredentials, qfpayProtocol } from './server/qfpay/qfpay-protocol.ts';
export { AlipayProtocol, type AlipayProtocolParts } from './server/alipay/alipay-protocol.ts';
export type { AlipayClient, AlipaySettings } from './server/alipay/alipay-settings.ts';
export { USUAL_CHOICES } from './server/alipay/alipay-settings.ts';
export { type PostNotification, postNotification } from './server/notification-post.ts';
export type { AcpProtocolParts } from './server/unionpay/acp-protocol.ts';
export { AcpProtocol } from './server/unionpay/acp-protocol.ts';
export type { UnionPayHabits } from './server/unionpay/habits.ts';
export { PartnerProtocol } from './server/unionpay/partner-protocol.ts';
export type { UnionPayIdentity, UnionPayMerchant } from './server/unionpay/settings.ts';
export { selfSignedCertificate } from './server/certificate.ts';
