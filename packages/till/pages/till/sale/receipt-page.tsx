import { useEffect, useState } from 'preact/hooks';
import type { ReceiptFacts } from '../../../src/page-api/index.ts';
import { money } from '../amount/money.ts';
import { get } from '../api/till-call.ts';
import { language, say } from '../language/language.ts';
import { start } from '../session/session.ts';
import { Icon } from '../shell/icon.tsx';
import { saleAddress } from '../shell/place.ts';

/** Space around a QR code, in modules (ISO/IEC 18004). */
const QUIET_MODULES = 4;

function QrCode({ rows, label }: { readonly rows: readonly string[]; readonly label: string }) {
  const side = rows.length + 2 * QUIET_MODULES;
  const path = rows
    .flatMap((row, y) =>
      Array.from(row, (dark, x) =>
        dark === '1' ? `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h1v1h-1z` : '',
      ),
    )
    .join('');
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

function Paper({ receipt }: { readonly receipt: ReceiptFacts }) {
  const phrases = say();
  const { shop, sale, refunds, localTime } = receipt;
  const rows: readonly (readonly [name: string, value: string])[] = [
    [phrases.time, localTime],
    [phrases.number, String(sale.number)],
    [phrases.cashier, sale.cashier],
    [phrases.wallet, phrases.wallets[sale.wallet]],
    [phrases.paymentCode, sale.maskedCode],
    [phrases.orderNumber, sale.orderNumber],
    [phrases.gatewayNumber, sale.syssn],
    [phrases.walletNumber, sale.walletNumber],
  ];
  return (
    <article class="paper" data-test="receipt">
      <h2>{shop.name}</h2>
      {shop.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {start.value?.sandbox === true ? <p class="paper-sandbox">{phrases.sandbox}</p> : null}
      <p class="paper-total">
        <span>{phrases.total}</span>
        <strong>{money(sale.amountMinor, sale.currency)}</strong>
      </p>
      <p class="paper-paid">{phrases.paid}</p>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {refunds
          .filter(({ state }) => state === 'refunded')
          .map((refund) => (
            <div key={refund.id}>
              <dt>{phrases.refunded}</dt>
              <dd>{money(-refund.amountMinor, refund.currency)}</dd>
            </div>
          ))}
      </dl>
      {receipt.urlIsPublic ? <QrCode rows={receipt.qr} label={phrases.receiptQr} /> : null}
      <p>{phrases.thanks}</p>
    </article>
  );
}

/** A receipt, as it comes out of the printer. */
export function ReceiptPage({ id }: { readonly id: string }) {
  const phrases = say();
  const [receipt, setReceipt] = useState<ReceiptFacts>();
  useEffect(() => {
    void get<ReceiptFacts>(`/sales/${encodeURIComponent(id)}/receipt`).then((answer) => {
      if (answer.ok) setReceipt(answer.value);
    });
  }, [id]);
  return (
    <main class="desk receipt-page">
      <p class="no-print">
        <a href={saleAddress(id)} class="back">
          {receipt === undefined ? phrases.back : phrases.sale(receipt.sale.number)}
        </a>
      </p>
      <h1 class="no-print" tabIndex={-1}>
        {phrases.receipt}
      </h1>
      {receipt === undefined ? (
        <p role="status">{phrases.loading}</p>
      ) : (
        <>
          <div class="actions start no-print">
            <button type="button" class="main" onClick={() => print()}>
              <Icon name="printer" />
              {phrases.print}
            </button>
            <a class="button" href={`${receipt.pdfUrl}?lang=${language()}`} target="_blank" rel="noopener">
              {phrases.pdf}
            </a>
          </div>
          <div class="receipt-sides">
            <Paper receipt={receipt} />
            <section class="no-print" aria-labelledby="copy-title">
              <h2 id="copy-title">{phrases.receiptQr}</h2>
              <QrCode rows={receipt.qr} label={phrases.receiptQr} />
              {receipt.urlIsPublic ? null : <p class="hint">{phrases.receiptNotPublic}</p>}
            </section>
          </div>
        </>
      )}
    </main>
  );
}
