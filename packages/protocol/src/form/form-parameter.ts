const NAME = /^[A-Za-z0-9_]{1,32}$/;

/**
 * Whether a text can be the name of a parameter: 1 to 32 ASCII letters, digits or `_`. A name without `&`, `=` or `%`
 * reads the same before and after form decoding and cannot run into its neighbours in the text to sign.
 */
export function isParameterName(text: string): boolean {
  return NAME.test(text);
}

/** One parameter of a request as it was sent. */
export interface FormParameter {
  readonly name: string;
  /** The value after form decoding: `+` to space, then percent escapes, UTF-8. */
  readonly value: string;
  /** Exactly the characters between `=` and `&` on the wire. */
  readonly raw: string;
}

/** Why a body or query string cannot be read. The text says what to mend and holds nothing of the value. */
export interface FormProblem {
  /** Name of the parameter at fault, when one can be named. */
  readonly field: string | undefined;
  readonly problem: string;
}

/** Parameters in the order sent, or the first thing wrong with them. */
export type FormResult =
  | { readonly ok: true; readonly parameters: readonly FormParameter[] }
  | ({ readonly ok: false } & FormProblem);
