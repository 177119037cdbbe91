import { useState } from 'preact/hooks';
import type { LookUpResult } from '../../../src/page-api/index.ts';
import { money } from '../amount/money.ts';
import { type Failure, post } from '../api/till-call.ts';
import { inLanguage, say } from '../language/language.ts';
import { failureText } from '../session/pin-field.tsx';
import { Icon, type IconName } from '../shell/icon.tsx';
import { saleAddress } from '../shell/place.ts';
import { useScans } from '../shell/scan-target.ts';
import { StateMark } from './state-mark.tsx';

const ICONS: Readonly<Record<LookUpResult['verdict'], IconName>> = {
  yes: 'check',
  no: 'cross',
  not_known_yet: 'hand',
  no_such_sale: 'question',
};

function Result({ result }: { readonly result: LookUpResult }) {
  const phrases = say();
  const { verdict, words, sale, gateway, gatewayReached } = result;
  return (
    <section class="look-up-result" data-test="verdict" data-verdict={verdict}>
      <Icon name={ICONS[verdict]} class="icon big" />
      <div>
        <h2>{phrases.lookUpVerdicts[verdict]}</h2>
        <p>{inLanguage(words)}</p>
        {gateway === undefined ? null : (
          <p>
            {money(gateway.amountMinor, gateway.currency)} · {gateway.orderNumber}
          </p>
        )}
        {gatewayReached ? null : <p>{phrases.gatewayNotReached}</p>}
        {sale === undefined ? null : (
          <p class="row">
            <a href={saleAddress(sale.id)}>{phrases.sale(sale.number)}</a>
            <StateMark state={sale.state} />
          </p>
        )}
      </div>
    </section>
  );
}

/** "Did that one go through?": by a number, or by the customer's code once more. */
export function LookUpPage() {
  const phrases = say();
  const [number, setNumber] = useState('');
  const [result, setResult] = useState<LookUpResult>();
  const [problem, setProblem] = useState<Failure>();
  const ask = async (body: object): Promise<void> => {
    setProblem(undefined);
    const answer = await post<LookUpResult>('/look-up', body);
    setResult(answer.ok ? answer.value : undefined);
    if (!answer.ok) setProblem(answer.error);
  };
  useScans((code) => void ask({ code }));
  return (
    <main class="desk">
      <h1 tabIndex={-1}>{phrases.lookUpTitle}</h1>
      <p>{phrases.lookUpHint}</p>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void ask({ number });
        }}
      >
        <label class="field grow">
          <span>{phrases.number}</span>
          <input
            value={number}
            required
            maxLength={64}
            autoComplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setNumber(currentTarget.value)}
          />
        </label>
        <button type="submit" class="main">
          {phrases.ask}
        </button>
      </form>
      <div role="status">{result === undefined ? null : <Result result={result} />}</div>
      <p role="alert" class="problem">
        {problem === undefined ? '' : failureText(phrases, problem)}
      </p>
    </main>
  );
}
