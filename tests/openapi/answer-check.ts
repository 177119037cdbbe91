import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApiDocument } from '../../packages/reference/src/index.ts';

/** An answer of the gateway as it left. */
export interface SeenAnswer {
  readonly method: string;
  /** Path without query string. */
  readonly path: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Headers that belong to HTTP and not to the wire. */
const USUAL_HEADERS = new Set([
  'cache-control',
  'connection',
  'content-disposition',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
]);

const PLAIN_ERRORS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  413: 'ContentTooLarge',
  429: 'TooManyRequests',
};

/** A text that stands where an object of the description stands. */
type Pointer = string;

interface DescribedResponse {
  readonly pointer: Pointer;
  readonly headers: ReadonlyMap<string, Pointer>;
  /** Media types, and whether there is a schema. */
  readonly content: ReadonlyMap<string, boolean>;
}

/** Checks answers against the OpenAPI description, closed: what it does not name is a fault too. */
export class AnswerCheck {
  readonly #document: OpenApiDocument;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<Pointer, ValidateFunction>();

  /** @param document the one the gateway serves, when left out. */
  constructor(document: OpenApiDocument = servedDocument()) {
    this.#document = document;
    this.#ajv.addSchema(closed(document) as object, 'openapi');
  }

  /** Whether an answer comes from a call of the description. */
  describes(path: string): boolean {
    return Object.hasOwn(this.#document.paths, path);
  }

  /** What is wrong with an answer, one line each; empty when nothing is. */
  problemsOf(answer: SeenAnswer): readonly string[] {
    const response = this.#responseFor(answer);
    if (response === undefined) return ['this status is not described'];
    return [...this.#headerProblems(answer, response), ...this.#bodyProblems(answer, response)];
  }

  #responseFor({ method, path, status }: SeenAnswer): DescribedResponse | undefined {
    const item = this.#document.paths[path];
    const verb = method.toLowerCase();
    const operation = verb === 'get' || verb === 'post' ? item?.[verb] : undefined;
    if (operation === undefined) {
      const component = PLAIN_ERRORS[status];
      return component === undefined ? undefined : this.#component(component);
    }
    const response = operation.responses[status];
    if (response === undefined) return undefined;
    if ('$ref' in response) return this.#component(response.$ref.slice('#/components/responses/'.length));
    return described(`/paths/${escaped(path)}/${verb}/responses/${status}`, response);
  }

  #component(name: string): DescribedResponse | undefined {
    const response = this.#document.components.responses[name];
    return response === undefined ? undefined : described(`/components/responses/${name}`, response);
  }

  *#headerProblems({ headers }: SeenAnswer, response: DescribedResponse): Generator<string> {
    for (const [name, value] of headers) {
      if (USUAL_HEADERS.has(name)) continue;
      const pointer = response.headers.get(name);
      if (pointer === undefined) yield `header ${name}: is not described`;
      else yield* this.#faults(pointer, value, `header ${name}`);
    }
  }

  *#bodyProblems({ headers, body }: SeenAnswer, { pointer, content }: DescribedResponse): Generator<string> {
    if (body === '' && !headers.has('content-type')) return;
    const type = (headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
    const hasSchema = content.get(type);
    if (hasSchema === undefined) yield `a body of type ${type} is not described`;
    if (hasSchema !== true) return;
    yield* this.#faults(`${pointer}/content/${escaped(type)}/schema`, JSON.parse(body), 'body');
  }

  *#faults(pointer: Pointer, value: unknown, where: string): Generator<string> {
    const validate =
      this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: `openapi#${encodeURI(pointer)}` });
    this.#validators.set(pointer, validate);
    if (validate(value)) return;
    for (const { instancePath, message, params } of validate.errors ?? []) {
      yield `${where}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`;
    }
  }
}

function servedDocument(): OpenApiDocument {
  return JSON.parse(readFileSync(new URL('../../packages/reference/openapi.json', import.meta.url), 'utf8'));
}

function described(
  pointer: Pointer,
  { headers = {}, content = {} }: OpenApiDocument['components']['responses'][string],
): DescribedResponse {
  return {
    pointer,
    headers: new Map(
      Object.keys(headers).map((name) => [name.toLowerCase(), `/components/headers/${name}/schema`]),
    ),
    content: new Map(Object.entries(content).map(([type, { schema }]) => [type, schema !== undefined])),
  };
}

/** A name as a part of a JSON pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The same description whose objects take no member they do not name. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  return 'properties' in copy && copy['type'] === 'object' ? { ...copy, additionalProperties: false } : copy;
}
