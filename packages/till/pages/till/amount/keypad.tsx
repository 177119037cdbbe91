import { Icon } from '../shell/icon.tsx';
import { say } from '../language/language.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '0'] as const;

interface KeypadProps {
  readonly onDigits: (digits: string) => void;
  readonly onDelete: () => void;
}

/** Digits under the fingers. */
export function Keypad({ onDigits, onDelete }: KeypadProps) {
  return (
    <div class="keypad">
      {DIGITS.map((digits) => (
        <button type="button" key={digits} onClick={() => onDigits(digits)}>
          {digits}
        </button>
      ))}
      <button type="button" aria-label={say().deleteDigit} onClick={onDelete}>
        <Icon name="erase" />
      </button>
    </div>
  );
}
