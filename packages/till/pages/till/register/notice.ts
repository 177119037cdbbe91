import { signal } from '@preact/signals';
import type { SaleSummary, Words } from '../../../src/page-api/index.ts';

/** What is told to the cashier at the top of the register, and stays until the next act. */
export type Notice =
  /** A scan that did nothing. */
  | { readonly kind: 'no_amount' | 'busy' | 'not_here' | 'unresolved_first' | 'not_begun' | 'failed' }
  | { readonly kind: 'no_line'; readonly why: 'till_unreachable' | 'gateway_unreachable' | 'gateway_refuses' }
  /** The same code was scanned for an earlier sale, or the basket has one. */
  | {
      readonly kind: 'code_used' | 'basket_open' | 'basket_paid';
      readonly sale: SaleSummary | undefined;
    }
  | { readonly kind: 'code_refused'; readonly words: Words };

/** What is told now. */
export const notice = signal<Notice | undefined>(undefined);
