/** A text that is no JSON. The message says where and what, and quotes nothing of it. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem';
}

/**
 * Reads JSON that people write. Unlike `JSON.parse` it refuses an object that has a name twice, where the last one would
 * count without a word, and says on which line a mistake stands.
 *
 * @throws JsonProblem
 */
export function readStrictJson(text: string): unknown {
  const reader = new JsonReader(text);
  const value = reader.value();
  reader.end();
  return value;
}

const BLANK = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy;
const PLAIN = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;
/** Deeper than any configuration; what is deeper is a mistake or an attack. */
const DEPTH_MAX = 32;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): unknown {
    if (this.#takes('{')) return this.#nested(() => this.#members());
    if (this.#takes('[')) return this.#nested(() => this.#items());
    return this.#string() ?? this.#plain();
  }

  end(): void {
    this.#match(BLANK);
    if (this.#at < this.#text.length) this.#fail('nothing may follow the end');
  }

  #nested<Value>(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) this.#fail('objects stand too deep inside of each other');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #members(): object {
    const members = new Map<string, unknown>();
    if (this.#takes('}')) return {};
    do {
      const name = this.#string();
      if (name === undefined) return this.#fail('a name in double quotes is expected');
      if (members.has(name)) this.#fail(`${JSON.stringify(name)} stands here a second time`);
      if (!this.#takes(':')) this.#fail(`a colon is expected behind ${JSON.stringify(name)}`);
      members.set(name, this.value());
    } while (this.#takes(','));
    if (!this.#takes('}')) this.#fail('a comma or } is expected');
    return Object.fromEntries(members);
  }

  #items(): readonly unknown[] {
    const items: unknown[] = [];
    if (this.#takes(']')) return items;
    do items.push(this.value());
    while (this.#takes(','));
    if (!this.#takes(']')) this.#fail('a comma or ] is expected');
    return items;
  }

  #string(): string | undefined {
    this.#match(BLANK);
    const quoted = this.#match(STRING);
    return quoted === undefined ? undefined : String(JSON.parse(quoted));
  }

  #plain(): unknown {
    const word = this.#match(PLAIN);
    return word === undefined ? this.#fail('a value is expected, texts in double quotes') : JSON.parse(word);
  }

  #takes(sign: string): boolean {
    this.#match(BLANK);
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fail(what: string): never {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    throw new JsonProblem(this.#text.trim() === '' ? 'it is empty' : `line ${line}: ${what}`);
  }
}
