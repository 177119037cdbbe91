import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { requireOf, sendAsTool, type ToolAnswer } from './sent-request.ts';

const CryptoJS: unknown = createRequire(import.meta.url)('crypto-js');

/** How Bruno hands a form to a script: newer versions a list, older ones encoded text. */
export type FormHanding = 'list' | 'text';

/** The blocks of a `.bru` file by name; their text as it stands, two spaces less. */
export function readBru(file: string): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  for (const [, name = '', text = ''] of file.matchAll(/^([\w:-]+) \{\n([\s\S]*?)\n\}$/gm)) {
    blocks.set(name, text.replace(/^ {2}/gm, ''));
  }
  return blocks;
}

function pairsOf(text: string): readonly (readonly [name: string, value: string])[] {
  return text.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
}

/** Runs requests of a collection as Bruno does: its scripts in a context of their own, variables put in afterwards. */
export class ImitatedBruno {
  readonly #files: Readonly<Record<string, string>>;
  readonly #environment: ReadonlyMap<string, string>;
  readonly #variables = new Map<string, string>();
  readonly #handing: FormHanding;

  constructor(
    files: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>>,
    handing: FormHanding,
  ) {
    this.#files = files;
    this.#environment = new Map(Object.entries(environment));
    this.#handing = handing;
  }

  get names(): readonly string[] {
    return Object.keys(this.#files)
      .filter((file) => file.endsWith('.bru') && !/^collection|\//.test(file))
      .map((file) => file.replace('.bru', ''));
  }

  async send(name: string): Promise<ToolAnswer> {
    const blocks = readBru(this.#files[`${name}.bru`] ?? '');
    const method = blocks.has('get') ? 'GET' : 'POST';
    const { url = '' } = Object.fromEntries(pairsOf(blocks.get(method.toLowerCase()) ?? ''));
    const fields = pairsOf(blocks.get('params:query') ?? blocks.get('body:form-urlencoded') ?? '').filter(
      ([field]) => !field.startsWith('~'),
    );
    const headers: Record<string, string> = {};
    const req = {
      getMethod: () => method,
      getUrl: () => url,
      getBody: () =>
        this.#handing === 'list'
          ? fields.map(([field, value]) => ({ name: field, value, enabled: true }))
          : fields.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'),
      setHeader: (header: string, value: string) => {
        headers[header] = value;
      },
    };
    this.#run(readBru(this.#files['collection.bru'] ?? '').get('script:pre-request'), { req });
    const parameters = fields.map(([field, value]) => [field, this.#resolve(value)] as const);
    const answer = await sendAsTool({ method, url: this.#resolve(url), headers, parameters });
    this.#run(blocks.get('script:post-response'), { res: { getBody: () => answer.body } });
    return answer;
  }

  #resolve(text: string): string {
    return text.replace(
      /\{\{(\w+)\}\}/g,
      (whole, name: string) => this.#variables.get(name) ?? this.#environment.get(name) ?? whole,
    );
  }

  #run(script: string | undefined, more: object): void {
    if (script === undefined) return;
    const bru = {
      getVar: (name: string) => this.#variables.get(name),
      setVar: (name: string, value: string) => this.#variables.set(name, value),
      getEnvVar: (name: string) => this.#environment.get(name),
    };
    runInNewContext(`(() => {\n${script}\n})()`, {
      bru,
      ...more,
      require: requireOf({ 'crypto-js': CryptoJS }),
    });
  }
}
