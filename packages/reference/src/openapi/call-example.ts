import type { WireCall } from '@opencpm/protocol';

/** A real exchange with a gateway, shown in the description. */
export interface CallExample {
  readonly call: WireCall['name'];
  /** Key of the example, in camel case. */
  readonly name: string;
  readonly title: string;
  /** What was sent; left out of an example that shows what becomes of a malformed request. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly answer: unknown;
}

/** Everything shown in the description that comes from a running gateway. */
export interface Examples {
  readonly calls: readonly CallExample[];
  /** Bodies of plain HTTP errors by their status. */
  readonly errors: Readonly<Record<'404' | '405' | '413' | '429', unknown>>;
  readonly health: unknown;
  readonly notifications: { readonly payment: unknown; readonly refund: unknown };
}
