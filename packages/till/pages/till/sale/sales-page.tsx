import { useEffect, useState } from 'preact/hooks';
import type { SaleList, SaleState, SaleSummary } from '../../../src/page-api/index.ts';
import { API_BASE } from '../../../src/page-api/index.ts';
import { money } from '../amount/money.ts';
import { get } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { rememberedSales, rememberSales } from '../memory/history-copy.ts';
import { online, snapshot } from '../register/register-state.ts';
import { saleAddress } from '../shell/place.ts';
import { StateMark } from './state-mark.tsx';
import { dayField, timeText } from './times.ts';

const STATES: readonly SaleState[] = ['open', 'unresolved', 'paid', 'part_refunded', 'refunded', 'not_paid'];
const TYPING_PAUSE_MS = 250;

/** What is asked for. */
interface Wish {
  readonly search: string;
  readonly state: string;
}

function fits({ search, state }: Wish, sale: SaleSummary): boolean {
  const text = search.trim().toLowerCase();
  const found = [String(sale.number), sale.orderNumber, sale.syssn, sale.walletNumber].some((each) =>
    each.toLowerCase().includes(text),
  );
  return found && (state === '' || sale.state === state);
}

/** Sales by what is asked for; without the server those that this browser remembers. */
function useSales(wish: Wish) {
  const [sales, setSales] = useState<readonly SaleSummary[]>();
  const [next, setNext] = useState<string>();
  const isOnline = online.value;
  // Whatever happens at the register may change the list.
  const news = snapshot.value?.revision;
  const load = async (before?: string): Promise<void> => {
    const query = new URLSearchParams({ limit: '20' });
    if (wish.search.trim() !== '') query.set('search', wish.search.trim());
    if (wish.state !== '') query.set('state', wish.state);
    if (before !== undefined) query.set('before', before);
    const answer = await get<SaleList>(`/sales?${query}`);
    if (answer.ok) {
      setSales((known) => [...(before === undefined ? [] : (known ?? [])), ...answer.value.sales]);
      setNext(answer.value.next);
      await rememberSales(answer.value.sales);
      return;
    }
    setSales((await rememberedSales()).filter((sale) => fits(wish, sale)));
    setNext(undefined);
  };
  useEffect(() => {
    const timer = setTimeout(() => void load(), sales === undefined ? 0 : TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wish.search, wish.state, isOnline, news]);
  return { sales, next, more: () => void load(next) };
}

function CsvExport() {
  const phrases = say();
  const today = dayField(Date.now());
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  return (
    <fieldset class="csv">
      <legend>{phrases.exportCsv}</legend>
      <label class="field">
        <span>{phrases.from}</span>
        <input
          type="date"
          value={from}
          max={to}
          onInput={({ currentTarget }) => setFrom(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{phrases.until}</span>
        <input
          type="date"
          value={to}
          min={from}
          onInput={({ currentTarget }) => setTo(currentTarget.value)}
        />
      </label>
      <a
        class="button"
        data-test="csv"
        href={`${API_BASE}/payments.csv?${new URLSearchParams({ from, to })}`}
        download
      >
        {phrases.exportCsv}
      </a>
    </fieldset>
  );
}

/** The payments of the till, newest first. */
export function SalesPage() {
  const phrases = say();
  const [wish, setWish] = useState<Wish>({ search: '', state: '' });
  const { sales, next, more } = useSales(wish);
  return (
    <main class="desk">
      <h1 tabIndex={-1}>{phrases.pages.sales}</h1>
      {online.value ? null : <p class="hint">{phrases.offlineHistory}</p>}
      <search class="filters">
        <label class="field grow">
          <span>{phrases.search}</span>
          <input
            type="search"
            value={wish.search}
            placeholder={phrases.searchHint}
            maxLength={64}
            autoComplete="off"
            onInput={({ currentTarget }) => setWish({ ...wish, search: currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{phrases.state}</span>
          <select
            value={wish.state}
            onChange={({ currentTarget }) => setWish({ ...wish, state: currentTarget.value })}
          >
            <option value="">{phrases.allStates}</option>
            {STATES.map((state) => (
              <option key={state} value={state}>
                {phrases.states[state]}
              </option>
            ))}
          </select>
        </label>
      </search>
      <p role="status" class={sales?.length === 0 ? 'empty' : 'heard'}>
        {sales === undefined ? phrases.loading : sales.length === 0 ? phrases.noSales : ''}
      </p>
      <ul class="sales">
        {sales?.map((sale) => (
          <li key={sale.id}>
            <a href={saleAddress(sale.id)} data-test="sale">
              <span class="number">{sale.number}</span>
              <span class="grow">
                <span>{phrases.wallets[sale.wallet]}</span>
                <span class="hint">
                  {timeText(sale.startedAtMs)} · {sale.cashier}
                </span>
              </span>
              <strong>{money(sale.amountMinor, sale.currency)}</strong>
              <StateMark state={sale.state} />
            </a>
          </li>
        ))}
      </ul>
      {next === undefined ? null : (
        <button type="button" onClick={more}>
          {phrases.more}
        </button>
      )}
      {online.value ? <CsvExport /> : null}
    </main>
  );
}
