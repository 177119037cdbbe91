import type { AnswerSignatures, PayType, SignType } from '@opencpm/client';

/** A place at which one cashier at a time sells. */
interface RegisterSetting {
  /** 1 to 16 letters and digits; part of what the gateway hears about the device. */
  readonly id: string;
  readonly name: string;
}

/** Everything about a till that its owner decides. */
export interface TillSettings {
  readonly gatewayUrl: string;
  /**
   * Names the gateway in the till's file, so that open payments are never asked about at another one. The address, or a
   * name of its own for a gateway whose address changes.
   */
  readonly gatewayName: string;
  readonly appCode: string;
  /** Secret. */
  readonly clientKey: string;
  readonly storeId: string | undefined;
  readonly signType?: SignType | 'auto' | undefined;
  readonly answerSignatures?: AnswerSignatures | undefined;
  readonly dataDirectory: string;
  readonly shopName: string;
  /** Further lines of the receipt's head. */
  readonly shopLines: readonly string[];
  /** The first one is the usual one. */
  readonly currencies: readonly string[];
  /** Tried in this order; `800008` takes every wallet the gateway finds by the code. */
  readonly payTypes: readonly PayType[];
  readonly registers: readonly RegisterSetting[];
  /** IANA name. */
  readonly timeZone: string;
  /** Play money: a cashier is there at once, with a PIN that everybody knows. Never for a real till. */
  readonly sandbox: boolean;
  /** Address under which browsers reach the till, when it is not a loopback one; without a path. */
  readonly publicUrl: string | undefined;
}

/** The cashier of a fresh sandbox. */
export const SANDBOX_CASHIER = { name: 'Sam', pin: '271828' } as const;
