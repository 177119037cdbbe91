import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RegisterSnapshot, RegisterState, SaleSummary } from '../../../src/page-api/index.ts';
import { money } from '../amount/money.ts';
import { post } from '../api/till-call.ts';
import { inLanguage, say } from '../language/language.ts';
import { clockText } from '../sale/times.ts';
import { Icon, type IconName } from '../shell/icon.tsx';
import { receiptAddress } from '../shell/place.ts';
import { clearAmount, restoreBasket } from './basket.ts';
import { lookAgain, takeAnswer } from './register-state.ts';
import { ReleaseDialogue } from './release-dialogue.tsx';

type Shown<Kind extends RegisterState['kind']> = Extract<RegisterState, { kind: Kind }>;

/** The register is ready for the next sale. */
async function dismiss({ id }: SaleSummary): Promise<void> {
  const answer = await post<RegisterSnapshot>(`/sales/${encodeURIComponent(id)}/dismiss`);
  takeAnswer(answer);
  if (!answer.ok) await lookAgain();
}

interface VerdictProps {
  readonly look: 'paid' | 'not-paid' | 'unresolved';
  readonly icon: IconName;
  readonly word: string;
  readonly sale: SaleSummary;
  readonly children?: ComponentChildren;
  readonly actions: ComponentChildren;
}

function Verdict({ look, icon, word, sale, children, actions }: VerdictProps) {
  const phrases = say();
  return (
    <section class={`state ${look}`} aria-labelledby="state-title">
      <span class="badge">
        <Icon name={icon} class="icon big" />
      </span>
      <div class="words">
        <div role="alert">
          <h1 id="state-title">{word}</h1>
        </div>
        <p class="amount">{money(sale.amountMinor, sale.currency)}</p>
        {children}
        {/* With the time: whoever logs in may find the verdict of an earlier sale, and is not to take it for that of now. */}
        <p class="small">
          {clockText(sale.endedAtMs ?? sale.startedAtMs, Date.now())} · {phrases.sale(sale.number)} ·{' '}
          {phrases.wallets[sale.wallet]} · {sale.maskedCode}
        </p>
      </div>
      <div class="actions">{actions}</div>
    </section>
  );
}

/** The wallet was charged. */
export function Paid({ sale }: { readonly sale: SaleSummary }) {
  const phrases = say();
  return (
    <Verdict
      look="paid"
      icon="check"
      word={phrases.paid}
      sale={sale}
      actions={
        <>
          <a class="button" href={receiptAddress(sale.id)}>
            <Icon name="printer" />
            {phrases.printReceipt}
          </a>
          <NextButton sale={sale} />
        </>
      }
    />
  );
}

/** Takes the focus, once for each sale, so that Enter goes on with the next customer. */
function NextButton({ sale }: { readonly sale: SaleSummary }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    button.current?.focus({ preventScroll: true });
  }, [sale.id]);
  return (
    <button
      type="button"
      class="main"
      ref={button}
      onClick={() => {
        clearAmount();
        void dismiss(sale);
      }}
    >
      {say().nextCustomer}
    </button>
  );
}

/** Final: nothing was charged. */
export function NotPaid({ state }: { readonly state: Shown<'not_paid'> }) {
  const phrases = say();
  const { sale, words, respcd, mayRetry } = state;
  return (
    <Verdict
      look="not-paid"
      icon="cross"
      word={phrases.notPaid}
      sale={sale}
      actions={
        <>
          <NextButton sale={sale} />
          {mayRetry ? (
            <button
              type="button"
              onClick={() => {
                restoreBasket(sale);
                void dismiss(sale);
              }}
            >
              {phrases.tryAgain}
            </button>
          ) : null}
        </>
      }
    >
      <p data-test="reason" data-respcd={respcd}>
        {inLanguage(words)}
      </p>
      {mayRetry ? <p class="small">{phrases.tryAgainHint}</p> : null}
      {respcd === '' ? null : (
        <p class="small">
          {phrases.code} {respcd}
        </p>
      )}
    </Verdict>
  );
}

/** Nobody knows yet. */
export function Unresolved({ state }: { readonly state: Shown<'unresolved'> }) {
  const phrases = say();
  const [releasing, setReleasing] = useState(false);
  const { sale, words, released } = state;
  return (
    <>
      <Verdict
        look="unresolved"
        icon="hand"
        word={phrases.doNotCharge}
        sale={sale}
        actions={
          <>
            {released ? null : (
              <button type="button" onClick={() => setReleasing(true)}>
                {phrases.release}
              </button>
            )}
            <button
              type="button"
              onClick={() => {
                void post<RegisterSnapshot>(`/sales/${encodeURIComponent(sale.id)}/check`).then(takeAnswer);
              }}
            >
              {phrases.checkNow}
            </button>
            <button
              type="button"
              class="main"
              onClick={() => {
                if (released) restoreBasket(sale);
                else clearAmount();
                void dismiss(sale);
              }}
            >
              {released ? phrases.tryAgain : phrases.nextCustomer}
            </button>
          </>
        }
      >
        <p>{inLanguage(words)}</p>
        <p>{released ? phrases.released : phrases.doNotChargeHint}</p>
        <p class="small">
          {phrases.orderNumber} <span data-test="order">{sale.orderNumber}</span>
        </p>
      </Verdict>
      {releasing ? <ReleaseDialogue sale={sale} onLeave={() => setReleasing(false)} /> : null}
    </>
  );
}
