import { REFUSAL } from '@opencpm/protocol';
import type { Examples } from './call-example.ts';
import type { MediaType, Reference, Response } from './document-types.ts';
import { shapeReference } from './value-schemas.ts';
import { answerHeaders, SIGNATURE_HEADERS } from './wire-headers.ts';

/** Answers that are no result of a call: nothing was started. */
export function plainErrors({ errors }: Examples): Readonly<Record<string, Response>> {
  const json = (status?: keyof Examples['errors']): Readonly<Record<string, MediaType>> => ({
    'application/json': {
      schema: shapeReference(REFUSAL),
      ...(status === undefined
        ? {}
        : { examples: { refused: { summary: 'As the gateway says it', value: errors[status] } } }),
    },
  });
  return {
    BadRequest: {
      description: 'The bytes are no HTTP request. Nothing was started. The body may be empty.',
      content: json(),
    },
    NotFound: {
      description: 'There is no such path: the base URL or a proxy leads elsewhere.',
      content: json('404'),
    },
    MethodNotAllowed: {
      description: 'The path does not take this method.',
      headers: answerHeaders('Allow'),
      content: json('405'),
    },
    RequestTimeout: {
      description: 'Head or body did not come within 10 s. Nothing was started. No body.',
    },
    ContentTooLarge: { description: 'The body is larger than 64 KiB.', content: json('413') },
    TooManyRequests: {
      description:
        'More requests than allowed (`1297`). Nothing was started: send the same request again, unchanged, after `Retry-After` seconds. Signed unless the gateway as a whole is overloaded or the sender was not proved.',
      headers: answerHeaders('Retry-After', ...SIGNATURE_HEADERS),
      content: json('429'),
    },
    ServiceUnavailable: {
      description:
        'The gateway is being stopped (`1100`). Nothing was started: send the same request again, unchanged. Not signed.',
      content: json(),
    },
  };
}

/** The same by status, for every signed call. */
export const PLAIN_ERROR_REFERENCES: Readonly<Record<string, Reference>> = {
  '400': { $ref: '#/components/responses/BadRequest' },
  '404': { $ref: '#/components/responses/NotFound' },
  '405': { $ref: '#/components/responses/MethodNotAllowed' },
  '408': { $ref: '#/components/responses/RequestTimeout' },
  '413': { $ref: '#/components/responses/ContentTooLarge' },
  '429': { $ref: '#/components/responses/TooManyRequests' },
  '503': { $ref: '#/components/responses/ServiceUnavailable' },
};
