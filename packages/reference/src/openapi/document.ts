import {
  HEALTH_ANSWER,
  PAYMENT_NOTIFICATION,
  REFUND_NOTIFICATION,
  REFUSAL,
  WIRE_CALLS,
} from '@opencpm/protocol';
import type { Examples } from './call-example.ts';
import type { OpenApiDocument, PathItem } from './document-types.ts';
import { INTRODUCTION } from './introduction.ts';
import { notificationWebhook } from './notification-webhook.ts';
import { callPaths } from './operations.ts';
import { plainErrors } from './plain-errors.ts';
import { shapeReference, shapeSchemas } from './value-schemas.ts';
import { ANSWER_HEADERS, REQUEST_HEADERS } from './wire-headers.ts';

/**
 * The description of every public call in OpenAPI 3.1, made of the rules that check requests and of the shapes that
 * answers are tested against.
 *
 * @param version of the program that is described.
 */
export function openApiDocument(version: string, examples: Examples): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'OpenCPM merchant interface',
      version,
      summary: 'Charge the wallet code a cashier has scanned, exactly once.',
      description: INTRODUCTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The gateway that serves this description' }],
    security: [{ appCode: [], signature: [] }],
    tags: [
      { name: 'Payments', description: 'Charge a code and find out what has become of it.' },
      { name: 'Reversals', description: 'Cancel what is not paid.' },
      { name: 'Refunds', description: 'Give back what is paid.' },
      { name: 'Records', description: 'Notes and statements.' },
      { name: 'Notifications', description: 'What the gateway tells the merchant.' },
      { name: 'Operation', description: 'Whether the gateway works.' },
    ],
    paths: { ...callPaths(examples), '/healthz': healthPath(examples) },
    webhooks: { notification: notificationWebhook(examples) },
    components: {
      securitySchemes: {
        appCode: {
          type: 'apiKey',
          in: 'header',
          name: 'X-QF-APPCODE',
          description: 'App code: who asks.',
        },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-QF-SIGN',
          description: 'Signature of this request in hex, either letter case. Made anew for every request.',
        },
      },
      headers: ANSWER_HEADERS,
      parameters: REQUEST_HEADERS,
      responses: plainErrors(examples),
      schemas: shapeSchemas([
        ...WIRE_CALLS.flatMap(({ answers }) => answers),
        REFUSAL,
        PAYMENT_NOTIFICATION,
        REFUND_NOTIFICATION,
        HEALTH_ANSWER,
      ]),
    },
  };
}

function healthPath({ health }: Examples): PathItem {
  const schema = shapeReference(HEALTH_ANSWER);
  return {
    get: {
      operationId: 'health',
      tags: ['Operation'],
      summary: 'Ask whether the gateway can take payments',
      description: 'Not signed.',
      security: [],
      responses: {
        '200': {
          description: 'It can.',
          content: {
            'application/json': { schema, examples: { ok: { summary: 'All is well', value: health } } },
          },
        },
        '400': { $ref: '#/components/responses/BadRequest' },
        '503': {
          description: 'It cannot: the disk takes no writes.',
          content: { 'application/json': { schema } },
        },
      },
    },
  };
}
