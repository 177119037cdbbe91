import type { CodeWish } from '../issue-code.ts';
import { CODE_DAMAGES, type CodeDamage, isCodeDamage } from '../payment-code/damage.ts';
import { SandboxRefusal } from '../sandbox-refusal.ts';
import { optionalText } from './json-body.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a wish for a code. */
export const CODE_WISH_FIELDS = ['account', 'prefix', 'length', 'damage'] as const;

function readLength({ length }: Fields): number | undefined {
  if (length === undefined || typeof length === 'number') return length;
  throw new SandboxRefusal('invalid', 'length: give a number of digits without quotes.');
}

function readDamage(fields: Fields): CodeDamage | undefined {
  const damage = optionalText(fields, 'damage');
  if (damage === undefined || isCodeDamage(damage)) return damage;
  const known = CODE_DAMAGES.map(({ name }) => name).join(', ');
  throw new SandboxRefusal('invalid', `damage: there is no ${damage}; choose one of ${known}.`);
}

/**
 * Reads what somebody who asks for a code wants of it. Whether the wallet has such codes is checked by the sandbox itself.
 *
 * @throws SandboxRefusal `invalid`, naming the field.
 */
export function readCodeWish(fields: Fields): CodeWish {
  return {
    account: optionalText(fields, 'account'),
    prefix: optionalText(fields, 'prefix'),
    length: readLength(fields),
    damage: readDamage(fields),
  };
}
