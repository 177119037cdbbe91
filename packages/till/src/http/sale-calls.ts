import { isCurrencyCode, minorUnitsOf } from '@opencpm/protocol';
import { ApiRefusal, invalidField, notFound } from '../api-refusal.ts';
import type { SaleList } from '../page-api/index.ts';
import { receiptFacts } from '../receipt/receipt.ts';
import { summaryOf } from '../register/describe.ts';
import { lookUp } from '../register/look-up.ts';
import type { SaleFilter } from '../store/sale-rows.ts';
import type { Till } from '../till.ts';
import type { ApiScope } from './api-scope.ts';
import { receiptPlace } from './receipt-routes.ts';
import { SHAPES } from './request-shapes.ts';

const PAGE_LENGTH = 20;

/** Selling, asking, refunding and looking back. */
export function addSaleCalls(api: ApiScope): void {
  api.add('GET', '/register', SHAPES.nothing, ({ till, session }) =>
    till.registers.snapshot(session.row.register),
  );

  api.add('POST', '/sales', SHAPES.sale, ({ till, input, session }) => {
    if (!till.settings.currencies.includes(input.currency)) {
      throw invalidField('currency', `give one of ${till.settings.currencies.join(', ')}`);
    }
    return till.saleDesk.begin(input, session);
  });
  api.add('POST', '/sales/:id/check', SHAPES.nothing, ({ till, id, session }) =>
    till.saleDesk.check(id, session),
  );
  api.add('POST', '/sales/:id/cancel', SHAPES.nothing, ({ till, id, session }) =>
    till.saleDesk.cancel(id, session),
  );
  api.add('POST', '/sales/:id/dismiss', SHAPES.nothing, ({ till, id, session }) =>
    till.saleDesk.dismiss(id, session),
  );
  api.add('POST', '/sales/:id/release', SHAPES.release, ({ till, id, input, session }) =>
    till.saleDesk.release(id, input, session),
  );

  api.add('GET', '/sales', SHAPES.saleQuery, ({ till, input }) => {
    const limit = input.limit ?? PAGE_LENGTH;
    return listSales(till, { ...input, search: searchOf(till, input.search), limit });
  });
  api.add('GET', '/sales/:id', SHAPES.nothing, ({ till, id }) => till.refundDesk.detail(id));
  api.add('POST', '/sales/:id/refunds', SHAPES.refund, ({ till, id, input, session }) =>
    till.refundDesk.refund(id, input, session),
  );
  api.add('GET', '/sales/:id/receipt', SHAPES.nothing, ({ till, id, request }) => {
    const sale = till.sales.byOrderNumber(id);
    if (sale === undefined) throw notFound('sale');
    if (sale.attempt.verdict?.kind !== 'paid')
      throw new ApiRefusal('conflict', 'only a paid sale has a receipt');
    return receiptFacts(till.refundDesk.detail(id), sale.receiptToken, receiptPlace(till, request));
  });

  api.add('POST', '/look-up', SHAPES.lookUp, ({ till, input }) => {
    if ((input.number === undefined) === (input.code === undefined)) {
      throw invalidField('number', 'give either number or code');
    }
    const { client, sales, registers, saleDesk } = till;
    const codeMark = (code: string): string => saleDesk.codeMark(code);
    return lookUp({ client, sales, registers, codeMark }, input);
  });
}

function listSales({ sales, registers }: Till, filter: SaleFilter): SaleList {
  const found = sales.list(filter);
  const page = found.slice(0, filter.limit);
  return {
    sales: page.map((sale) => summaryOf(sale, registers.names)),
    next: found.length > filter.limit ? String(page.at(-1)?.number) : undefined,
  };
}

/** A number, or an amount as it is written in the till's usual currency. */
function searchOf({ settings }: Till, text: string | undefined): SaleFilter['search'] {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return undefined;
  const [currency = ''] = settings.currencies;
  const decimals = isCurrencyCode(currency) ? minorUnitsOf(currency) : 0;
  const written = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(trimmed.replaceAll(',', ''));
  const [, whole = '', part = ''] = written ?? [];
  const fits = written !== null && part.length <= decimals;
  return {
    text: trimmed,
    amountMinor: fits ? Number(`${whole}${part.padEnd(decimals, '0')}`) : undefined,
  };
}
