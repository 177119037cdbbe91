/** What a line of a wallet's bill says happened. `reversal`: a payment was undone as a whole. */
export type BillLineKind = 'payment' | 'refund' | 'reversal';

/** One movement in the day bill of a wallet, in the house's own words, whatever the wallet's file looks like. */
export interface BillLine {
  readonly kind: BillLineKind;
  /** The wallet's own number of the movement (`chnlsn`); empty when the bill leaves it out. */
  readonly channelNumber: string;
  /**
   * The number we gave it: of a payment and its reversal the channel order id, of a refund the channel refund id. Empty
   * when the bill leaves it out.
   */
  readonly requestNumber: string;
  /** Never negative: the kind says which way the money went. Minor units of {@link currency}. */
  readonly amountMinor: number;
  /** ISO 4217, as the bill has it. */
  readonly currency: string;
  /** What the wallet kept, in minor units of {@link currency}; negative when it gave a fee back. Absent in bills without fees. */
  readonly feeMinor?: number;
  /** When it happened, milliseconds since 1970-01-01 UTC; absent when the bill gives no time. */
  readonly occurredAtMs?: number;
  /** Line of the file, the first is 1; for people who look it up. */
  readonly line: number;
}

/** A bill that cannot be read. Nothing is concluded from the part before the fault. */
export class BillUnreadable extends Error {
  /** Line of the file at which reading ended, the first is 1. */
  readonly line: number;

  /** @param reason names the column and what it should hold; never a value of the file. */
  constructor(line: number, reason: string) {
    super(`line ${line} of the bill: ${reason}`);
    this.name = 'BillUnreadable';
    this.line = line;
  }
}

/** Reads the bytes of one day's bill, in whatever pieces they come. Throws {@link BillUnreadable}. */
export type ReadBill = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<BillLine>;
