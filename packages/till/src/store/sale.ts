import type { Attempt } from '@opencpm/client';
import type { Wallet } from '../page-api/index.ts';

/** What the till knows about a scan besides what the client writes down about the attempt. */
export interface SaleDraft {
  readonly scanId: string;
  readonly register: string;
  readonly cashierId: string;
  /** The cashier has said that it is another customer than the one of an open payment of the same amount. */
  readonly otherCustomer: boolean;
  /** Names the customer's receipt; nobody can guess it. */
  readonly receiptToken: string;
  readonly wallet: Wallet;
  readonly maskedCode: string;
  /** Recognises the code when it is scanned again, and gives it away to nobody. */
  readonly codeMark: string;
}

/** A sale as it is stored: one scan, with its attempt. */
export interface Sale extends SaleDraft {
  /** Counts the till's sales from 1. */
  readonly number: number;
  readonly attempt: Attempt;
  readonly cashierName: string;
  /** Whether its register shows it. */
  readonly onScreen: boolean;
  /** Number of the shift in which its verdict came. */
  readonly shift: number | undefined;
  readonly endedAtMs: number | undefined;
  /** Amount that went back. */
  readonly refundedMinor: number;
  /** Amount that is on its way back, reserved. */
  readonly refundingMinor: number;
}
