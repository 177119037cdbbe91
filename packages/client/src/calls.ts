/** Single calls for programs that keep their own books, such as a gateway that charges through another one. */
export { exchange, type Exchange, FORM_TYPE, readAnswer } from './exchange.ts';
export { isNotSent, textOfError } from './network-error.ts';
export { type Parameters, prepareCall, type PreparedCall, signCall } from './prepared-call.ts';
export { kindOf } from './transaction.ts';
export { type Fields, readFields } from './wire-fields.ts';
