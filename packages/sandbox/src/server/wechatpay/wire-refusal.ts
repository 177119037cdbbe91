/** Where a field of a request stands. */
export type FieldLocation = 'body' | 'query' | 'uri_template';

/** What is wrong with which field, as the wallet tells it. */
interface FieldDetail {
  /** JSON pointer of a body's field, such as `/amount/currency`; a plain name elsewhere. */
  readonly field: string;
  readonly value: string;
  readonly issue: string;
  readonly location: FieldLocation;
}

/** An error as it goes over the wire. */
export interface WireError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly detail?: FieldDetail | { readonly sign_information: Readonly<Record<string, string | number>> };
  /** The number behind the Request-ID; 0 without one. */
  readonly cause: number;
}

/** Causes as support people know them. */
export const CAUSE = {
  codeExpired: 268_501_011,
  codeUsed: 268_501_784,
  notEnough: 88_430_113,
  tooLateToReverse: 268_449_386,
  notQuickPay: 268_449_304,
  shopMissing: 268_443_704,
  shopOfOther: 268_443_701,
  otherShop: 268_447_845,
  badParameter: 268_435_461,
  badSignature: 270_283_348,
  noOrder: 268_512_771,
  mainlandPath: 268_501_838,
} as const;

/** Ends a request with an error. Thrown before anything of it has been done. */
export class WireRefusal extends Error {
  override readonly name = 'WireRefusal';
  readonly error: WireError;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly detail?: WireError['detail']; readonly cause?: number } = {},
  ) {
    super(`${code}: ${message}`);
    this.error = {
      status,
      code,
      message,
      cause: more.cause ?? 0,
      ...(more.detail === undefined ? {} : { detail: more.detail }),
    };
  }
}

/** A field that the wallet does not take. */
export function badField(field: string, value: unknown, issue: string, location: FieldLocation): WireRefusal {
  const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return new WireRefusal(400, 'PARAM_ERROR', `${field}: ${issue}`, {
    detail: { field, value: shown.slice(0, 64), issue, location },
    cause: CAUSE.badParameter,
  });
}
