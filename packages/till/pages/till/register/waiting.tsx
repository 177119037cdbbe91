import type { Waiting } from '../../../src/page-api/index.ts';
import type { RegisterSnapshot } from '../../../src/page-api/index.ts';
import { money } from '../amount/money.ts';
import { post } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { Icon, type IconName } from '../shell/icon.tsx';
import type { Sending } from './charge.ts';
import { lookAgain, sinceSnapshotMs, takeAnswer } from './register-state.ts';

/** The till undoes a payment by itself after this time. */
const PATIENCE_S = 60;
/** Seconds before the end at which a screen reader says how much time is left. */
const WARNING_S = 15;
const RADIUS = 54;
const AROUND = 2 * Math.PI * RADIUS;

const ICONS: Readonly<Record<Waiting['turn'], IconName>> = {
  sending: 'scan',
  customer: 'phone',
  wallet: 'clock',
  asking: 'question',
  cancelling: 'clock',
};

function Countdown({ seconds, icon }: { readonly seconds: number; readonly icon: IconName }) {
  const part = Math.min(1, seconds / PATIENCE_S);
  return (
    <div class="countdown">
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle class="rest" cx="60" cy="60" r={RADIUS} />
        <circle class="left" cx="60" cy="60" r={RADIUS} stroke-dasharray={`${part * AROUND} ${AROUND}`} />
      </svg>
      <Icon name={icon} class="icon big" />
      <span role="timer" data-test="countdown">
        {say().secondsLeft(seconds)}
      </span>
    </div>
  );
}

/** A payment without a verdict: whose turn it is, how long the till waits, and what can be done. */
export function WaitingScreen({ waiting }: { readonly waiting: Waiting }) {
  const phrases = say();
  const { sale, turn, trouble, msLeft, mayCheck, mayCancel, cancelAsked } = waiting;
  const seconds = Math.ceil(Math.max(0, msLeft - sinceSnapshotMs.value) / 1_000);
  const act = async (what: 'check' | 'cancel'): Promise<void> => {
    const answer = await post<RegisterSnapshot>(`/sales/${encodeURIComponent(sale.id)}/${what}`);
    takeAnswer(answer);
    if (!answer.ok) await lookAgain();
  };
  const troubleText = trouble === 'gateway_refuses' ? phrases.gatewayRefuses : phrases.noGateway;
  return (
    <section class="state waiting" aria-labelledby="state-title">
      <Countdown seconds={seconds} icon={ICONS[turn]} />
      <div class="words">
        <p class="state-word">{phrases.waiting}</p>
        <div role="status" data-test="turn" data-turn={turn}>
          <h1 id="state-title">{phrases.turns[turn]}</h1>
          <p>{phrases.turnHints[turn]}</p>
        </div>
        <p class="amount">{money(sale.amountMinor, sale.currency)}</p>
        <p class="small">
          {phrases.sale(sale.number)} · {phrases.wallets[sale.wallet]}
        </p>
        {trouble === undefined ? null : (
          <p class="trouble" role="alert">
            {troubleText}
          </p>
        )}
        {/* Said once, while there is still time. */}
        <p class="heard" role="status">
          {seconds <= WARNING_S && seconds > 0 ? phrases.secondsLeft(WARNING_S) : ''}
        </p>
      </div>
      <div class="actions">
        <button type="button" disabled={!mayCancel} onClick={() => void act('cancel')}>
          {cancelAsked ? phrases.cancelAsked : phrases.cancelPayment}
        </button>
        <button type="button" class="main" disabled={!mayCheck} onClick={() => void act('check')}>
          {phrases.checkNow}
        </button>
      </div>
    </section>
  );
}

/** A scan that the till's server has not answered for yet. */
export function SendingScreen({ sending }: { readonly sending: Sending }) {
  const phrases = say();
  const { amountMinor, currency } = sending.basket;
  const turn = sending.repeated ? 'asking' : 'sending';
  return (
    <section class="state waiting" aria-labelledby="state-title">
      <div class="countdown">
        <Icon name={ICONS[turn]} class="icon big" />
      </div>
      <div class="words">
        <p class="state-word">{phrases.waiting}</p>
        <div role="status" data-test="turn" data-turn={turn}>
          <h1 id="state-title">{phrases.turns[turn]}</h1>
          <p>{phrases.turnHints[turn]}</p>
        </div>
        <p class="amount">{money(amountMinor, currency)}</p>
      </div>
    </section>
  );
}
