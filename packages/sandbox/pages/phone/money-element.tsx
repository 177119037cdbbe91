import { spoken } from './language/language.ts';
import { moneyText } from './money.ts';

/** An amount in the language spoken now. */
export function moneyIn(amountMinor: number, currency: string): string {
  return moneyText(amountMinor, currency, spoken.value?.language ?? 'en');
}

interface MoneyProps {
  readonly amountMinor: number;
  readonly currency: string;
  readonly class?: string;
}

/** An amount as a paragraph. */
export function Money({ amountMinor, currency, class: look }: MoneyProps) {
  return <p class={look}>{moneyIn(amountMinor, currency)}</p>;
}
