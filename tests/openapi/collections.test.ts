import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { type FormHanding, ImitatedBruno } from './support/imitated-bruno.ts';
import { ImitatedPostman, type PostmanCollection } from './support/imitated-postman.ts';
import type { ToolAnswer } from './support/sent-request.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const CALLS = ['payment', 'query', 'refund', 'reversal', 'close', 'addNote', 'tradeBill'];

let gateway: WireGateway;
let till: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  till = await gateway.merchant();
});

afterAll(() => gateway.close());

function postman(variables: Readonly<Record<string, string>>): ImitatedPostman {
  const file = new URL('postman/opencpm.postman_collection.json', EXAMPLES);
  const collection = JSON.parse(readFileSync(file, 'utf8')) as PostmanCollection;
  expect(collection.info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json');
  return new ImitatedPostman(collection, variables);
}

function bruno(environment: Readonly<Record<string, string>>, handing: FormHanding): ImitatedBruno {
  const folder = fileURLToPath(new URL('bruno/', EXAMPLES));
  const files = globSync('**/*.{bru,json}', { cwd: folder }).map((file): [string, string] => [
    file,
    readFileSync(`${folder}${file}`, 'utf8'),
  ]);
  return new ImitatedBruno(Object.fromEntries(files), environment, handing);
}

const TOOLS = {
  Postman: postman,
  'Bruno, which hands a form over as a list': (variables: Readonly<Record<string, string>>) =>
    bruno(variables, 'list'),
  'Bruno, which hands a form over as text': (variables: Readonly<Record<string, string>>) =>
    bruno(variables, 'text'),
} as const;

describe.each(Object.entries(TOOLS))('the collection for %s', (_name, open) => {
  function opened(clientKey = till.credentials.clientKey): {
    readonly names: readonly string[];
    send(name: string): Promise<ToolAnswer>;
  } {
    return open({ gateway: gateway.url, app_code: till.credentials.appCode, client_key: clientKey });
  }

  it('has every call', () => {
    expect(opened().names.toSorted()).toEqual(CALLS.toSorted());
  });

  it('signs every call as a gateway takes it, one after the other', async () => {
    const tool = opened();
    const { body: paid } = await tool.send('payment');
    expect(paid).toMatchObject({ respcd: '0000', txamt: 1050 });
    const { body: enquiry } = await tool.send('query');
    expect(enquiry).toMatchObject({
      respcd: '0000',
      data: [{ syssn: paid['syssn'], goods_name: 'Flat white' }],
    });
    expect((await tool.send('refund')).body).toMatchObject({ respcd: '0000', orig_syssn: paid['syssn'] });
    // Paid payments are left alone, which only the holder of the key is told.
    expect((await tool.send('reversal')).body).toMatchObject({ respcd: '1260' });
    expect((await tool.send('close')).body).toMatchObject({ respcd: '1260' });
    expect((await tool.send('addNote')).body).toMatchObject({ respcd: '0000' });
    const statement = await tool.send('tradeBill');
    expect([statement.status, statement.headers.get('content-type')]).toEqual([200, 'application/zip']);
  });

  it('charges anew every time', async () => {
    const tool = opened();
    const [first, second] = [await tool.send('payment'), await tool.send('payment')];
    expect([first.body['respcd'], second.body['respcd']]).toEqual(['0000', '0000']);
    expect(first.body['syssn']).not.toBe(second.body['syssn']);
  });
});

it('the collection for Bruno is refused with another key', async () => {
  const { appCode: app_code } = till.credentials;
  const tool = bruno({ gateway: gateway.url, app_code, client_key: 'F'.repeat(32) }, 'list');
  expect((await tool.send('payment')).body).toMatchObject({ respcd: '1108' });
});

it('the collection for Postman proves every answer', async () => {
  const { appCode: app_code, clientKey: client_key } = till.credentials;
  const tool = postman({ gateway: gateway.url, app_code, client_key });
  await tool.send('payment');
  await tool.send('query');
  expect(tool.passed).toHaveLength(2);
  await expect(
    postman({ gateway: gateway.url, app_code, client_key: 'F'.repeat(32) }).send('query'),
  ).rejects.toThrow('is not');
});
