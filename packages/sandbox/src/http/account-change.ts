import { type AccountChange, REFUND_BEHAVIOUR_MEND, REVERSAL_BEHAVIOUR_MEND } from '../account.ts';
import { isAccountBehaviour } from '../behaviour.ts';
import { isRefundBehaviour } from '../refund-behaviour.ts';
import { isReversalBehaviour } from '../reversal-behaviour.ts';
import { SandboxRefusal } from '../sandbox-refusal.ts';
import { allowFields } from './json-body.ts';

type Fields = Readonly<Record<string, unknown>>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const FIELDS = [
  'balance_minor',
  'free_limit_minor',
  'status',
  'behaviour',
  'reversal_behaviour',
  'refund_behaviour',
];

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
  const { status, behaviour, reversal_behaviour: ofReversals, refund_behaviour: ofRefunds } = fields;
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
  if (ofReversals !== undefined) {
    if (typeof ofReversals !== 'string' || !isReversalBehaviour(ofReversals)) {
      throw new SandboxRefusal('invalid', REVERSAL_BEHAVIOUR_MEND);
    }
    change.reversalBehaviour = ofReversals;
  }
  if (ofRefunds !== undefined) {
    if (typeof ofRefunds !== 'string' || !isRefundBehaviour(ofRefunds)) {
      throw new SandboxRefusal('invalid', REFUND_BEHAVIOUR_MEND);
    }
    change.refundBehaviour = ofRefunds;
  }
  if (Object.keys(change).length === 0) throw wrong('body', `give at least one of ${FIELDS.join(', ')}.`);
  return change;
}
