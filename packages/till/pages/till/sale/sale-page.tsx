import { useEffect, useState } from 'preact/hooks';
import type { RegisterSnapshot, SaleDetail, SaleSummary } from '../../../src/page-api/index.ts';
import { money } from '../amount/money.ts';
import { get, post } from '../api/till-call.ts';
import { inLanguage, say } from '../language/language.ts';
import { rememberedSales } from '../memory/history-copy.ts';
import { snapshot, takeAnswer } from '../register/register-state.ts';
import { Icon } from '../shell/icon.tsx';
import { ADDRESSES, receiptAddress } from '../shell/place.ts';
import { RefundDialogue } from './refund-dialogue.tsx';
import { StateMark } from './state-mark.tsx';
import { timeText } from './times.ts';

/** Facts of a sale, the ones that are known. */
function Facts({ sale }: { readonly sale: SaleSummary }) {
  const phrases = say();
  const rows: readonly (readonly [name: string, value: string])[] = [
    [phrases.time, timeText(sale.startedAtMs)],
    [phrases.wallet, phrases.wallets[sale.wallet]],
    [phrases.paymentCode, sale.maskedCode],
    [phrases.cashier, sale.cashier],
    [phrases.register, sale.register],
    [phrases.orderNumber, sale.orderNumber],
    [phrases.gatewayNumber, sale.syssn],
    [phrases.walletNumber, sale.walletNumber],
    [phrases.refunded, sale.refundedMinor === 0 ? '' : money(sale.refundedMinor, sale.currency)],
  ];
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Refunds({ detail }: { readonly detail: SaleDetail }) {
  const phrases = say();
  if (detail.refunds.length === 0) return null;
  return (
    <section aria-labelledby="refunds-title">
      <h2 id="refunds-title">{phrases.refunds}</h2>
      <ul class="refunds">
        {detail.refunds.map((refund) => (
          <li key={refund.id} data-test="refund" data-state={refund.state}>
            <strong>{money(refund.amountMinor, refund.currency)}</strong>
            <span class="mark" data-state={refund.state}>
              {phrases.refundStates[refund.state]}
            </span>
            <span class="hint">
              {timeText(refund.startedAtMs)} · {phrases.approver} {refund.approvedBy}
            </span>
            {refund.words === undefined ? null : (
              <span>
                {inLanguage(refund.words)} {refund.respcd}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One sale with everything about it, and what can still be done. */
export function SalePage({ id }: { readonly id: string }) {
  const phrases = say();
  const [detail, setDetail] = useState<SaleDetail>();
  const [copy, setCopy] = useState<SaleSummary>();
  const [refunding, setRefunding] = useState(false);
  const news = snapshot.value?.revision;
  const load = async (): Promise<void> => {
    const answer = await get<SaleDetail>(`/sales/${encodeURIComponent(id)}`);
    if (answer.ok) setDetail(answer.value);
    else setCopy((await rememberedSales()).find((each) => each.id === id));
  };
  useEffect(() => {
    void load();
  }, [id, news]);
  const sale = detail?.sale ?? copy;
  if (sale === undefined) {
    return (
      <main class="desk">
        <h1 tabIndex={-1}>{phrases.loading}</h1>
      </main>
    );
  }
  const isOpen = sale.state === 'open' || sale.state === 'unresolved';
  const check = async (): Promise<void> => {
    takeAnswer(await post<RegisterSnapshot>(`/sales/${encodeURIComponent(id)}/check`));
    await load();
  };
  return (
    <main class="desk">
      <p>
        <a href={ADDRESSES.sales} class="back">
          {phrases.pages.sales}
        </a>
      </p>
      <header class="row">
        <h1 tabIndex={-1}>{phrases.sale(sale.number)}</h1>
        <StateMark state={sale.state} />
      </header>
      <p class="amount">{money(sale.amountMinor, sale.currency)}</p>
      {detail?.words === undefined ? null : (
        <p data-test="reason">
          {inLanguage(detail.words)} {detail.respcd}
        </p>
      )}
      <div class="actions start">
        {isOpen ? (
          <button type="button" class="main" onClick={() => void check()}>
            {phrases.checkNow}
          </button>
        ) : null}
        {detail === undefined || detail.paidAt === '' ? null : (
          <a class="button" href={receiptAddress(id)}>
            <Icon name="printer" />
            {phrases.receipt}
          </a>
        )}
        {(detail?.refundableMinor ?? 0) > 0 ? (
          <button type="button" onClick={() => setRefunding(true)}>
            <Icon name="refund" />
            {phrases.refund}
          </button>
        ) : null}
      </div>
      <Facts sale={sale} />
      {detail === undefined ? null : <Refunds detail={detail} />}
      {refunding && detail !== undefined ? (
        <RefundDialogue
          detail={detail}
          onLeave={(changed) => {
            setRefunding(false);
            if (changed !== undefined) setDetail(changed);
            // A refund whose answer was lost may have been made all the same.
            else void load();
          }}
        />
      ) : null}
    </main>
  );
}
