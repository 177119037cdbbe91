import { classify } from '../../packages/protocol/src/payment-code/classify.ts';
import { matchPayType } from '../../packages/protocol/src/payment-code/match-pay-type.ts';
import { CODE_DAMAGES, type CodeDamage, damageCode } from '../../packages/sandbox/src/payment-code/damage.ts';
import { code, table } from './markdown-table.ts';

const DIGITS = '134957201846375920';
/** A text with everything a damage can take away: a plus sign, a slash, padding. */
const EMV_TEXT =
  'hQVDUFYwMWFbYzOfNgIAB58mCBPpZt/EhcQxnycBgIICAACfNwR76ibEnxARBwABA6AAAAEINzY3NDY5NzlaCmIwWBlHNiBYGU+fGQYAAAYjBYFfLQRlbnpoTwigAAADMwEBAw==';

function outcomeOf(damage: CodeDamage, whole: string): string {
  const arrived = damageCode(damage, whole);
  if (arrived === undefined) return 'nothing to damage';
  const match = matchPayType('800008', classify(arrived));
  return match.ok ? 'read as it was' : `${code(match.respcd)} ${match.detail}`;
}

/** What can happen to a code on its way, and what the gateway makes of it. */
export function damageTable(): string {
  return table(
    ['Damage', 'What does it', 'Digits (WeChat Pay)', 'Text of the QR (UnionPay)'],
    CODE_DAMAGES.map(({ name, meaning }) => [
      code(name),
      meaning,
      outcomeOf(name, DIGITS),
      outcomeOf(name, EMV_TEXT),
    ]),
  );
}
