import { ApiRefusal, invalidField } from '../api-refusal.ts';

/** Reads a value of JSON, or throws with the name of its field. */
export type Reader<T> = (value: unknown, field: string) => T;

/** What an object of readers reads. */
type Shape = Readonly<Record<string, Reader<unknown>>>;
type Read<S extends Shape> = { readonly [Name in keyof S]: ReturnType<S[Name]> };

/** A text of a form. */
export function textOf(form: RegExp, mend: string): Reader<string> {
  return (value, field) => {
    if (typeof value === 'string' && form.test(value) && value.isWellFormed()) return value;
    throw invalidField(field, mend);
  };
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): Reader<number> {
  return (value, field) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max)
      return value;
    throw invalidField(field, `give a whole number from ${min} to ${max}`);
  };
}

export const yesOrNo: Reader<boolean> = (value, field) => {
  if (typeof value === 'boolean') return value;
  throw invalidField(field, 'give true or false');
};

export function oneOf<T extends string>(choices: readonly T[]): Reader<T> {
  return (value, field) => {
    const choice = choices.find((each) => each === value);
    if (choice !== undefined) return choice;
    throw invalidField(field, `give one of ${choices.join(', ')}`);
  };
}

/** A value that may be left out. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, field) => (value === undefined ? undefined : reader(value, field));
}

export function listOf<T>(reader: Reader<T>, lengthMax: number): Reader<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value) || value.length > lengthMax) {
      throw invalidField(field, `give a list of at most ${lengthMax}`);
    }
    return value.map((each, index) => reader(each, `${field}.${index}`));
  };
}

/** An object with these fields and no others. */
export function objectOf<S extends Shape>(shape: S): Reader<Read<S>> {
  return (value, field) => {
    const prefix = field === '' ? '' : `${field}.`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalidField(field === '' ? 'body' : field, 'give an object');
    }
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(shape, name)) {
        throw invalidField(
          `${prefix}${name}`,
          `there is no such field; there are ${Object.keys(shape).join(', ') || 'none'}`,
        );
      }
    }
    const given = new Map(Object.entries(value));
    const read = Object.entries(shape).map(([name, reader]) => [
      name,
      reader(given.get(name), `${prefix}${name}`),
    ]);
    // Every field of the shape was read by its own reader.
    return Object.fromEntries(read) as Read<S>;
  };
}

/**
 * Reads a body as JSON in UTF-8.
 *
 * @throws ApiRefusal `invalid`
 */
export function readJson(body: unknown, contentType: string | undefined): unknown {
  if (contentType === undefined || !/^application\/json\s*(?:;|$)/i.test(contentType)) {
    throw new ApiRefusal('invalid', 'content-type: send the body as application/json', {
      field: 'content-type',
    });
  }
  try {
    return JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(body instanceof Uint8Array ? body : undefined),
    );
  } catch {
    throw invalidField('body', 'it is not JSON in UTF-8');
  }
}
