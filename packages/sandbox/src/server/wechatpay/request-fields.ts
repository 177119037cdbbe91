import { badField, type FieldLocation } from './wire-refusal.ts';

/** What a field takes. */
export type FieldRule =
  | { readonly type: 'text'; readonly max: number; readonly pattern?: RegExp; readonly needed?: true }
  | { readonly type: 'count'; readonly needed?: true }
  | { readonly type: 'object'; readonly fields: FieldRules; readonly needed?: true }
  | { readonly type: 'list'; readonly of: FieldRules; readonly needed?: true };

/** The fields of an object: every one the wallet knows. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** An object whose fields keep their rules. */
export type CheckedObject = Readonly<Record<string, unknown>>;

/**
 * Checks an object against its rules: nothing missing, nothing unknown, nothing `null`, nothing of another type or too
 * long.
 *
 * @throws WireRefusal 400 `PARAM_ERROR` naming the first field that is wrong.
 */
export function checkFields(
  value: unknown,
  rules: FieldRules,
  location: FieldLocation,
  path = '',
): CheckedObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badField(path === '' ? '/' : path, value, 'must be an object', location);
  }
  const nameOf = (name: string): string => (location === 'body' ? `${path}/${name}` : name);
  const fields = value as CheckedObject;
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(rules, name)) throw badField(nameOf(name), fields[name], 'is not defined', location);
  }
  for (const [name, rule] of Object.entries(rules)) {
    const field = fields[name];
    if (field === undefined) {
      if (rule.needed === true) throw badField(nameOf(name), '', 'is missing', location);
      continue;
    }
    checkField(field, rule, location, nameOf(name));
  }
  return fields;
}

function checkField(value: unknown, rule: FieldRule, location: FieldLocation, path: string): void {
  switch (rule.type) {
    case 'text': {
      if (typeof value !== 'string') throw badField(path, value, 'must be a string', location);
      const { length } = value;
      if (length < 1 || length > rule.max)
        throw badField(path, value, `must have 1 to ${rule.max} characters`, location);
      if (rule.pattern?.test(value) === false) throw badField(path, value, 'has a wrong format', location);
      return;
    }
    case 'count':
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
        throw badField(path, value, 'must be a whole number', location);
      }
      return;
    case 'object':
      checkFields(value, rule.fields, location, path);
      return;
    case 'list':
      if (!Array.isArray(value)) throw badField(path, value, 'must be a list', location);
      for (const [place, each] of value.entries()) checkFields(each, rule.of, location, `${path}/${place}`);
  }
}

/** A text of up to `max` characters that may be left out. */
export function text(max: number, pattern?: RegExp): FieldRule {
  return pattern === undefined ? { type: 'text', max } : { type: 'text', max, pattern };
}

/** The same, but it must be there. */
export function needed<Rule extends FieldRule>(rule: Rule): Rule & { readonly needed: true } {
  return { ...rule, needed: true };
}
