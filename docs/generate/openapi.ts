import { readFileSync } from 'node:fs';
import {
  brunoCollection,
  type CallExample,
  type OpenApiDocument,
  openApiDocument,
  postmanCollection,
} from '../../packages/reference/src/index.ts';
import type { ExampleExchange } from './example-gateway.ts';
import type { ExampleExchanges } from './example-exchanges.ts';

function describe(examples: ExampleExchanges): OpenApiDocument {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  const { errors, health, notifications } = examples;
  return openApiDocument(version, {
    calls: callExamples(examples),
    errors: {
      '404': errors['404'].answer,
      '405': errors['405'].answer,
      '413': errors['413'].answer,
      '429': errors['429'].answer,
    },
    health: health.answer,
    notifications,
  });
}

/**
 * The OpenAPI description with the examples of a real gateway, and the collections made of it, by their paths from the
 * root of the checkout.
 */
export function renderOpenApi(examples: ExampleExchanges): Readonly<Record<string, string>> {
  const document = describe(examples);
  const bruno = Object.entries(brunoCollection(document)).map(([path, text]) => [
    `examples/bruno/${path}`,
    text,
  ]);
  return {
    'packages/reference/openapi.json': asJson(document),
    'examples/postman/opencpm.postman_collection.json': asJson(postmanCollection(document)),
    ...Object.fromEntries(bruno),
  };
}

function asJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** The exchanges of every call, the most telling one first. */
function callExamples(examples: ExampleExchanges): readonly CallExample[] {
  const { reversals, refunds, notes } = examples;
  const example = (
    call: CallExample['call'],
    name: string,
    title: string,
    { parameters, status, answer }: ExampleExchange,
  ): CallExample => ({ call, name, title, parameters, status, answer });
  return [
    example('payment', 'paid', 'Paid', examples.paid),
    example('payment', 'waiting', 'The customer has to confirm: not known yet', examples.waiting),
    malformed(example('payment', 'refused', 'Refused before a payment existed', examples.refused)),
    example('query', 'oneOrder', 'One order', examples.enquiry),
    example('query', 'refundRow', 'A refund', refunds.enquiry),
    example('query', 'nothingFound', 'Nothing found', examples.nothingFound),
    example('refund', 'returned', 'A part goes back', refunds.returned),
    example('refund', 'tooMuch', 'More than is left', refunds.refused),
    example('reversal', 'cancelled', 'The customer does not confirm', reversals.cancelled),
    example('close', 'paid', 'A payment that is paid is left alone', reversals.paid),
    example('add_note', 'noted', 'The note stands', notes.added),
    example('add_note', 'unknown', 'A number this merchant does not have', notes.refused),
    example('trade_bill', 'tooEarly', 'The day is not over yet', examples.bill),
  ];
}

function malformed({ parameters: _unfit, ...example }: CallExample): CallExample {
  return example;
}
