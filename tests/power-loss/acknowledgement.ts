/** A file beside the database to which the recorded process writes, so that its lines have a place among the writes. */
export const MARKS_FILE = 'marks';

/** What the recorded process says, one line each. */
export type Mark =
  /** A transaction is about to be handed to the store. */
  | { readonly kind: 'begun'; readonly id: number }
  /** The store has said that this is durable. */
  | { readonly kind: 'merchant'; readonly appCode: string }
  | {
      readonly kind: 'payment' | 'refund';
      readonly id: number;
      readonly version: number;
      readonly state: string;
    };

/** Reads the lines of one write. */
export function readMarks(bytes: Uint8Array): readonly Mark[] {
  return Buffer.from(bytes)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Mark);
}
