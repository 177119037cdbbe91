import { useEffect, useState } from 'preact/hooks';
import type { ShiftFacts, ShiftList } from '../../../src/page-api/index.ts';
import { readAmount } from '../amount/money.ts';
import { type Answer, type Failure, get, post } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { currency } from '../register/basket.ts';
import { snapshot } from '../register/register-state.ts';
import { failureText } from '../session/pin-field.tsx';
import { CloseShift } from './close-shift.tsx';
import { ShiftReport } from './shift-report.tsx';

function OpenShift({ onAnswer }: { readonly onAnswer: (answer: Answer<ShiftFacts>) => void }) {
  const phrases = say();
  const [float, setFloat] = useState('');
  const [isBad, setBad] = useState(false);
  const code = currency.value;
  const submit = async (): Promise<void> => {
    const amountMinor = readAmount(float, code);
    const wanted = float.trim() !== '';
    setBad(wanted && (amountMinor === undefined || amountMinor < 0));
    if (wanted && (amountMinor === undefined || amountMinor < 0)) return;
    onAnswer(await post<ShiftFacts>('/shift/open', wanted ? { float: { currency: code, amountMinor } } : {}));
  };
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class="field grow">
        <span>
          {phrases.float} ({code})
        </span>
        <input
          value={float}
          inputMode="decimal"
          autoComplete="off"
          placeholder={phrases.floatHint}
          aria-invalid={isBad}
          onInput={({ currentTarget }) => setFloat(currentTarget.value)}
        />
      </label>
      <button type="submit" class="main">
        {phrases.openShift}
      </button>
      <p role="alert" class="problem">
        {isBad ? phrases.badAmount : ''}
      </p>
    </form>
  );
}

/** The shift of this register: open, totals, count, close; and the ones before. */
export function ShiftPage() {
  const phrases = say();
  const [shift, setShift] = useState<ShiftFacts | null>();
  const [earlier, setEarlier] = useState<readonly ShiftFacts[]>([]);
  const [closed, setClosed] = useState<ShiftFacts>();
  const [counting, setCounting] = useState(false);
  const [problem, setProblem] = useState<Failure>();
  const news = snapshot.value?.revision;
  const load = async (): Promise<void> => {
    const [current, list] = await Promise.all([
      get<ShiftFacts | null>('/shift'),
      get<ShiftList>('/shifts?limit=10'),
    ]);
    if (current.ok) setShift(current.value);
    else setProblem(current.error);
    if (list.ok) setEarlier(list.value.shifts.filter((each) => each.closed !== undefined));
  };
  useEffect(() => {
    void load();
  }, [news]);
  const take = (answer: Answer<ShiftFacts>): void => {
    setProblem(answer.ok ? undefined : answer.error);
    if (answer.ok && answer.value.closed !== undefined) setClosed(answer.value);
    else setClosed(undefined);
    setCounting(false);
    void load();
  };
  return (
    <main class="desk">
      <h1 tabIndex={-1}>{phrases.pages.shift}</h1>
      <p role="alert" class="problem">
        {problem === undefined ? '' : failureText(phrases, problem)}
      </p>
      {closed === undefined ? null : <ShiftReport shift={closed} />}
      {shift === null ? (
        <>
          <p>{phrases.noShift}</p>
          <OpenShift onAnswer={take} />
        </>
      ) : null}
      {shift === undefined || shift === null ? null : counting ? (
        <CloseShift shift={shift} onAnswer={take} onLeave={() => setCounting(false)} />
      ) : (
        <>
          <ShiftReport shift={shift} />
          <div class="actions start no-print">
            <button type="button" class="main" onClick={() => setCounting(true)}>
              {phrases.closeShift}
            </button>
          </div>
        </>
      )}
      {earlier.length === 0 ? null : (
        <section class="no-print" aria-labelledby="earlier-title">
          <h2 id="earlier-title">{phrases.earlierShifts}</h2>
          {earlier.map((each) => (
            <details key={each.id}>
              <summary>{phrases.shift(each.number)}</summary>
              <ShiftReport shift={each} />
            </details>
          ))}
        </section>
      )}
    </main>
  );
}
