import { useState } from 'preact/hooks';
import type { StartFacts } from '../../../src/page-api/index.ts';
import { Keypad } from '../amount/keypad.tsx';
import type { Answer } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { LanguageChoice } from '../settings/language-choice.tsx';
import { SandboxBanner } from '../shell/sandbox-banner.tsx';
import { failureText, PinField } from './pin-field.tsx';
import { logIn, openedOffline } from './session.ts';

/** Controls that take digits themselves. */
const TEXT_CONTROLS = 'select, input:not([type="radio"])';

interface FormProps {
  readonly facts: StartFacts;
  readonly onAnswer: (answer: Answer<unknown>) => void;
}

function PinForm({ facts, onAnswer }: FormProps) {
  const phrases = say();
  const [cashierId, choose] = useState(facts.sandboxLogIn?.cashierId ?? facts.cashiers[0]?.id ?? '');
  const [registerId, chooseRegister] = useState(facts.registers[0]?.id ?? '');
  const [pin, setPin] = useState('');
  const submit = async (): Promise<void> => {
    onAnswer(await logIn('/log-in', { cashierId, pin, registerId }));
    setPin('');
  };
  const addDigits = (digits: string): void =>
    setPin((before) => (before + digits).slice(0, facts.pin.digitsMax));
  const deleteDigit = (): void => setPin((before) => before.slice(0, -1));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={({ key, target }) => {
        // Whoever has just chosen a name or touched the keypad types on; those controls have no use for these keys.
        if (target instanceof Element && target.matches(TEXT_CONTROLS)) return;
        if (/^\d$/.test(key)) addDigits(key);
        else if (key === 'Backspace') deleteDigit();
      }}
    >
      <h1>{phrases.whoAreYou}</h1>
      {facts.registers.length > 1 ? (
        <label class="field">
          <span>{phrases.register}</span>
          <select value={registerId} onChange={({ currentTarget }) => chooseRegister(currentTarget.value)}>
            {facts.registers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <fieldset class="cashier-choice">
        <legend>{phrases.cashier}</legend>
        {facts.cashiers.map(({ id, name }) => (
          <label key={id} class="choice">
            <input
              type="radio"
              name="cashier"
              value={id}
              checked={id === cashierId}
              onChange={() => choose(id)}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <PinField label={phrases.pin} value={pin} onInput={setPin} />
      {facts.sandboxLogIn === undefined ? null : (
        <p class="hint">{phrases.pinHint(facts.sandboxLogIn.pin)}</p>
      )}
      <Keypad onDigits={addDigits} onDelete={deleteDigit} />
      <button type="submit" class="main" disabled={openedOffline.value}>
        {phrases.logIn}
      </button>
    </form>
  );
}

function SetUpForm({ onAnswer }: FormProps) {
  const phrases = say();
  const [setUpCode, setCode] = useState('');
  const [name, setName] = useState('');
  const [pin, setPin] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void logIn('/set-up', { setUpCode, name, pin }).then(onAnswer);
      }}
    >
      <h1>{phrases.setUp}</h1>
      <p class="hint">{phrases.setUpHint}</p>
      <label class="field">
        <span>{phrases.setUpCode}</span>
        <input
          value={setUpCode}
          required
          autoComplete="off"
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{phrases.name}</span>
        <input
          value={name}
          required
          maxLength={40}
          autoComplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <PinField label={phrases.newPin} value={pin} onInput={setPin} fresh />
      <button type="submit" class="main">
        {phrases.setUp}
      </button>
    </form>
  );
}

/** Before anybody is logged in. */
export function LogIn({ facts }: { readonly facts: StartFacts }) {
  const phrases = say();
  const [problem, setProblem] = useState<Answer<unknown>>();
  const text = problem === undefined || problem.ok ? '' : failureText(phrases, problem.error);
  return (
    <>
      {facts.sandbox ? <SandboxBanner /> : null}
      <main class="log-in">
        <header class="row">
          <p class="shop">{facts.shopName}</p>
          <LanguageChoice />
        </header>
        <p role="alert" class="problem">
          {openedOffline.value ? `${phrases.noTill}. ${phrases.cannotCharge}` : text}
        </p>
        {facts.state === 'set_up' ? (
          <SetUpForm facts={facts} onAnswer={setProblem} />
        ) : (
          <PinForm facts={facts} onAnswer={setProblem} />
        )}
      </main>
    </>
  );
}
