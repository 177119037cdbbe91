import type { CountLine, ShiftFacts, WalletTotal } from '../../../src/page-api/index.ts';
import { API_BASE } from '../../../src/page-api/index.ts';
import { money, signedMoney } from '../amount/money.ts';
import { say } from '../language/language.ts';
import type { Phrases } from '../language/phrases.ts';
import { saleAddress } from '../shell/place.ts';
import { timeText } from '../sale/times.ts';

/** What is counted, in words. */
export function countName(phrases: Phrases, what: CountLine['what']): string {
  return what === 'float' ? phrases.float : phrases.wallets[what];
}

interface TotalsProps {
  readonly caption: string;
  readonly first: string;
  readonly rows: readonly (WalletTotal & { readonly name: string })[];
}

function Totals({ caption, first, rows }: TotalsProps) {
  const phrases = say();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reached by keyboard
    <section class="wide" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">{phrases.payments}</th>
            <th scope="col">{phrases.refunded}</th>
            <th scope="col">{phrases.net}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.name} ${row.currency}`}>
              <th scope="row">{row.name}</th>
              <td>
                {money(row.paidMinor, row.currency)} ({row.paidCount})
              </td>
              <td>
                {money(row.refundedMinor, row.currency)} ({row.refundCount})
              </td>
              <td>{money(row.netMinor, row.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Count({ lines }: { readonly lines: readonly CountLine[] }) {
  const phrases = say();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reached by keyboard
    <section class="wide" aria-label={phrases.count} tabIndex={0}>
      <table data-test="count">
        <caption>{phrases.count}</caption>
        <thead>
          <tr>
            <th scope="col">{phrases.wallet}</th>
            <th scope="col">{phrases.expected}</th>
            <th scope="col">{phrases.counted}</th>
            <th scope="col">{phrases.difference}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ what, currency, expectedMinor, countedMinor, differenceMinor }) => (
            <tr key={`${what} ${currency}`}>
              <th scope="row">{countName(phrases, what)}</th>
              <td>{money(expectedMinor, currency)}</td>
              <td>{money(countedMinor, currency)}</td>
              <td class={differenceMinor === 0 ? '' : 'off'}>{signedMoney(differenceMinor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What a shift has brought. */
export function ShiftReport({ shift }: { readonly shift: ShiftFacts }) {
  const phrases = say();
  const { closed } = shift;
  return (
    <article class="report" data-test="report">
      <h2>
        {phrases.shift(shift.number)} · {shift.register}
      </h2>
      <p class="hint">{phrases.openedBy(shift.openedBy, timeText(shift.openedAtMs))}</p>
      {closed === undefined ? null : <p class="hint">{phrases.closedBy(closed.by, timeText(closed.atMs))}</p>}
      {shift.float === undefined ? null : (
        <p>
          {phrases.float}: {money(shift.float.amountMinor, shift.float.currency)}
        </p>
      )}
      {shift.totals.length === 0 ? (
        <p>{phrases.noSales}</p>
      ) : (
        <>
          <Totals
            caption={phrases.total}
            first={phrases.wallet}
            rows={shift.totals.map((row) => ({ ...row, name: phrases.wallets[row.wallet] }))}
          />
          <Totals
            caption={phrases.byCashier}
            first={phrases.cashier}
            rows={shift.cashiers.map((row) => ({
              ...row,
              name: `${row.cashier} · ${phrases.wallets[row.wallet]}`,
            }))}
          />
        </>
      )}
      {closed === undefined || closed.lines.length === 0 ? null : <Count lines={closed.lines} />}
      {closed === undefined || closed.note === '' ? null : (
        <p>
          {phrases.note}: {closed.note}
        </p>
      )}
      {shift.open.length === 0 ? null : (
        <p>
          {phrases.stillOpen}:{' '}
          {shift.open.map(({ id, number }) => (
            <a key={id} href={saleAddress(id)}>
              {phrases.sale(number)}
            </a>
          ))}
        </p>
      )}
      <div class="actions start no-print">
        <button type="button" onClick={() => print()}>
          {phrases.print}
        </button>
        <a class="button" href={`${API_BASE}/shifts/${encodeURIComponent(shift.id)}/csv`} download>
          {phrases.exportCsv}
        </a>
      </div>
    </article>
  );
}
