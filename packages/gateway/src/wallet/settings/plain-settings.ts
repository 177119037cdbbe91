import { type Setting, SettingProblem } from './setting.ts';

interface Words {
  readonly meaning: string;
  readonly example: string;
}

/** A text, checked by a pattern. */
export function text(
  words: Words & { readonly pattern?: RegExp; readonly must?: string; readonly fallback?: string },
): Setting<string> {
  const { pattern = /^[^\p{Cc}]{1,512}$/u, must = 'must be a text of 1 to 512 characters' } = words;
  return plain(words, words.fallback, (value) =>
    typeof value === 'string' && pattern.test(value) ? value : problem(`${must}${quotesText(value)}`),
  );
}

/** One of several words. */
export function oneOf<Word extends string>(
  allowed: readonly [Word, ...Word[]],
  words: Words & { readonly fallback?: Word },
): Setting<Word> {
  return plain(
    words,
    words.fallback,
    (value) =>
      allowed.find((word) => word === value) ??
      problem(`must be one of ${allowed.join(', ')}${quotesText(value)}`),
  );
}

/** A whole number in bounds. */
export function wholeNumber(
  words: Words & { readonly min: number; readonly max: number; readonly fallback?: number },
): Setting<number> {
  const { min, max } = words;
  return plain(words, words.fallback, (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? value
      : problem(
          `must be a whole number from ${min} to ${max}${typeof value === 'string' ? ', without quotes' : ''}`,
        ),
  );
}

/** Address of a host, without a path: `https:`, or `http:` on this machine. */
export function host(words: Words & { readonly fallback?: string }): Setting<URL> {
  const must = 'must be an address such as https://example.com without a path; http only on this machine';
  return plain(words, words.fallback, (value) => {
    const url = typeof value === 'string' ? URL.parse(value) : null;
    return url !== null && isHost(url) ? url : problem(must);
  });
}

/** Address of a proxy, `http:` alone, with the name and password it may ask for. */
export function proxyAddress(words: Words): Setting<string> {
  return plain(words, undefined, (value) => {
    const url = typeof value === 'string' && !/\s/.test(value) ? URL.parse(value) : null;
    const sound = url?.protocol === 'http:' && `${url.pathname}${url.search}${url.hash}` === '/';
    return typeof value === 'string' && sound
      ? value
      : problem(`must be an address such as ${words.example}`);
  });
}

/** A table of texts by name, such as store ids by store. */
export function table(words: Words & { readonly must?: string }): Setting<Readonly<Record<string, string>>> {
  const { must = 'must be an object whose values are texts' } = words;
  return plain(words, {}, (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return problem(must);
    const rows = Object.entries(value).filter((row): row is [string, string] => typeof row[1] === 'string');
    return rows.length === Object.keys(value).length ? Object.fromEntries(rows) : problem(must);
  });
}

/** A setting that may be left out. */
export function optional<Value>(setting: Setting<Value>, without: string): Setting<Value | undefined> {
  return {
    ...setting,
    fallback: without,
    read: (name, place) =>
      setting.endings.some((ending) => place.values[`${name}${ending}`] !== undefined)
        ? setting.read(name, place)
        : undefined,
  };
}

function plain<Value>(
  { meaning, example }: Words,
  fallback: unknown,
  check: (value: unknown) => Value,
): Setting<Value> {
  return {
    meaning,
    example,
    ...(fallback === undefined ? {} : { fallback: fallbackText(fallback) }),
    endings: [''],
    read(name, { values }) {
      const value = values[name] ?? fallback;
      if (value === undefined) throw new SettingProblem(`${name}: is missing; ${meaning}`);
      try {
        return check(value);
      } catch (error) {
        if (!(error instanceof SettingProblem)) throw error;
        throw new SettingProblem(`${name}: ${error.message}`);
      }
    },
  };
}

function fallbackText(fallback: unknown): string {
  return typeof fallback === 'object' ? 'none' : `${JSON.stringify(fallback)}`.replaceAll('"', '');
}

/** For a value that may only lack its quotes, such as a category code. */
function quotesText(value: unknown): string {
  return typeof value === 'string' ? '' : ', in double quotes';
}

function isHost(url: URL): boolean {
  const local = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  const scheme = url.protocol === 'https:' || (url.protocol === 'http:' && local);
  return scheme && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
}

function problem(must: string): never {
  throw new SettingProblem(must);
}
