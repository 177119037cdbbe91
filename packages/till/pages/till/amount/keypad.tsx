import { Icon } from '../shell/icon.tsx';
import { say } from '../language/language.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface KeypadProps {
  /** Two zeros at once: for amounts, not for PINs. */
  readonly doubleZero?: boolean;
  readonly onDigits: (digits: string) => void;
  readonly onDelete: () => void;
}

/** Digits under the fingers. */
export function Keypad({ onDigits, onDelete, doubleZero = false }: KeypadProps) {
  const key = (digits: string) => (
    <button type="button" key={digits} onClick={() => onDigits(digits)}>
      {digits}
    </button>
  );
  return (
    <div class="keypad">
      {DIGITS.map(key)}
      {doubleZero ? key('00') : <span />}
      {key('0')}
      <button type="button" aria-label={say().deleteDigit} onClick={onDelete}>
        <Icon name="erase" />
      </button>
    </div>
  );
}
