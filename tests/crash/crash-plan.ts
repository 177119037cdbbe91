import type { CrashPoint } from '../../packages/gateway/src/index.ts';

/** Moments that the libraries under the gateway pass, in the order of a payment. */
const LIBRARY_POINTS = [
  /** The head of the request is read, its body is not. */
  'request_arriving',
  /** The intent is in the transaction, which is not committed. */
  'intent_uncommitted',
  /** The intent is committed and nobody in the process knows it yet. */
  'intent_committed',
  /** The outcome is in the transaction, which is not committed. */
  'outcome_uncommitted',
  /** The first half of the answer's body has left. */
  'answer_half_sent',
] as const;

/** Moments of the wallets, in whose process the gateway is killed. */
export const WALLET_POINTS = [
  /** The wallet is about to commit what it was asked for in its own book. */
  'wallet_uncommitted',
  /** The wallet has charged, undone or returned; its answer is on the way. */
  'wallet_committed',
] as const;

/** Every moment at which the gateway can be killed on purpose. */
export type KillPoint = CrashPoint | (typeof LIBRARY_POINTS)[number] | (typeof WALLET_POINTS)[number];

/** The moments that a busy shop passes again and again. */
export const KILL_POINTS = [
  ...LIBRARY_POINTS,
  ...WALLET_POINTS,
  'before_intent',
  'intent_durable',
  'charge_sent',
  'charge_answered',
  'outcome_durable',
  'lease_taken',
  'query_sent',
  'query_answered',
  'verdict_durable',
  'before_reversal',
  'reversal_durable',
  'reversal_sent',
  'reversal_answered',
  'acknowledgement_durable',
  'confirmation_sent',
  'confirmation_answered',
  'reversal_outcome_durable',
  'before_refund_intent',
  'refund_durable',
  'refund_sent',
  'refund_answered',
  'refund_outcome_durable',
  'notification_sent',
  'notification_answered',
] as const satisfies readonly KillPoint[];

/** Which passing of a point kills the gateway; the first is 1. */
export interface CrashPlan {
  readonly point: KillPoint;
  readonly passing: number;
  /** The gateway, for a process that kills another one than itself. */
  readonly victim?: number;
}

/** What the process of the gateway tells its parent once it listens. */
export interface GatewayReady {
  readonly url: string;
  readonly appCode: string;
  readonly clientKey: string;
}

/** What any other process of the shop tells its parent once it listens. */
export interface StubReady {
  readonly url: string;
  readonly port: number;
}

/** The gateway's own points are kill points as well. */
export type { CrashPoint };
