import { formatAmount, isCurrencyCode, WALLET_FAMILY_NAMES } from '@opencpm/protocol';
import { encode } from 'uqr';
import type { LocalTime } from '../export/local-time.ts';
import type { ReceiptFacts, SaleDetail } from '../page-api/index.ts';
import { RECEIPT_WORDS, type ReceiptLanguage } from './receipt-words.ts';

/** Where a shop's receipts can be read. */
export interface ReceiptPlace {
  readonly shop: ReceiptFacts['shop'];
  /** Origin under which the till is reached. */
  readonly origin: string;
  readonly isPublic: boolean;
  readonly sandbox: boolean;
  readonly time: LocalTime;
}

/** What a receipt of a paid sale says. */
export function receiptFacts(detail: SaleDetail, token: string, place: ReceiptPlace): ReceiptFacts {
  const url = `${place.origin}/till/r/${token}`;
  return {
    shop: place.shop,
    sale: detail.sale,
    paidAt: detail.paidAt,
    refunds: detail.refunds,
    localTime: place.time.minute(detail.sale.endedAtMs ?? detail.sale.startedAtMs),
    url,
    pdfUrl: `${url}.pdf`,
    urlIsPublic: place.isPublic,
    qr: qrRows(url),
  };
}

/** The QR code of a text: rows of `0` (light) and `1` (dark), without a quiet zone. */
function qrRows(text: string): readonly string[] {
  return encode(text, { ecc: 'M', border: 0 }).data.map((row) =>
    row.map((dark) => (dark ? '1' : '0')).join(''),
  );
}

/** One line of a receipt: a word and what belongs to it. */
type ReceiptLine = readonly [label: string, value: string];

/** A receipt as text, for every form it is given in. */
export interface ReceiptText {
  readonly language: ReceiptLanguage;
  readonly shopName: string;
  readonly shopLines: readonly string[];
  /** Set for play money. */
  readonly warning: string | undefined;
  readonly title: string;
  readonly amount: string;
  readonly state: string;
  readonly lines: readonly ReceiptLine[];
  readonly thanks: string;
}

function written(amountMinor: number, currency: string): string {
  return isCurrencyCode(currency) ? formatAmount(amountMinor, currency) : `${currency} ${amountMinor}`;
}

/** The words and figures of a receipt in one language. */
export function receiptText(facts: ReceiptFacts, language: ReceiptLanguage, sandbox: boolean): ReceiptText {
  const words = RECEIPT_WORDS[language];
  const { sale, shop } = facts;
  const state =
    { part_refunded: words.partRefunded, refunded: words.refunded }[String(sale.state)] ?? words.paid;
  const wallet = sale.wallet === 'other' ? words.otherWallet : WALLET_FAMILY_NAMES[sale.wallet];
  const lines: readonly ReceiptLine[] = [
    [words.number, String(sale.number)],
    [words.time, facts.localTime],
    [words.amount, written(sale.amountMinor, sale.currency)],
    ...(sale.refundedMinor === 0 ? [] : [[words.back, written(sale.refundedMinor, sale.currency)] as const]),
    [words.wallet, wallet],
    [words.code, sale.maskedCode],
    [words.order, sale.orderNumber],
    [words.syssn, sale.syssn],
    [words.walletNumber, sale.walletNumber],
    [words.cashier, sale.cashier],
  ];
  return {
    language,
    shopName: shop.name,
    shopLines: shop.lines,
    warning: sandbox ? words.sandbox : undefined,
    title: words.title,
    amount: written(sale.amountMinor, sale.currency),
    state,
    lines: lines.filter(([, value]) => value !== ''),
    thanks: words.thanks,
  };
}
