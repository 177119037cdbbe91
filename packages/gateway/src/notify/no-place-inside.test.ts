import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { NodeTransport, type ResolveName, systemResolve } from './node-transport.ts';
import { describeAnswer, isAcknowledged } from './notify-transport.ts';
import { until, useEndpoints } from './test-endpoint.ts';
import { TestNameServer } from './test-name-server.ts';
import { BODY, post } from './test-post.ts';

describe('row 10 of the security list: a notification goes to no place inside', () => {
  const openEndpoint = useEndpoints();

  it.each([
    ['an address', 'http://127.0.0.1/'],
    ['a metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['a number', 'http://2130706433/'],
    ['a user name', 'http://user@shop.example/'],
    ['a port', 'http://shop.example:22/'],
    ['a scheme', 'file:///etc/passwd'],
  ])('%s is refused again when it comes to sending', async (_, url) => {
    const answer = await post(url, {
      loopbackAllowed: false,
      resolve: () => Promise.reject(new Error('asked')),
    });
    expect(describeAnswer(answer)).toMatch(/^refused: the address /);
  });

  it.each([
    ['private', ['10.0.0.1']],
    ['loopback', ['127.0.0.1']],
    ['loopback of IPv6', ['::1']],
    ['mapped', ['::ffff:127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['unique local', ['fd00:ec2::254']],
    ['public and private', ['93.184.215.14', '10.0.0.1']],
    ['private behind a chain of names', ['192.168.1.1']],
  ])('a name that leads to a %s address is refused', async (_, addresses) => {
    const answer = await post('http://shop.example/', {
      loopbackAllowed: false,
      resolve: () => Promise.resolve(addresses),
    });
    expect(describeAnswer(answer)).toBe(`refused: shop.example leads to ${addresses.at(-1)}`);
  });

  it('a name that was public when it was looked at and is private when connected is refused (rebinding)', async () => {
    const endpoint = await openEndpoint();
    const answers = [['93.184.215.14'], ['127.0.0.1']];
    const resolve: ResolveName = () => Promise.resolve(answers.shift() ?? []);
    expect(await resolve('shop.example')).toEqual(['93.184.215.14']);
    const answer = await post('http://shop.example/', { loopbackAllowed: false, resolve });
    expect(describeAnswer(answer)).toBe('refused: shop.example leads to 127.0.0.1');
    expect(answers).toEqual([]);
    expect(endpoint.connections).toBe(0);
  });

  it('sends nothing before the connected address is checked, even if the name was found harmless', async () => {
    const endpoint = await openEndpoint();
    // A policy that changes its mind stands for a connection that goes elsewhere than the lookup said.
    let looks = 0;
    const transport = new NodeTransport({
      policy: {
        get loopbackAllowed() {
          looks += 1;
          return looks === 1;
        },
      },
      timers: new ManualTime(),
    });
    const request = { url: endpoint.url, headers: {}, body: BODY };
    const answer = await transport.post(request, new AbortController().signal);
    expect(describeAnswer(answer)).toBe('refused: 127.0.0.1 must not be reached');
    await until(() => endpoint.connections === 1 && endpoint.open === 0);
    expect(endpoint.received).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('a redirect by %i is not followed', async (status) => {
    const [endpoint, inside] = [await openEndpoint(), await openEndpoint()];
    endpoint.answer = (response) => response.writeHead(status, { Location: inside.url }).end('SUCCESS');
    const answer = await post(endpoint.url);
    expect(describeAnswer(answer)).toBe(`HTTP ${status}: redirects are not followed`);
    expect(isAcknowledged(answer)).toBe(false);
    expect(inside.connections).toBe(0);
  });

  it('a name that leads nowhere is a failure like any other', async () => {
    const nowhere = await post('http://shop.example/', { resolve: () => Promise.resolve([]) });
    expect(describeAnswer(nowhere)).toBe('shop.example leads nowhere');
    const unknown = await post('http://shop.example/', {
      resolve: () => Promise.reject(new Error('ENOTFOUND')),
    });
    expect(describeAnswer(unknown)).toBe('ENOTFOUND');
  });
});

describe('row 10 of the security list: names', () => {
  let names: TestNameServer;
  beforeEach(async () => {
    names = await TestNameServer.open({
      'both.example': ['93.184.215.14', '2606:4700:0:0:0:0:0:1'],
      'old.example': ['93.184.215.14'],
      'new.example': ['2606:4700:0:0:0:0:0:1'],
      'chain.example': ['first.example'],
      'first.example': ['second.example'],
      'second.example': ['10.0.0.1'],
      'empty.example': [],
      'half.example': ['93.184.215.14', 'fd00:0:0:0:0:0:0:1'],
    });
  });
  afterEach(() => names.close());

  it.each([
    ['both.example', ['93.184.215.14', '2606:4700::1']],
    ['old.example', ['93.184.215.14']],
    ['new.example', ['2606:4700::1']],
    ['chain.example', ['10.0.0.1']],
  ])('are looked up under both families and through aliases: %s', async (name, addresses) => {
    expect(await systemResolve([names.address])(name)).toEqual(addresses);
  });

  it.each(['unknown.example', 'empty.example'])('that lead nowhere are an error: %s', async (name) => {
    await expect(systemResolve([names.address])(name)).rejects.toThrow(/ENOTFOUND|ENODATA/);
  });

  it.each([
    ['chain.example', '10.0.0.1'],
    ['half.example', 'fd00::1'],
  ])('that lead inside are refused, asked anew for every try: %s', async (name, inside) => {
    const resolve = systemResolve([names.address]);
    const answer = await post(`http://${name}/`, { loopbackAllowed: false, resolve });
    expect(describeAnswer(answer)).toBe(`refused: ${name} leads to ${inside}`);
    const { length } = names.asked;
    await post(`http://${name}/`, { loopbackAllowed: false, resolve });
    expect(names.asked).toHaveLength(length * 2);
  });
});
