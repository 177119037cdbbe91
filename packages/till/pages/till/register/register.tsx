import { useEffect, useRef } from 'preact/hooks';
import { say } from '../language/language.ts';
import { Modal } from '@opencpm/page-host/kit';
import { useScans } from '../shell/scan-target.ts';
import { play, type Sound } from '../shell/sound.ts';
import { answerQuestion, question } from './charge.ts';
import { notice } from './notice.ts';
import { NotPaid, Paid, Unresolved } from './verdicts.tsx';
import { Ready } from './ready.tsx';
import { chargeScan } from './register-target.ts';
import { type Screen, screen } from './screen-state.ts';
import { SendingScreen, WaitingScreen } from './waiting.tsx';
import { online } from './register-state.ts';

const SOUNDS: Readonly<Record<Screen['kind'], Sound | undefined>> = {
  ready: undefined,
  sending: undefined,
  waiting: 'waiting',
  paid: 'paid',
  not_paid: 'not_paid',
  unresolved: 'unresolved',
};

/** Names what is shown, so that a change of it can be heard once. */
function nameOf(shown: Screen | undefined): string {
  if (shown === undefined || shown.kind === 'ready') return shown?.kind ?? '';
  return shown.kind === 'sending' ? 'sending' : `${shown.kind} ${shown.sale.id}`;
}

function useSound(shown: Screen | undefined): void {
  const before = useRef('');
  const name = nameOf(shown);
  useEffect(() => {
    const isNews = before.current !== '' && before.current !== name;
    // The scan that was told to wait waits for the same payment still.
    const goesOn = before.current === 'sending' && shown?.kind === 'waiting';
    before.current = name;
    const sound = shown === undefined ? undefined : SOUNDS[shown.kind];
    // What was on the screen before a reload is no news.
    if (isNews && sound !== undefined) play(sound);
    // A message about an earlier scan would be read as one about this payment.
    if (isNews && !goesOn && shown !== undefined && shown.kind !== 'ready') notice.value = undefined;
  }, [name]);
}

function SameAmountQuestion() {
  const phrases = say();
  const asked = question.value;
  if (asked === undefined) return null;
  return (
    <Modal labelledBy="same-amount" class="question" onLeave={() => answerQuestion(false)}>
      <h2 id="same-amount">{phrases.sameAmountTitle}</h2>
      <p>{phrases.sameAmount(asked.sale?.number)}</p>
      <div class="actions">
        <button type="button" onClick={() => answerQuestion(true)}>
          {phrases.otherCustomer}
        </button>
        <button type="button" class="main" onClick={() => answerQuestion(false)}>
          {phrases.sameCustomer}
        </button>
      </div>
    </Modal>
  );
}

function Shown({ shown }: { readonly shown: Screen }) {
  switch (shown.kind) {
    case 'ready':
      return <Ready />;
    case 'sending':
      return <SendingScreen sending={shown.sending} />;
    case 'waiting':
      return <WaitingScreen waiting={shown} />;
    case 'paid':
      return <Paid sale={shown.sale} />;
    case 'not_paid':
      return <NotPaid state={shown} />;
    case 'unresolved':
      return <Unresolved state={shown} />;
  }
}

/** The register: one state at a time fills the screen. */
export function Register() {
  const shown = screen.value;
  useScans(chargeScan);
  useSound(shown);
  return (
    <main class="register" data-test="screen" data-screen={shown?.kind ?? 'unknown'}>
      {shown === undefined ? <h1>{online.value ? say().loading : say().noTill}</h1> : <Shown shown={shown} />}
      <SameAmountQuestion />
    </main>
  );
}
