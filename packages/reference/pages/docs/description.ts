import type {
  Example,
  OpenApiDocument,
  Operation,
  Parameter,
  Reference,
  Response,
  Schema,
} from '../../src/openapi/document-types.ts';

/** One method of one path, with its place in the page. */
export interface Call {
  /** Fragment of the address, its operation id. */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly operation: Operation;
}

/** One parameter as the page shows it, wherever it is sent. */
export interface ShownParameter {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly schema: Schema;
}

/** Loads the description this gateway serves. */
export async function loadDescription(): Promise<OpenApiDocument> {
  const answer = await fetch('/openapi.json');
  if (!answer.ok) throw new Error(`/openapi.json: HTTP ${answer.status}`);
  return (await answer.json()) as OpenApiDocument;
}

/** The description with its references followed. */
export class Description {
  readonly document: OpenApiDocument;

  constructor(document: OpenApiDocument) {
    this.document = document;
  }

  /** Every call in the order of the description. A second method of a path is told with the first. */
  get calls(): readonly Call[] {
    return Object.entries(this.document.paths).flatMap(([path, item]) => {
      const [usual] = [item.post, item.get].filter((operation) => operation !== undefined);
      if (usual === undefined) return [];
      return [
        { id: usual.operationId, method: item.post === undefined ? 'GET' : 'POST', path, operation: usual },
      ];
    });
  }

  /** Every method a path takes. */
  methodsOf(path: string): readonly string[] {
    const item = this.document.paths[path];
    return (['post', 'get'] as const)
      .filter((method) => item?.[method] !== undefined)
      .map((method) => method.toUpperCase());
  }

  /** Headers that can be sent with a call, app code and signature first. */
  headersOf({ parameters = [], security }: Operation): readonly ShownParameter[] {
    const own = parameters.map((each) => this.#parameter(each)).filter((each) => each.in === 'header');
    const { appCode, signature } = this.document.components.securitySchemes;
    const proof = security === undefined ? [appCode, signature].filter((each) => each !== undefined) : [];
    return [
      ...proof.map(({ name, description }) => ({
        name,
        required: true,
        description,
        schema: { type: 'string' } as const,
      })),
      ...own,
    ];
  }

  /** Parameters of a call, from its form or its query string. */
  parametersOf({ parameters = [], requestBody }: Operation): readonly ShownParameter[] {
    const query = parameters.map((each) => this.#parameter(each)).filter((each) => each.in === 'query');
    const form = requestBody?.content['application/x-www-form-urlencoded']?.schema;
    const required = new Set(form?.required);
    const fields = Object.entries(form?.properties ?? {}).map(([name, { description = '', ...schema }]) => ({
      name,
      required: required.has(name),
      description,
      schema,
    }));
    return [...query, ...fields];
  }

  /** Requests that are shown for a call, most telling first. */
  requestExamplesOf({ parameters = [], requestBody }: Operation): readonly Example[] {
    const [body] = Object.values(requestBody?.content ?? {});
    if (body?.examples !== undefined) return Object.values(body.examples);
    const query = parameters
      .map((each) => this.#parameter(each))
      .filter((each) => each.in === 'query' && each.example !== undefined);
    return [
      { summary: 'Request', value: Object.fromEntries(query.map(({ name, example }) => [name, example])) },
    ];
  }

  /** Answers of a call by their status. */
  answersOf({ responses }: Operation): readonly (readonly [status: string, response: Response])[] {
    return Object.entries(responses).map(([status, response]) => [status, this.#response(response)]);
  }

  /** The schemas a body may have: one, or each of several. */
  shapesOf(schema: Schema | undefined): readonly Schema[] {
    if (schema === undefined) return [];
    return (schema.anyOf ?? [schema]).map((each) => this.resolve(each));
  }

  /** A schema with its reference followed; a description beside the reference wins. */
  resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const { $ref, ...own } = schema;
    return { ...this.document.components.schemas[lastPart($ref)], ...own };
  }

  #parameter(parameter: Parameter | Reference): Parameter {
    const found =
      '$ref' in parameter ? this.document.components.parameters[lastPart(parameter.$ref)] : parameter;
    if (found === undefined) throw new Error('the description names a parameter it does not have');
    return found;
  }

  #response(response: Response | Reference): Response {
    const found = '$ref' in response ? this.document.components.responses[lastPart(response.$ref)] : response;
    if (found === undefined) throw new Error('the description names an answer it does not have');
    return found;
  }
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
