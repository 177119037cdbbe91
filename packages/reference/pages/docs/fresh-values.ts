import { formatWireTime } from '@opencpm/protocol';
import { signal } from '@preact/signals';

const CODE_DIGITS = 10;

/** The latest transaction that was tried, which the next trial is most likely about. */
const latest = signal<
  { readonly orderNumber: string; readonly syssn: string; readonly amount: string } | undefined
>(undefined);

/** A code no phone has issued; the sandbox charges a test customer for it. Its last six digits script nothing. */
function testCode(): string {
  const digits = crypto.getRandomValues(new Uint8Array(CODE_DIGITS));
  return `28${Array.from(digits, (digit) => String(digit % 10)).join('')}000000`;
}

function freshOrderNumber(): string {
  return `DOCS-${Date.now()}`;
}

/**
 * A value for a field of a trial: fresh where the example's would be refused as used, about the latest transaction
 * where there is one.
 *
 * @param example what the description shows.
 */
export function valueFor(operation: string, name: string, example: string, appCode: string): string {
  const known = latest.value;
  const begins = operation === 'payment' || operation === 'refund';
  switch (name) {
    case 'auth_code':
      return testCode();
    case 'txdtm':
      return formatWireTime(Date.now());
    case 'code':
      return appCode;
    case 'out_trade_no':
      return begins ? freshOrderNumber() : (known?.orderNumber ?? example);
    case 'syssn':
      return known !== undefined && operation !== 'query' && example !== '' ? known.syssn : example;
    case 'txamt':
      return begins ? example : (known?.amount ?? example);
    default:
      return example;
  }
}

/** Remembers the transaction of an answer for the trials that follow. */
export function remember(operation: string, sent: ReadonlyMap<string, string>, body: string): void {
  if (operation !== 'payment') return;
  const answer: unknown = JSON.parse(body);
  if (typeof answer !== 'object' || answer === null || !('syssn' in answer)) return;
  latest.value = {
    orderNumber: sent.get('out_trade_no') ?? '',
    syssn: String(answer.syssn),
    amount: sent.get('txamt') ?? '',
  };
}
