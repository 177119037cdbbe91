import type { AccountChange } from '../account.ts';
import { isAccountBehaviour } from '../behaviour.ts';
import { SandboxRefusal } from '../sandbox-refusal.ts';
import { allowFields } from './json-body.ts';

type Fields = Readonly<Record<string, unknown>>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const FIELDS = ['balance_minor', 'free_limit_minor', 'status', 'behaviour'];

function wrong(field: string, mend: string): SandboxRefusal {
  return new SandboxRefusal('invalid', `${field}: ${mend}`);
}

function readMinor(fields: Fields, field: string): number | undefined {
  const value = fields[field];
  if (value === undefined || typeof value === 'number') return value;
  throw wrong(field, 'give a number of minor units without quotes.');
}

/**
 * Reads the change of an account from a JSON body. Ranges are checked by the sandbox itself.
 *
 * @throws SandboxRefusal `invalid`, naming the field, also when there is nothing to change.
 */
export function readAccountChange(fields: Fields): AccountChange {
  allowFields(fields, FIELDS);
  const change: Mutable<AccountChange> = {};
  const balanceMinor = readMinor(fields, 'balance_minor');
  if (balanceMinor !== undefined) change.balanceMinor = balanceMinor;
  const freeLimitMinor = readMinor(fields, 'free_limit_minor');
  if (freeLimitMinor !== undefined) change.freeLimitMinor = freeLimitMinor;
  const { status, behaviour } = fields;
  if (status !== undefined) {
    if (status !== 'open' && status !== 'closed') throw wrong('status', 'give "open" or "closed".');
    change.status = status;
  }
  if (behaviour !== undefined) {
    if (typeof behaviour !== 'string' || !isAccountBehaviour(behaviour)) {
      throw wrong('behaviour', 'give "normal" or a behaviour of GET /sandbox/test-numbers.');
    }
    change.behaviour = behaviour;
  }
  if (Object.keys(change).length === 0) throw wrong('body', `give at least one of ${FIELDS.join(', ')}.`);
  return change;
}
