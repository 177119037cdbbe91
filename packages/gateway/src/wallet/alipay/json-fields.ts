/** A JSON object of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A scalar as text. Alipay documents strings everywhere but sends numbers and booleans here and there; `null`, empty
 * and absent mean the same.
 */
export function textField(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A nested object; `null` and absent mean the same. */
export function objectField(object: JsonObject, name: string): JsonObject | undefined {
  const value = object[name];
  return isJsonObject(value) ? value : undefined;
}

/** The objects of a list; none when there is no list. */
export function objectList(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** An amount of money as Alipay writes it: whole units of the currency's smallest unit, and ISO 4217. */
export interface WireAmount {
  readonly amountMinor: number;
  readonly currency: string;
}

const AMOUNT_VALUE = /^[1-9]\d{0,14}$/;
const CURRENCY = /^[A-Z]{3}$/;

/** An `Amount` object; undefined when it is missing, not whole, not positive, or without a currency. */
export function amountField(object: JsonObject, name: string): WireAmount | undefined {
  const amount = objectField(object, name);
  if (amount === undefined) return undefined;
  const value = textField(amount, 'value') ?? '';
  const currency = textField(amount, 'currency') ?? '';
  if (!AMOUNT_VALUE.test(value) || !CURRENCY.test(currency)) return undefined;
  return { amountMinor: Number(value), currency };
}
