import { useId } from 'preact/hooks';
import type { Failure } from '../api/till-call.ts';
import type { Phrases } from '../language/phrases.ts';
import { start } from './session.ts';

interface PinFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (pin: string) => void;
  readonly fresh?: boolean;
  readonly required?: boolean;
  readonly name?: string;
}

/** A PIN: digits that nobody reads over a shoulder and no browser keeps. */
export function PinField({
  label,
  value,
  onInput,
  fresh = false,
  required = true,
  name = 'pin',
}: PinFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="password"
        inputMode="numeric"
        autoComplete={fresh ? 'new-password' : 'off'}
        maxLength={start.value?.pin.digitsMax ?? 12}
        required={required}
        value={value}
        onInput={({ currentTarget }) => {
          const digits = currentTarget.value.replace(/\D/g, '');
          currentTarget.value = digits;
          onInput(digits);
        }}
      />
    </div>
  );
}

/** What went wrong with a call that needs a PIN, in words for the cashier. */
export function failureText(phrases: Phrases, error: Failure): string {
  switch (error.code) {
    case 'wrong_pin':
      return phrases.wrongPin(error.triesLeft);
    case 'too_many_tries':
      return phrases.tooManyTries(Math.ceil((error.waitMs ?? 0) / 1_000));
    case 'locked':
      return phrases.locked;
    case 'invalid':
    case 'code_refused':
      return phrases.invalid;
    case 'conflict':
    case 'basket_open':
    case 'basket_paid':
    case 'same_amount_open':
    case 'code_used':
      return phrases.conflict;
    case 'forbidden':
      return phrases.forbidden;
    case 'no_answer':
      return phrases.noTill;
    case 'gateway_unreachable':
      return phrases.noGateway;
    case 'logged_out':
    case 'stale_page':
    case 'not_found':
    case 'unavailable':
      return phrases.failed;
  }
}
