import { signal } from '@preact/signals';
import type { PaymentJson } from '../../src/http/phone-json.ts';
import { say } from './language/language.ts';
import { Modal } from '@opencpm/page-host/kit';
import { Money, moneyIn } from './money-element.tsx';
import { lookAgain, nowMs, phone } from './phone-state.ts';
import { post } from './sandbox-call.ts';

const PASSWORD_DIGITS = 6;
/** Seconds before the end at which a screen reader says how much time is left. */
const WARNING_SECONDS = 30;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Payments whose question was put off; they stay open. */
export const putOff = signal<ReadonlySet<string>>(new Set());

const typed = signal('');
const busy = signal(false);
/** What is wrong with the last attempt; a number counts the tries that are left. */
const complaint = signal<number | 'six_digits' | undefined>(undefined);

/** The payment that asks for the password now. */
export function askingPayment(): PaymentJson | undefined {
  return phone.value?.waiting.find(({ channel_order_id: id }) => !putOff.value.has(id));
}

function forget(): void {
  typed.value = '';
  complaint.value = undefined;
}

async function answer(payment: PaymentJson, how: 'approve' | 'refuse', password?: string): Promise<void> {
  if (busy.value) return;
  busy.value = true;
  const number = encodeURIComponent(payment.channel_order_id);
  const result = await post(`/sandbox/payments/${number}/${how}`, password === undefined ? {} : { password });
  typed.value = '';
  // Right or wrong, the truth is in the book.
  await lookAgain();
  const still = phone.value?.waiting.find(({ channel_order_id: id }) => id === payment.channel_order_id);
  complaint.value = result.ok ? undefined : still?.attempts_left;
  busy.value = false;
}

function submit(payment: PaymentJson): void {
  if (typed.value.length === PASSWORD_DIGITS) void answer(payment, 'approve', typed.value);
  else complaint.value = 'six_digits';
}

function press(digit: string): void {
  typed.value = (typed.value + digit).slice(0, PASSWORD_DIGITS);
}

function TimeLeft({ dueAt }: { readonly dueAt: string }) {
  const seconds = Math.max(0, Math.ceil((Date.parse(dueAt) - nowMs.value) / 1_000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <>
      <p class="hint" role="timer">
        {say().timeLeft(time)}
      </p>
      {/* Said once, while there is still time to type. */}
      <p class="heard" role="status">
        {seconds <= WARNING_SECONDS ? say().timeLeft(`0:${WARNING_SECONDS}`) : ''}
      </p>
    </>
  );
}

function Complaint() {
  const words = say();
  const wrong = complaint.value;
  if (wrong === undefined) return null;
  return <>{wrong === 'six_digits' ? words.sixDigits : words.wrongPassword(wrong)}</>;
}

function Keys() {
  return (
    <div class="keys">
      {KEYS.map((digit) => (
        <button type="button" key={digit} onClick={() => press(digit)}>
          {digit}
        </button>
      ))}
      <span />
      <button type="button" onClick={() => press('0')}>
        0
      </button>
      <button
        type="button"
        aria-label={say().deleteDigit}
        onClick={() => {
          typed.value = typed.value.slice(0, -1);
        }}
      >
        ⌫
      </button>
    </div>
  );
}

/** The wallet asks its owner to confirm a payment. */
export function PasswordPad({ payment }: { readonly payment: PaymentJson }) {
  const words = say();
  const later = (): void => {
    forget();
    putOff.value = new Set([...putOff.value, payment.channel_order_id]);
  };
  const foreign = payment.debit_currency !== null && payment.debit_currency !== payment.currency;
  return (
    <Modal labelledBy="pad-title" class="pad" onLeave={later}>
      <h2 id="pad-title">{words.confirmPayment}</h2>
      <Money class="amount" amountMinor={payment.amount_minor} currency={payment.currency} />
      <p>{words.payTo(payment.merchant_name)}</p>
      {foreign && payment.debit_minor !== null && payment.debit_currency !== null ? (
        <p class="hint">{words.takenFromAccount(moneyIn(payment.debit_minor, payment.debit_currency))}</p>
      ) : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(payment);
        }}
      >
        <label for="password">{words.password}</label>
        <input
          id="password"
          type="password"
          inputMode="none"
          autoComplete="off"
          maxLength={PASSWORD_DIGITS}
          value={typed.value}
          aria-describedby="password-hint password-problem"
          aria-invalid={complaint.value !== undefined}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value.replace(/\D/g, '');
          }}
        />
        <p id="password-problem" class="problem" role="alert">
          <Complaint />
        </p>
        <Keys />
        <button type="submit" class="main" disabled={busy.value}>
          {words.pay}
        </button>
      </form>
      <div class="choices">
        <button type="button" class="wide" onClick={() => void answer(payment, 'approve')}>
          {words.fingerprint}
        </button>
        <button type="button" onClick={() => void answer(payment, 'refuse')}>
          {words.refuse}
        </button>
        <button type="button" onClick={later}>
          {words.later}
        </button>
      </div>
      <p class="hint" id="password-hint">
        {words.passwordHint(phone.value?.account.password ?? '')}
      </p>
      {payment.due_at === null ? null : <TimeLeft dueAt={payment.due_at} />}
    </Modal>
  );
}
