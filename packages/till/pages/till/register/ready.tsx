import { useLayoutEffect, useState } from 'preact/hooks';
import { Keypad } from '../amount/keypad.tsx';
import { money } from '../amount/money.ts';
import { say } from '../language/language.ts';
import { lazyPage } from '../shell/lazy-page.tsx';
import { Icon } from '../shell/icon.tsx';
import { saleAddress } from '../shell/place.ts';
import { StateMark } from '../sale/state-mark.tsx';
import {
  amountMinor,
  chooseCurrency,
  clearAmount,
  currencies,
  currency,
  deleteDigit,
  typeDigits,
} from './basket.ts';
import { notice } from './notice.ts';
import { barrier, snapshot } from './register-state.ts';
import { canType } from './screen-state.ts';
import { TypedCode } from './typed-code.tsx';

const CameraDialogue = lazyPage(async () => (await import('../scan/camera-dialogue.tsx')).CameraDialogue);

/** Keys that change the amount, wherever the focus is, unless it is in a field. */
function useEditingKeys(): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (inField || !canType()) return;
      if (event.key === 'Backspace') deleteDigit();
      else if (event.key === 'Escape' || event.key === 'Delete') clearAmount();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function CurrencyChoice() {
  const codes = currencies.value;
  if (codes.length < 2) return null;
  return (
    <label class="field inline">
      <span>{say().currency}</span>
      <select
        data-test="currency"
        value={currency.value}
        onChange={({ currentTarget }) => chooseCurrency(currentTarget.value)}
      >
        {codes.map((code) => (
          <option key={code} value={code}>
            {code}
          </option>
        ))}
      </select>
    </label>
  );
}

function Hint() {
  const phrases = say();
  const hasAmount = amountMinor.value > 0;
  if (barrier.value !== undefined) {
    return (
      <p class="scan-hint">
        <Icon name="offline" />
        <span>{phrases.cannotCharge}</span>
      </p>
    );
  }
  return (
    <p class={hasAmount ? 'scan-hint go' : 'scan-hint'}>
      <Icon name={hasAmount ? 'scan' : 'keyboard'} />
      <span>{hasAmount ? phrases.nowScan : phrases.enterAmount}</span>
    </p>
  );
}

/** What has no verdict, and what was sold last: a tap away. */
function Lately() {
  const phrases = say();
  const { open = [], latest = [] } = snapshot.value ?? {};
  return (
    <div class="lately">
      {open.length === 0 ? null : (
        <p class="open-payments">
          <Icon name="hand" />
          <span>{phrases.openPayments(open.length)}</span>
          {open.slice(0, 3).map((sale) => (
            <a key={sale.id} href={saleAddress(sale.id)}>
              {phrases.sale(sale.number)}
            </a>
          ))}
        </p>
      )}
      <ul aria-label={phrases.pages.sales}>
        {latest.slice(0, 4).map((sale) => (
          <li key={sale.id}>
            <a href={saleAddress(sale.id)}>
              <span class="number">{sale.number}</span>
              <span>{money(sale.amountMinor, sale.currency)}</span>
              <StateMark state={sale.state} />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Ready for a sale: the amount, then a scan. */
export function Ready() {
  const phrases = say();
  const [way, setWay] = useState<'camera' | 'typed' | undefined>(undefined);
  useEditingKeys();
  const close = (): void => setWay(undefined);
  const edit = (change: () => void): void => {
    notice.value = undefined;
    change();
  };
  return (
    <>
      <section class="sale-pane" aria-labelledby="amount-title">
        <div class="row">
          <h1 id="amount-title">{phrases.amount}</h1>
          <CurrencyChoice />
        </div>
        <p class="amount" data-test="amount" aria-live="polite">
          {money(amountMinor.value, currency.value)}
        </p>
        <Hint />
        <div class="actions">
          <button type="button" onClick={() => setWay('camera')}>
            <Icon name="camera" />
            {phrases.useCamera}
          </button>
          <button type="button" onClick={() => setWay('typed')}>
            <Icon name="keyboard" />
            {phrases.typeCode}
          </button>
          <button type="button" disabled={amountMinor.value === 0} onClick={() => edit(clearAmount)}>
            {phrases.clear}
          </button>
        </div>
        <Lately />
      </section>
      <Keypad
        doubleZero
        onDigits={(digits) => edit(() => typeDigits(digits))}
        onDelete={() => edit(deleteDigit)}
      />
      {way === 'camera' ? <CameraDialogue onLeave={close} /> : null}
      {way === 'typed' ? <TypedCode onLeave={close} /> : null}
    </>
  );
}
