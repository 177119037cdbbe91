import type { OpenApiDocument } from '../openapi/document-types.ts';
import { type CollectionCall, collectionCalls } from './call-fields.ts';
import { BRUNO_REMEMBER, BRUNO_SIGNING } from './signing-script.ts';

/** Every signed call as the files of a Bruno collection that signs by itself, by their paths. */
export function brunoCollection(document: OpenApiDocument): Readonly<Record<string, string>> {
  const calls = collectionCalls(document);
  return {
    'bruno.json': `${JSON.stringify({ version: '1', name: document.info.title, type: 'collection', ignore: [] }, undefined, 2)}\n`,
    'collection.bru': `${block('script:pre-request', BRUNO_SIGNING)}\n`,
    'environments/sandbox.bru': `${block('vars', 'gateway: http://127.0.0.1:8080\napp_code: \nclient_key: ')}\n`,
    ...Object.fromEntries(calls.map((call, index) => [`${call.name}.bru`, brunoFile(call, index + 1)])),
  };
}

function brunoFile(call: CollectionCall, place: number): string {
  const { name, title, about, method, path, fields, begins } = call;
  const list = fields
    .map(({ name: field, value, enabled }) => `${enabled ? '' : '~'}${field}: ${value}`)
    .join('\n');
  const query = fields.filter(({ enabled }) => enabled).map(({ name: field, value }) => `${field}=${value}`);
  const isGet = method === 'GET';
  const url = `{{gateway}}${path}${isGet ? `?${query.join('&')}` : ''}`;
  const blocks = [
    block('meta', `name: ${name}\ntype: http\nseq: ${place}`),
    block(method.toLowerCase(), `url: ${url}\nbody: ${isGet ? 'none' : 'formUrlEncoded'}\nauth: none`),
    block(isGet ? 'params:query' : 'body:form-urlencoded', list),
    ...(begins ? [block('script:post-response', BRUNO_REMEMBER)] : []),
    block('docs', `${title}. ${about}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function block(name: string, text: string): string {
  const indented = text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
  return `${name} {\n${indented.join('\n')}\n}`;
}
