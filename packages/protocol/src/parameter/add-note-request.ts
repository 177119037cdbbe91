import type { FormParameter, FormProblem } from '../form/form-parameter.ts';
import { notTaken, oneSyssn, plainText } from './field-format.ts';
import { checkParameters, type ParameterRule } from './parameter-rule.ts';

/** Longest remark, in characters as people count them. */
const NOTE_LENGTH_MAX = 200;

/** Every parameter of `POST /trade/v1/add_note` (contract section 5.6). */
export const ADD_NOTE_RULES: readonly ParameterRule[] = [
  {
    name: 'code',
    type: 'String',
    mandatory: true,
    maxLength: 32,
    meaning: 'The app code again.',
  },
  {
    name: 'syssn',
    type: 'String',
    mandatory: true,
    maxLength: 128,
    meaning: 'Number of the payment or refund; one number only.',
    ...oneSyssn,
  },
  {
    name: 'note',
    type: 'String',
    mandatory: true,
    maxLength: NOTE_LENGTH_MAX,
    countsCharacters: true,
    meaning: 'The remark; it replaces an earlier one.',
    ...plainText,
  },
  {
    name: 'mchid',
    type: 'String',
    mandatory: false,
    maxLength: 32,
    meaning: 'May not be sent: notes are for merchants without stores.',
    ...notTaken('may not be sent; notes are for merchants without mchid'),
  },
];

/** Names with a meaning in a note; see the ambiguity rules of signatures. */
export const ADD_NOTE_NAMES: ReadonlySet<string> = new Set(ADD_NOTE_RULES.map(({ name }) => name));

/** A remark as the merchant sent it, every format checked. */
export interface AddNoteRequest {
  /** The app code as a parameter; the caller compares it with the header. */
  readonly appCode: string;
  readonly syssn: string;
  readonly note: string;
}

/** A typed request, or the first parameter that breaks its rule. */
export type AddNoteRequestResult =
  | { readonly ok: true; readonly request: AddNoteRequest }
  | ({ readonly ok: false } & FormProblem);

/** Reads the parameters of a remark. */
export function readAddNoteRequest(parameters: readonly FormParameter[]): AddNoteRequestResult {
  const check = checkParameters(ADD_NOTE_RULES, parameters);
  if (!check.ok) return check;
  // Mandatory, so they are there.
  const text = (name: string): string => check.values.get(name) as string;
  return { ok: true, request: { appCode: text('code'), syssn: text('syssn'), note: text('note') } };
}
