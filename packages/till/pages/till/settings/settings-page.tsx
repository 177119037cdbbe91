import { Choice } from '@opencpm/page-host/kit';
import { useState } from 'preact/hooks';
import { type Failure, post } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { GAP_CHOICES } from '../scan/burst.ts';
import { scannerGapMs, setScannerGapMs } from '../scan/wedge.ts';
import { failureText, PinField } from '../session/pin-field.tsx';
import { logOut, session } from '../session/session.ts';
import { appearance } from '../shell/appearance.ts';
import { useScans } from '../shell/scan-target.ts';
import { setSound, soundOn } from '../shell/sound.ts';
import { CashierSettings } from './cashier-settings.tsx';
import { LanguageChoice } from './language-choice.tsx';

function ScannerSettings() {
  const phrases = say();
  const [gapMs, setGap] = useState(scannerGapMs());
  const [length, setLength] = useState<number>();
  // Scans are tried here, and charged nowhere.
  useScans((text) => setLength(text.length));
  return (
    <fieldset>
      <legend>{phrases.scanner}</legend>
      <label class="field inline">
        <span>{phrases.scanner}</span>
        <select
          data-test="gap"
          value={String(gapMs)}
          onChange={({ currentTarget }) => {
            const chosen = Number(currentTarget.value);
            setGap(chosen);
            setScannerGapMs(chosen);
          }}
        >
          {GAP_CHOICES.map((choice) => (
            <option key={choice} value={String(choice)}>
              {phrases.gap(choice)}
            </option>
          ))}
        </select>
      </label>
      <p class="hint">{phrases.scannerHint}</p>
      <p role="status" data-test="tried">
        {length === undefined ? phrases.testScan : phrases.lastScan(length)}
      </p>
    </fieldset>
  );
}

function MachineSettings() {
  const phrases = say();
  return (
    <fieldset>
      <legend>{phrases.thisMachine}</legend>
      <LanguageChoice />
      <Choice
        name="appearance"
        label={phrases.appearance}
        class="field inline"
        value={appearance.value}
        choices={phrases.appearances}
        onChoose={(chosen) => {
          appearance.value = chosen;
        }}
      />
      <Choice
        name="sound"
        label={phrases.sound}
        class="field inline"
        value={soundOn.value ? 'on' : 'off'}
        choices={{ on: phrases.on, off: phrases.off }}
        onChoose={(chosen) => setSound(chosen === 'on')}
      />
      {document.fullscreenEnabled ? (
        <button
          type="button"
          onClick={() => {
            const change =
              document.fullscreenElement === null
                ? document.documentElement.requestFullscreen()
                : document.exitFullscreen();
            // A browser may refuse; then the window stays as it is.
            void change.catch(() => undefined);
          }}
        >
          {phrases.fullScreen}
        </button>
      ) : null}
    </fieldset>
  );
}

function OwnPin() {
  const phrases = say();
  const [pin, setPin] = useState('');
  const [newPin, setNewPin] = useState('');
  const [problem, setProblem] = useState<Failure>();
  const submit = async (): Promise<void> => {
    const answer = await post('/pin', { pin, newPin });
    setPin('');
    setNewPin('');
    if (answer.ok) await logOut();
    else setProblem(answer.error);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <fieldset>
        <legend>{phrases.ownPin}</legend>
        <PinField label={phrases.pin} value={pin} onInput={setPin} />
        <PinField label={phrases.newPin} value={newPin} onInput={setNewPin} fresh name="new-pin" />
        <p role="alert" class="problem">
          {problem === undefined ? '' : failureText(phrases, problem)}
        </p>
        <button type="submit">{phrases.save}</button>
      </fieldset>
    </form>
  );
}

/** What can be set: of this machine by everybody, of the cashiers by managers. */
export function SettingsPage() {
  const phrases = say();
  return (
    <main class="desk settings-page">
      <header class="row">
        <h1 tabIndex={-1}>{phrases.pages.settings}</h1>
        <button type="button" onClick={() => void logOut()}>
          {phrases.logOut}
        </button>
      </header>
      <div class="columns">
        <MachineSettings />
        <ScannerSettings />
        <OwnPin />
      </div>
      {session.value?.cashier.role === 'manager' ? <CashierSettings /> : null}
    </main>
  );
}
