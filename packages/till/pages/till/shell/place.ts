import { computed, signal } from '@preact/signals';

/** A place in the till, as the address says it. */
export type Place =
  | { readonly page: 'register' | 'sales' | 'lookUp' | 'shift' | 'settings' }
  | { readonly page: 'sale' | 'receipt'; readonly id: string };

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** Addresses of the pages that a cashier can go to from everywhere. */
export const ADDRESSES = {
  register: '#/',
  sales: '#/payments',
  lookUp: '#/look-up',
  shift: '#/shift',
  settings: '#/settings',
} as const;

/** Address of one sale. */
export function saleAddress(id: string): string {
  return `#/payments/${encodeURIComponent(id)}`;
}

/** Address of a sale's receipt. */
export function receiptAddress(id: string): string {
  return `#/receipts/${encodeURIComponent(id)}`;
}

function placeOf(address: string): Place {
  const [, kind, id] = /^#\/(payments|receipts)\/(.+)$/.exec(address) ?? [];
  if (kind !== undefined && id !== undefined) {
    return { page: kind === 'payments' ? 'sale' : 'receipt', id: decodeURIComponent(id) };
  }
  const pages = ['sales', 'lookUp', 'shift', 'settings'] as const;
  return { page: pages.find((page) => ADDRESSES[page] === address) ?? 'register' };
}

/** Where the cashier is. */
export const place = computed(() => placeOf(hash.value));
