import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ReceiptPlace, receiptFacts, receiptText } from '../receipt/receipt.ts';
import { RECEIPT_STYLE, receiptPage } from '../receipt/receipt-page.ts';
import { receiptPdf } from '../receipt/receipt-pdf.ts';
import { receiptLanguage } from '../receipt/receipt-words.ts';
import type { Till } from '../till.ts';

const HEADERS = {
  'cache-control': 'private, no-cache',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
} as const;

/** A token of 24 bytes in base64url, then perhaps the ending of a file. */
const NAME = /^([\w-]{32})(\.pdf)?$/;

/** Where receipts are read: the public address, or the one the request came by. */
export function receiptPlace(till: Till, request: FastifyRequest): ReceiptPlace {
  const { publicUrl, shopName, shopLines, sandbox } = till.settings;
  return {
    shop: { name: shopName, lines: shopLines },
    origin: publicUrl ?? `http://${request.headers.host ?? ''}`,
    isPublic: publicUrl !== undefined,
    sandbox,
    time: till.time,
  };
}

interface ReceiptRequest {
  Params: { name: string };
  Querystring: { lang?: string };
}

/** The customer's copies: whoever has the address may read, and nobody can guess one. */
export function addReceiptRoutes(app: FastifyInstance, tillNow: () => Till | undefined): void {
  app.get('/till/r/receipt.css', (_request, reply) =>
    reply.headers(HEADERS).type('text/css; charset=utf-8').send(RECEIPT_STYLE),
  );

  app.get<ReceiptRequest>('/till/r/:name', (request, reply) => {
    const till = tillNow();
    const [, token = '', ending] = NAME.exec(request.params.name) ?? [];
    const sale = till?.sales.byReceipt(token);
    if (till === undefined || sale?.attempt.verdict?.kind !== 'paid') return missing(reply);
    const place = receiptPlace(till, request);
    const facts = receiptFacts(till.refundDesk.detail(sale.attempt.orderNumber), token, place);
    const { lang } = request.query;
    const language = receiptLanguage(
      typeof lang === 'string' ? lang : undefined,
      request.headers['accept-language'],
    );
    const text = receiptText(facts, language, place.sandbox);
    reply.headers({ ...HEADERS, vary: 'accept-language' });
    if (ending === undefined) {
      const pdfPath = `/till/r/${token}.pdf?lang=${language}`;
      return reply.type('text/html; charset=utf-8').send(receiptPage(text, pdfPath));
    }
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="receipt-${facts.sale.number}.pdf"`)
      .send(Buffer.from(receiptPdf(text, facts.urlIsPublic ? facts.qr : undefined)));
  });
}

function missing(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .headers(HEADERS)
    .type('text/plain; charset=utf-8')
    .send('There is no such receipt.\n');
}
