import type { SaleState } from '../../../src/page-api/index.ts';
import { say } from '../language/language.ts';
import { Icon, type IconName } from '../shell/icon.tsx';

const ICONS: Readonly<Record<SaleState, IconName>> = {
  open: 'clock',
  unresolved: 'hand',
  paid: 'check',
  part_refunded: 'refund',
  refunded: 'refund',
  not_paid: 'cross',
};

/** What a sale has come to: a drawing and a word, never a colour alone. */
export function StateMark({ state }: { readonly state: SaleState }) {
  return (
    <span class="mark" data-state={state}>
      <Icon name={ICONS[state]} />
      {say().states[state]}
    </span>
  );
}
