import type { KeyObject } from 'node:crypto';
import type { Dialect } from './field-rules.ts';

/** Somebody who may call the simulated Alipay. */
export interface AlipayClient {
  readonly clientId: string;
  readonly dialect: Dialect;
  /** The client's public keys by their `keyVersion`. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Tokens it may act under; without any, it acts for itself and sends none. */
  readonly agentTokens?: ReadonlySet<string>;
  /** Currencies of its contract; every currency when left out. */
  readonly currencies?: ReadonlySet<string>;
  /** Merchants that are registered, by `referenceMerchantId`; every merchant when left out. */
  readonly merchants?: ReadonlySet<string>;
}

/** How the simulated Alipay behaves where its documents leave a choice. */
export interface AlipaySettings {
  readonly clients: readonly AlipayClient[];
  /** The key its answers and notifications are signed with. */
  readonly privateKey: KeyObject;
  readonly keyVersion: string;
  /** What `cancel` of a number it has never seen answers: `absent` ORDER_NOT_EXIST, `barred` done, and a late `pay` is refused. */
  readonly cancelOfUnknown: 'absent' | 'barred';
  /** How a payment looks that the customer never confirmed. */
  readonly expiredAs: 'FAIL' | 'CANCELLED';
  /** HTTP status of refusals before the call is looked at. */
  readonly gateStatus: number;
  /** How far `Request-Time` may be from its own clock; not looked at when undefined. */
  readonly clockToleranceMs: number | undefined;
  /** Whether the amounts 9901 to 9904 misbehave, as they do in the mock of Alipay's own kit. */
  readonly mockAmounts: boolean;
}

/** The choices that come closest to what the documents say. */
export const USUAL_CHOICES: Omit<AlipaySettings, 'clients' | 'privateKey'> = {
  keyVersion: '1',
  cancelOfUnknown: 'absent',
  expiredAs: 'FAIL',
  gateStatus: 200,
  clockToleranceMs: undefined,
  mockAmounts: false,
};
