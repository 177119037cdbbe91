import { type ParameterRule, WIRE_CALLS, type WireCall } from '@opencpm/protocol';
import type { CallExample, Examples } from './call-example.ts';
import type {
  Example,
  MediaType,
  Operation,
  Parameter,
  PathItem,
  Reference,
  Response,
  Schema,
} from './document-types.ts';
import { PLAIN_ERROR_REFERENCES } from './plain-errors.ts';
import { anyShape, ruleSchema } from './value-schemas.ts';
import { answerHeaders, REQUEST_HEADERS, SIGNATURE_HEADERS } from './wire-headers.ts';

/** How parameters are sent. */
const FORM_TYPE = 'application/x-www-form-urlencoded';

const TAGS: Readonly<Record<WireCall['name'], string>> = {
  payment: 'Payments',
  query: 'Payments',
  refund: 'Refunds',
  reversal: 'Reversals',
  close: 'Reversals',
  add_note: 'Records',
  trade_bill: 'Records',
};

const SIGNED_HEADERS: readonly Reference[] = Object.keys(REQUEST_HEADERS).map((name) => ({
  $ref: `#/components/parameters/${name}`,
}));

/** Every signed call by its path. */
export function callPaths(examples: Examples): Readonly<Record<string, PathItem>> {
  return Object.fromEntries(WIRE_CALLS.map((call) => [call.path, pathItem(call, examples)]));
}

function pathItem(call: WireCall, examples: Examples): PathItem {
  const own = examples.calls.filter((example) => example.call === call.name);
  const methods = call.methods.map((method): [string, Operation] => [
    method.toLowerCase(),
    method === 'POST' ? postOperation(call, own) : getOperation(call, own),
  ]);
  return Object.fromEntries(methods);
}

function postOperation(call: WireCall, examples: readonly CallExample[]): Operation {
  return {
    ...commonOf(call, ''),
    parameters: SIGNED_HEADERS,
    requestBody: {
      required: true,
      content: { [FORM_TYPE]: { schema: bodySchema(call.rules), ...exampleMap(examples, typedParameters) } },
    },
    responses: responsesOf(call, examples),
  };
}

function getOperation(call: WireCall, examples: readonly CallExample[]): Operation {
  const [usual] = call.methods;
  const [example] = examples;
  return {
    ...commonOf(call, usual === 'GET' ? '' : 'ByGet'),
    parameters: [...SIGNED_HEADERS, ...call.rules.map((rule) => queryParameter(rule, example))],
    responses: responsesOf(call, examples),
  };
}

function commonOf(
  call: WireCall,
  ending: string,
): Pick<Operation, 'operationId' | 'tags' | 'summary' | 'description'> {
  const name = call.name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return {
    operationId: name + ending,
    tags: [TAGS[call.name]],
    summary: ending === '' ? call.title : `${call.title}, by GET`,
    description: call.about,
  };
}

function bodySchema(rules: readonly ParameterRule[]): Schema {
  return {
    type: 'object',
    required: rules.filter(({ mandatory }) => mandatory).map(({ name }) => name),
    properties: Object.fromEntries(rules.map((rule) => [rule.name, ruleSchema(rule)])),
  };
}

function queryParameter(rule: ParameterRule, example: CallExample | undefined): Parameter {
  const { description = '', ...schema } = ruleSchema(rule);
  const value = example?.parameters?.[rule.name];
  return {
    name: rule.name,
    in: 'query',
    required: rule.mandatory,
    description,
    schema,
    ...(value === undefined || schema.type === 'integer' ? {} : { example: value }),
  };
}

function responsesOf(call: WireCall, examples: readonly CallExample[]): Operation['responses'] {
  const json: MediaType = {
    schema: anyShape(call.answers),
    ...exampleMap(
      examples.filter(({ status }) => status === 200),
      ({ answer }) => answer,
    ),
  };
  const zip = call.zip === true ? { 'application/zip': {} } : {};
  const answered: Response = {
    description:
      call.zip === true
        ? 'The statement as a zip, or a refusal as JSON.'
        : 'Every result of the call, good or bad: read `respcd`.',
    headers: answerHeaders(...SIGNATURE_HEADERS),
    content: { 'application/json': json, ...zip },
  };
  return { '200': answered, ...PLAIN_ERROR_REFERENCES };
}

function exampleMap(
  examples: readonly CallExample[],
  read: (example: CallExample) => unknown,
): { readonly examples?: Readonly<Record<string, Example>> } {
  const named = examples.flatMap((example): [string, Example][] => {
    const value = read(example);
    return value === undefined ? [] : [[example.name, { summary: example.title, value }]];
  });
  return named.length === 0 ? {} : { examples: Object.fromEntries(named) };
}

/** Amounts and counts as the schema has them; on the wire everything is text. */
function typedParameters({ parameters }: CallExample): Readonly<Record<string, string | number>> | undefined {
  if (parameters === undefined) return undefined;
  const whole = new Set(['txamt', 'page', 'page_size']);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      whole.has(name) && /^[0-9]+$/.test(value) ? Number(value) : value,
    ]),
  );
}
