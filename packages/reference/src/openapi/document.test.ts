import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { PARAMETERS_MAX, WIRE_CALLS } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import type { OpenApiDocument, Operation, Response } from './document-types.ts';

const TEXT = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
const DOCUMENT = JSON.parse(TEXT) as OpenApiDocument;

describe('the OpenAPI description', () => {
  it('passes the linter without an error or a warning', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const problems = await lintFromString({ source: TEXT, config, absoluteRef: 'openapi.json' });
    expect(
      problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`),
    ).toEqual([]);
  });

  it('is found at fault by the linter when it is', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const source = TEXT.replaceAll('#/components/schemas/PaymentRefusal', '#/components/schemas/Nothing');
    const problems = await lintFromString({ source, config, absoluteRef: 'openapi.json' });
    expect(problems.map(({ ruleId }) => ruleId)).toContain('no-unresolved-refs');
  });

  it('has every call with every method, and nothing else that is signed', () => {
    const described = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const calls = WIRE_CALLS.flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`));
    expect(described.toSorted()).toEqual([...calls, 'GET /healthz'].toSorted());
  });

  it('says how many parameters fit', () => {
    expect(DOCUMENT.info.description).toContain(`at most ${PARAMETERS_MAX} parameters and`);
  });
});

describe('every example', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(DOCUMENT, 'openapi');
  const found: [string, string, unknown][] = [];
  const collect = (at: string, content: Response['content']): void => {
    for (const [type, { examples = {} }] of Object.entries(content ?? {})) {
      for (const [name, { value }] of Object.entries(examples)) {
        const pointer = `${at}/content/${type.replaceAll('/', '~1')}/schema`;
        found.push([`${pointer} ${name}`, pointer, value]);
      }
    }
  };
  for (const kind of ['paths', 'webhooks'] as const) {
    for (const [path, item] of Object.entries(DOCUMENT[kind])) {
      for (const [method, operation] of Object.entries<Operation>(item)) {
        const at = `/${kind}/${path.replaceAll('/', '~1')}/${method}`;
        collect(`${at}/requestBody`, operation.requestBody?.content);
        for (const [status, response] of Object.entries(operation.responses)) {
          if ('content' in response) collect(`${at}/responses/${status}`, response.content);
        }
      }
    }
  }
  for (const [name, { content }] of Object.entries(DOCUMENT.components.responses)) {
    collect(`/components/responses/${name}`, content);
  }

  it.each(found)('%s fits its schema', (_name, pointer, value) => {
    const validate = ajv.compile({ $ref: `openapi#${encodeURI(pointer)}` });
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });
});
