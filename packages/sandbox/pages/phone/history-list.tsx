import { localTag } from '@opencpm/page-host/kit';
import type { PaymentJson } from '../../src/http/phone-json.ts';
import { say, spoken } from './language/language.ts';
import { moneyIn } from './money-element.tsx';
import { phone } from './phone-state.ts';

function timeText(instant: string): string {
  return new Intl.DateTimeFormat(localTag(spoken.value?.language ?? 'en'), {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(instant));
}

const MARKS: Readonly<Record<PaymentJson['state'], string>> = {
  processing: '…',
  waiting: '…',
  paid: '✓',
  declined: '✕',
  closed: '✕',
  reversed: '↩',
};

function Entry({ payment }: { readonly payment: PaymentJson }) {
  const words = say();
  return (
    <li class="line" data-test="entry" data-state={payment.state}>
      <div class="row">
        <strong>{payment.merchant_name}</strong>
        <strong>{moneyIn(payment.amount_minor, payment.currency)}</strong>
      </div>
      <div class="row hint">
        <span>
          <span aria-hidden="true">{MARKS[payment.state]} </span>
          {words.states[payment.state]}
        </span>
        <time dateTime={payment.created_at}>{timeText(payment.created_at)}</time>
      </div>
      {payment.refunds.map((refund) => (
        <div class="row" key={refund.channel_refund_id} data-test="refund" data-state={refund.state}>
          <span>
            <span aria-hidden="true">↩ </span>
            {words.refundStates[refund.state]}
          </span>
          <span>
            {refund.state === 'refused' ? '' : '+'}
            {moneyIn(refund.amount_minor, refund.currency)}
          </span>
        </div>
      ))}
      <details>
        <summary>{words.details}</summary>
        <dl>
          <dt>{words.number}</dt>
          <dd>{payment.wallet_number}</dd>
          {payment.description === '' ? null : (
            <>
              <dt>{words.item}</dt>
              <dd>{payment.description}</dd>
            </>
          )}
          {payment.debit_minor === null || payment.debit_currency === null ? null : (
            <>
              <dt>{words.taken}</dt>
              <dd>{moneyIn(payment.debit_minor, payment.debit_currency)}</dd>
            </>
          )}
        </dl>
      </details>
    </li>
  );
}

/** What became of the account's payments, the newest first. */
export function HistoryList() {
  const words = say();
  const history = phone.value?.history ?? [];
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">{words.history}</h2>
      {history.length === 0 ? (
        <p class="hint">{words.noPayments}</p>
      ) : (
        <ul class="history">
          {history.map((payment) => (
            <Entry key={payment.channel_order_id} payment={payment} />
          ))}
        </ul>
      )}
    </section>
  );
}
