import { useState } from 'preact/hooks';
import { money } from '../amount/money.ts';
import { say } from '../language/language.ts';
import { Modal } from '@opencpm/page-host/kit';
import { useScans } from '../shell/scan-target.ts';
import { amountMinor, currency } from './basket.ts';
import { charge } from './charge.ts';

/** The digits below the bar code, when nothing can scan it. */
export function TypedCode({ onLeave }: { readonly onLeave: () => void }) {
  const phrases = say();
  const [code, setCode] = useState('');
  const take = (text: string): void => {
    onLeave();
    charge(text);
  };
  useScans(take);
  return (
    <Modal labelledBy="typed-title" onLeave={onLeave}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take(code);
        }}
      >
        <h2 id="typed-title">{phrases.typeCode}</h2>
        <label class="field">
          <span>{phrases.typedCode}</span>
          <input
            class="typed-code"
            value={code}
            required
            inputMode="numeric"
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="off"
            spellcheck={false}
            maxLength={512}
            aria-describedby="typed-hint"
            onInput={({ currentTarget }) => setCode(currentTarget.value)}
          />
        </label>
        <p class="hint" id="typed-hint">
          {phrases.typedCodeHint}
        </p>
        <div class="actions">
          <button type="button" onClick={onLeave}>
            {phrases.cancel}
          </button>
          <button type="submit" class="main">
            {phrases.charge(money(amountMinor.value, currency.value))}
          </button>
        </div>
      </form>
    </Modal>
  );
}
