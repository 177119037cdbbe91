/** The wire contract: pure, browser-safe, without dependencies. */
export * from './currency.ts';
export * from './form/form-parameter.ts';
export * from './form/parse-form.ts';
export * from './form/write-form.ts';
export * from './money.ts';
export * from './parameter/parameter-rule.ts';
export * from './parameter/payment-request.ts';
export * from './parameter/query-request.ts';
export * from './pay-type.ts';
export * from './signature/ambiguity.ts';
export * from './signature/body-signature.ts';
export * from './signature/digest.ts';
export * from './signature/request-signature.ts';
export * from './signature/string-to-sign.ts';
export * from './syssn.ts';
export * from './wire-json.ts';
export * from './wire-time.ts';
