import { digestOf, type Fields, joined, type SampleRequest, sorted, withValues } from './test-requests.ts';
import type { SeededChoice } from './test-seeded-choice.ts';

/** What a client with a mistake did. */
interface MistakenSending {
  readonly signature: string;
  /** What was sent, when it differs from the request at hand. */
  readonly sent?: Fields;
  /** The body, when it was written in an odd way. */
  readonly body?: string;
  /** The key the developer believes in, when it is not the one used. */
  readonly believedKey?: string;
  /** Other keys the developer has. */
  readonly otherKeys?: readonly { readonly name: string; readonly key: string }[];
  /** What the header said; the hash that was used when absent. */
  readonly announced?: 'MD5' | 'SHA256';
}

/** One kind of mistake: clients that make it, and the causes that may be named for it. */
export interface MistakenClient {
  readonly kind: string;
  /** Ids of which the first one named has to be one. */
  readonly causes: readonly string[];
  /** Whether it shows with characters beyond ASCII only. */
  readonly foreign?: true;
  send(request: SampleRequest, choice: SeededChoice): MistakenSending | undefined;
}

/** Signs these fields as the contract says. */
export function signed({ key, hash }: SampleRequest, fields: Fields): string {
  return digestOf(hash, joined(sorted(fields)) + key);
}

/** A client that changes the values before it signs them. */
export function valueClient(
  kind: string,
  causes: readonly string[],
  change: (value: string, name: string) => string,
): MistakenClient {
  return {
    kind,
    causes,
    send: (request) => ({ signature: signed(request, withValues(request.fields, change)) }),
  };
}

/** A client that puts text and key together in its own way. */
export function textClient(
  kind: string,
  causes: readonly string[],
  write: (text: string, key: string, choice: SeededChoice) => string,
): MistakenClient {
  return {
    kind,
    causes,
    send: ({ fields, key, hash }, choice) => ({
      signature: digestOf(hash, write(joined(sorted(fields)), key, choice)),
    }),
  };
}

/** A client whose digest is right and written down wrongly. */
export function writingClient(
  kind: string,
  causes: readonly string[],
  write: (hex: string) => string | undefined,
): MistakenClient {
  return {
    kind,
    causes,
    send(request) {
      const signature = write(signed(request, request.fields));
      return signature === undefined ? undefined : { signature };
    },
  };
}
