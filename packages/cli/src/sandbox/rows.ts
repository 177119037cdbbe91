import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';
import { isRecord, type JsonRecord } from '../json-record.ts';

/** The list of objects under a name of a sandbox answer. */
export function rowsOf(answer: JsonRecord, name: string): readonly JsonRecord[] {
  const list = answer[name];
  if (Array.isArray(list) && list.every(isRecord)) return list;
  throw new CommandFailure(
    EXIT.unreachable,
    `The answer of the sandbox holds no list of ${name}.`,
    'Check --url: something else seems to answer there.',
  );
}
