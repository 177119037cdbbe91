import { describe, expect, it } from 'vitest';
import { ConfigProblem, readConfig } from './config.ts';

function trusted(text: string | undefined): readonly string[] | undefined {
  return readConfig({ OPENCPM_TRUSTED_PROXIES: text }, {}, '/').trustedProxies;
}

describe('OPENCPM_TRUSTED_PROXIES', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['127.0.0.1', ['127.0.0.1']],
    [' 127.0.0.1 , 10.0.0.0/8,', ['127.0.0.1', '10.0.0.0/8']],
    ['::1,2001:db8::/32', ['::1', '2001:db8::/32']],
  ])('%j names %j', (text, proxies) => expect(trusted(text)).toEqual(proxies));

  it.each([
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0.0/',
    '0.0.0.0/0',
    '10.0.0.0/8/8',
    '127.0.0.1 10.0.0.1',
    'true',
    '*',
    '1',
    '2001:db8::/129',
  ])('%j is refused: nobody is trusted by accident', (text) => {
    expect(() => trusted(text)).toThrow(ConfigProblem);
    expect(() => trusted(text)).toThrow(/^OPENCPM_TRUSTED_PROXIES must be addresses or networks/);
  });
});
