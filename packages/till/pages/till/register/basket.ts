import { computed, signal } from '@preact/signals';
import { withDigits, withoutLastDigit } from '../amount/digits.ts';
import { start } from '../session/session.ts';

/** What is being sold. */
export interface Basket {
  /** The same for every scan of the same entry, so that the server can tell a second try from a second sale. */
  readonly basketId: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** The amount on the keypad, in minor units. */
export const amountMinor = signal(0);

const chosenCurrency = signal<string | undefined>(undefined);
let basketId: string | undefined;

/** Currencies the shop takes. */
export const currencies = computed(() => start.value?.currencies.map(({ code }) => code) ?? []);
/** The currency on the keypad. */
export const currency = computed(() => chosenCurrency.value ?? currencies.value[0] ?? 'HKD');

function change(amount: number): void {
  // Another amount is another sale.
  if (amount !== amountMinor.value) basketId = undefined;
  amountMinor.value = amount;
}

/** Digits were typed. */
export function typeDigits(digits: string): void {
  change(withDigits(amountMinor.value, digits));
}

/** The last digit was taken back. */
export function deleteDigit(): void {
  change(withoutLastDigit(amountMinor.value));
}

/** The amount was taken back. */
export function clearAmount(): void {
  change(0);
}

/** Another currency was chosen; its smallest unit may be another one, so the amount begins anew. */
export function chooseCurrency(code: string): void {
  chosenCurrency.value = code;
  basketId = undefined;
  amountMinor.value = 0;
}

/** Puts a basket back on the keypad that was not paid. */
export function restoreBasket(basket: Basket): void {
  chosenCurrency.value = basket.currency;
  amountMinor.value = basket.amountMinor;
  basketId = basket.basketId;
}

/** What is on the keypad now; undefined while there is no amount. */
export function basketNow(): Basket | undefined {
  if (amountMinor.value === 0) return undefined;
  basketId ??= crypto.randomUUID();
  return { basketId, amountMinor: amountMinor.value, currency: currency.value };
}
