import { useState } from 'preact/hooks';
import type { CloseShiftRequest, ShiftFacts } from '../../../src/page-api/index.ts';
import { amountField, money, readAmount, signedMoney } from '../amount/money.ts';
import { type Answer, post } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { countName } from './shift-report.tsx';

interface CloseShiftProps {
  readonly shift: ShiftFacts;
  readonly onAnswer: (answer: Answer<ShiftFacts>) => void;
  readonly onLeave: () => void;
}

/** The count at the end of a shift: what should be there, what is there, and the difference while it is typed. */
export function CloseShift({ shift, onAnswer, onLeave }: CloseShiftProps) {
  const phrases = say();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [note, setNote] = useState('');
  const lines = shift.expected.map(({ what, currency, expectedMinor }) => {
    const key = `${what}-${currency}`;
    const text = texts[key] ?? amountField(expectedMinor, currency);
    return { key, what, currency, expectedMinor, text, countedMinor: readAmount(text, currency) };
  });
  const isBad = lines.some(({ countedMinor }) => countedMinor === undefined);
  const submit = async (): Promise<void> => {
    const counted = lines.flatMap(({ what, currency, countedMinor }) =>
      countedMinor === undefined ? [] : [{ what, currency, countedMinor }],
    );
    if (isBad) return;
    const body: CloseShiftRequest = { shiftId: shift.id, counted, note };
    onAnswer(await post<ShiftFacts>('/shift/close', body));
  };
  return (
    <form
      class="count"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>
        {phrases.closeShift} · {phrases.shift(shift.number)}
      </h2>
      {lines.map(({ key, what, currency, expectedMinor, text, countedMinor }) => (
        <div class="count-line" key={key}>
          <p>
            <strong>{countName(phrases, what)}</strong>
            <span class="hint">
              {phrases.expected} {money(expectedMinor, currency)}
            </span>
          </p>
          <label class="field">
            <span>
              {phrases.counted} ({currency})
            </span>
            <input
              value={text}
              required
              inputMode="decimal"
              autoComplete="off"
              data-test={`counted-${what}`}
              aria-invalid={countedMinor === undefined}
              onInput={({ currentTarget }) => setTexts({ ...texts, [key]: currentTarget.value })}
            />
          </label>
          <p role="status" class={countedMinor === expectedMinor ? 'difference' : 'difference off'}>
            {countedMinor === undefined
              ? phrases.badAmount
              : `${phrases.difference} ${signedMoney(countedMinor - expectedMinor, currency)}`}
          </p>
        </div>
      ))}
      <label class="field">
        <span>{phrases.note}</span>
        <input
          value={note}
          maxLength={500}
          autoComplete="off"
          onInput={({ currentTarget }) => setNote(currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="button" onClick={onLeave}>
          {phrases.cancel}
        </button>
        <button type="submit" class="main" disabled={isBad}>
          {phrases.closeShift}
        </button>
      </div>
    </form>
  );
}
