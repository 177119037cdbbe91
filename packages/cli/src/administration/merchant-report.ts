import type { Merchant } from '@opencpm/gateway';
import type { CommandContext } from '../context.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { formatFields, formatTable } from '../terminal/table.ts';

/** A merchant as a JSON object of the command line. */
export function merchantJson(merchant: Merchant): Readonly<Record<string, unknown>> {
  return {
    app_code: merchant.appCode,
    name: merchant.name,
    kind: merchant.kind,
    status: merchant.status,
    pay_types: merchant.payTypes,
    routes: merchant.routes,
    currencies: merchant.currencies,
    notify_url: merchant.notifyUrl,
    notify_prefixes: merchant.notifyPrefixes,
    minimum_algorithm: merchant.signaturePolicy.minimumAlgorithm,
    raw_values_allowed: merchant.signaturePolicy.rawValuesAllowed,
    requests_per_second_max: merchant.requestsPerSecondMax,
    requests_per_minute_max: merchant.requestsPerMinuteMax,
    stores: merchant.stores.map(({ storeId, name, status }) => ({ mchid: storeId, name, status })),
    created_at: new Date(merchant.createdAtMs).toISOString(),
  };
}

/** Prints everything about a merchant; never a key. */
export function reportMerchant(context: CommandContext, merchant: Merchant): void {
  if (context.json) printJson(context.stdout, merchantJson(merchant));
  else context.stdout.write(merchantText(context, merchant));
}

/** Everything about a merchant as text. */
export function merchantText(context: CommandContext, merchant: Merchant): string {
  const tone = merchant.status === 'active' ? 'good' : 'bad';
  const stores = merchant.stores.map(({ storeId, name, status }) => [storeId, name, status]);
  return [
    `${printable(merchant.name)}  ${paint(context.stdout, tone, merchant.status)}\n`,
    formatFields([
      ['app code', merchant.appCode],
      ['kind', merchant.kind],
      ['pay types', merchant.payTypes.join(', ')],
      [
        'routes',
        Object.entries(merchant.routes)
          .map(([payType, connector]) => `${payType} ${connector}`)
          .join(', '),
      ],
      ['currencies', merchant.currencies.join(', ')],
      ['notify url', merchant.notifyUrl],
      ['notify prefixes', merchant.notifyPrefixes.join(', ')],
      ['signatures', signatureText(merchant.signaturePolicy)],
      ['requests', `${merchant.requestsPerSecondMax} a second, ${merchant.requestsPerMinuteMax} a minute`],
      ['created', new Date(merchant.createdAtMs).toISOString()],
    ]),
    stores.length === 0
      ? ''
      : `\n${formatTable([{ heading: 'STORE (mchid)' }, { heading: 'NAME' }, { heading: 'STATUS' }], stores)}`,
  ].join('');
}

function signatureText({ minimumAlgorithm, rawValuesAllowed }: Merchant['signaturePolicy']): string {
  if (minimumAlgorithm === 'HMAC-SHA256') return 'HMAC-SHA256 only';
  return `${minimumAlgorithm} or stronger${rawValuesAllowed ? '' : ', plain values only'}`;
}

/** Prints merchants as a table. */
export function reportMerchants(context: CommandContext, merchants: readonly Merchant[]): void {
  if (context.json) {
    printJson(context.stdout, { merchants: merchants.map(merchantJson) });
    return;
  }
  if (merchants.length === 0) {
    context.stdout.write('There are no merchants yet. Add one: opencpm merchant add --name NAME\n');
    return;
  }
  const columns = [
    { heading: 'APP CODE' },
    { heading: 'NAME' },
    { heading: 'KIND' },
    { heading: 'STATUS' },
    { heading: 'STORES', side: 'right' },
    { heading: 'CURRENCIES' },
  ] as const;
  context.stdout.write(
    formatTable(
      columns,
      merchants.map((merchant) => [
        merchant.appCode,
        merchant.name,
        merchant.kind,
        merchant.status,
        String(merchant.stores.length),
        merchant.currencies.length > 4
          ? `${merchant.currencies.length} currencies`
          : merchant.currencies.join(' '),
      ]),
    ),
  );
}
