import type { OpenApiDocument } from '../openapi/document-types.ts';
import { type CollectionCall, collectionCalls } from './call-fields.ts';
import { POSTMAN_CHECK, POSTMAN_REMEMBER, POSTMAN_SIGNING } from './signing-script.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** Variables of the collection; app code and key are the reader's own. */
const VARIABLES = {
  gateway: 'http://127.0.0.1:8080',
  app_code: '',
  client_key: '',
  last_order: 'A-1001',
  last_syssn: '',
  last_amount: '1050',
} as const;

/** Every signed call as a Postman collection (format 2.1) that signs by itself. */
export function postmanCollection(document: OpenApiDocument): object {
  return {
    info: {
      name: document.info.title,
      description:
        'Fill in the variables app_code and client_key of the collection; npm start prints those of the sandbox. Every request is signed by the script of the collection.',
      schema: SCHEMA,
    },
    item: collectionCalls(document).map(postmanItem),
    event: [event('prerequest', POSTMAN_SIGNING), event('test', POSTMAN_CHECK)],
    variable: Object.entries(VARIABLES).map(([key, value]) => ({ key, value, type: 'string' })),
  };
}

function postmanItem(call: CollectionCall): object {
  const { name, title, about, method, path, fields, begins } = call;
  const list = fields.map(({ name: key, value, enabled, about: description }) => ({
    key,
    value,
    description,
    ...(enabled ? {} : { disabled: true }),
  }));
  const address = {
    host: ['{{gateway}}'],
    path: path.slice(1).split('/'),
  };
  const query = fields.filter(({ enabled }) => enabled).map(({ name: key, value }) => `${key}=${value}`);
  return {
    name: `${name}: ${title}`,
    request: {
      method,
      header: [],
      description: about,
      ...(method === 'GET'
        ? { url: { raw: `{{gateway}}${path}?${query.join('&')}`, ...address, query: list } }
        : {
            body: { mode: 'urlencoded', urlencoded: list },
            url: { raw: `{{gateway}}${path}`, ...address },
          }),
    },
    ...(begins ? { event: [event('test', POSTMAN_REMEMBER)] } : {}),
    response: [],
  };
}

function event(listen: 'prerequest' | 'test', script: string): object {
  return { listen, script: { type: 'text/javascript', exec: script.split('\n') } };
}
