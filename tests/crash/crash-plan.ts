import type { CrashPoint } from '../../packages/gateway/src/index.ts';

/** The steps of one payment, in their order, at which the process can be killed. */
export const KILL_POINTS = [
  /** The head of the request is read, its body is not. */
  'request_arriving',
  'before_intent',
  /** The intent is in the transaction, which is not committed. */
  'intent_uncommitted',
  /** The intent is committed and nobody in the process knows it yet. */
  'intent_committed',
  'intent_durable',
  'charge_sent',
  /** The wallet is about to commit the charge in its own book. */
  'wallet_uncommitted',
  /** The wallet has charged; its answer is on the way. */
  'wallet_committed',
  'charge_answered',
  /** The outcome is in the transaction, which is not committed. */
  'outcome_uncommitted',
  'outcome_durable',
  /** The first half of the answer's body has left. */
  'answer_half_sent',
] as const;

/** One of {@link KILL_POINTS}. */
export type KillPoint = (typeof KILL_POINTS)[number];

/** Which passing of a point kills the process; the first is 1. */
export interface CrashPlan {
  readonly point: KillPoint;
  readonly passing: number;
}

/** What the process of the gateway tells its parent once it listens. */
export interface GatewayReady {
  readonly url: string;
  readonly appCode: string;
  readonly clientKey: string;
}

/** The gateway's own points are kill points as well. */
export type { CrashPoint };
