import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { requireOf, sendAsTool, type ToolAnswer } from './sent-request.ts';

const CryptoJS: unknown = createRequire(import.meta.url)('crypto-js');

interface Field {
  readonly key: string;
  readonly value: string;
  readonly disabled?: boolean;
}

interface ScriptEvent {
  readonly listen: 'prerequest' | 'test';
  readonly script: { readonly exec: readonly string[] };
}

interface Item {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly url: { readonly raw: string; readonly query?: readonly Field[] };
    readonly body?: { readonly mode: string; readonly urlencoded: readonly Field[] };
  };
  readonly event?: readonly ScriptEvent[];
}

/** The parts of a collection that Postman runs. */
export interface PostmanCollection {
  readonly info: { readonly schema: string };
  readonly item: readonly Item[];
  readonly event: readonly ScriptEvent[];
  readonly variable: readonly Field[];
}

/** Runs requests of a collection as Postman does: its scripts in a context of their own, variables put in afterwards. */
export class ImitatedPostman {
  readonly #collection: PostmanCollection;
  readonly #variables: Map<string, string>;
  /** Assertions of the scripts that held. */
  readonly passed: string[] = [];

  constructor(collection: PostmanCollection, variables: Readonly<Record<string, string>>) {
    this.#collection = collection;
    const own = collection.variable.map(({ key, value }): [string, string] => [key, value]);
    this.#variables = new Map([...own, ...Object.entries(variables)]);
  }

  get names(): readonly string[] {
    return this.#collection.item.map(({ name }) => name.split(':', 1)[0] ?? '');
  }

  async send(name: string): Promise<ToolAnswer> {
    const item = this.#collection.item.find((each) => each.name.startsWith(`${name}:`));
    if (item === undefined) throw new Error(`the collection has no ${name}`);
    const { method, url, body } = item.request;
    const headers: Record<string, string> = {};
    const request = {
      method,
      url: { query: { all: () => url.query ?? [] } },
      body: body === undefined ? undefined : { mode: body.mode, urlencoded: { all: () => body.urlencoded } },
      headers: {
        upsert: ({ key, value }: Field) => {
          headers[key] = value;
        },
      },
    };
    this.#run(this.#collection.event, 'prerequest', { request });
    const fields = (method === 'GET' ? url.query : body?.urlencoded) ?? [];
    const parameters = fields
      .filter(({ disabled }) => disabled !== true)
      .map(({ key, value }) => [key, this.#resolve(value)] as const);
    const answer = await sendAsTool({ method, url: this.#resolve(url.raw), headers, parameters });
    const response = {
      headers: { get: (header: string) => answer.headers.get(header) ?? undefined },
      text: () => answer.text,
      json: () => answer.body,
    };
    for (const events of [this.#collection.event, item.event ?? []]) this.#run(events, 'test', { response });
    return answer;
  }

  #resolve(text: string): string {
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => this.#variables.get(name) ?? whole);
  }

  #run(events: readonly ScriptEvent[], listen: ScriptEvent['listen'], more: object): void {
    const variables = {
      get: (name: string) => this.#variables.get(name),
      set: (name: string, value: string) => this.#variables.set(name, value),
      replaceIn: (text: string) => this.#resolve(text),
    };
    const pm = {
      ...more,
      variables,
      collectionVariables: variables,
      test: (title: string, check: () => void) => {
        check();
        this.passed.push(title);
      },
      expect: (actual: unknown) => ({
        to: {
          equal: (expected: unknown) => {
            if (actual !== expected) throw new Error(`${String(actual)} is not ${String(expected)}`);
          },
        },
      }),
    };
    for (const each of events.filter((event) => event.listen === listen)) {
      const source = `(() => {\n${each.script.exec.join('\n')}\n})()`;
      runInNewContext(source, { pm, require: requireOf({ 'crypto-js': CryptoJS }) });
    }
  }
}
