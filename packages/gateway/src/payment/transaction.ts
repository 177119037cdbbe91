import type { Payment } from './payment.ts';
import type { Refund } from './refund.ts';

/** A row of an enquiry: payments and refunds share running numbers, order numbers and lists. */
export type Transaction = Payment | Refund;
