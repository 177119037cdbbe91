import type { PaymentJson } from '../../src/http/phone-json.ts';
import { say } from './language/language.ts';
import type { Words } from './language/words.ts';
import { Modal } from '@opencpm/page-host/kit';
import { Money, moneyIn } from './money-element.tsx';
import { endedId, phone } from './phone-state.ts';

/** The payment whose end is to be shown. */
export function endedPayment(): PaymentJson | undefined {
  return phone.value?.history.find(({ channel_order_id: id }) => id === endedId.value);
}

function reasonOf(words: Words, payment: PaymentJson): string | undefined {
  if (payment.state === 'paid') return undefined;
  if (payment.state === 'reversed') return words.states.reversed;
  if (payment.state === 'declined' && payment.attempts_left === 0) return words.threeWrongPasswords;
  const respcd = payment.respcd ?? '';
  return words.reasons[respcd] ?? words.otherReason(respcd);
}

/** How a payment ended: amount, payee, and why when it was not paid. */
export function ResultSheet({ payment }: { readonly payment: PaymentJson }) {
  const words = say();
  const paid = payment.state === 'paid';
  const reason = reasonOf(words, payment);
  const leave = (): void => {
    endedId.value = undefined;
  };
  return (
    <Modal labelledBy="result-title" class={paid ? 'result good' : 'result bad'} onLeave={leave}>
      <span class="mark" aria-hidden="true">
        {paid ? '✓' : '✕'}
      </span>
      <h2 id="result-title">{paid ? words.paid : words.notPaid}</h2>
      <Money class="amount" amountMinor={payment.amount_minor} currency={payment.currency} />
      <p>{words.payTo(payment.merchant_name)}</p>
      {reason === undefined ? null : <p>{reason}</p>}
      {paid && payment.debit_minor !== null && payment.debit_currency !== null ? (
        <p class="hint">
          {words.taken}: {moneyIn(payment.debit_minor, payment.debit_currency)}
        </p>
      ) : null}
      <button type="button" class="main" onClick={leave}>
        {words.done}
      </button>
    </Modal>
  );
}
