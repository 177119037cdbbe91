/** What stands in a member of an answer, as data: drives the reference pages, the OpenAPI description and the tests. */
export type MemberValue =
  | {
      readonly type: 'text';
      /** Name of a value that stands in many shapes, such as `ResponseCode`. */
      readonly name?: string;
      /** Regular expression (ECMAScript, flag `u`) that every value matches. */
      readonly pattern?: string;
      /** Every value there is. */
      readonly oneOf?: readonly string[];
      /** Longest value, in characters. */
      readonly maxLength?: number;
    }
  | { readonly type: 'whole number'; readonly least: number; readonly greatest: number }
  | { readonly type: 'object'; readonly shape: AnswerShape }
  /** Each row has one of the shapes. */
  | { readonly type: 'list'; readonly row: readonly AnswerShape[] }
  | { readonly type: 'words'; readonly oneOf: readonly string[] };

/** One member of an answer. */
export interface AnswerMember {
  readonly meaning: string;
  readonly value: MemberValue;
  /** Left out of some answers of this shape; it is in all of them otherwise. */
  readonly optional?: true;
}

/** A JSON object of the wire. Members stand in the order in which they are written. */
export interface AnswerShape {
  /** Name of the shape for people and for generated code, such as `Payment`. */
  readonly name: string;
  /** When an answer has this shape. */
  readonly meaning: string;
  readonly members: Readonly<Record<string, AnswerMember>>;
}
