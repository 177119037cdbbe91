import { describe, expect, it } from 'vitest';
import { notifyUrlProblem } from './notify-url.ts';

it.each([
  'https://shop.example/notify',
  'http://shop.example',
  'HTTPS://SHOP.EXAMPLE/N',
  'https://shop.example:8443/n?store=7&till=3#x',
  'https://192.0.2.1/n',
  'https://[2001:db8::1]/n',
  'https://商店.example/通知',
  'https://shop.example/n?a=%zz',
  'https://shop.example/a b',
])('%s is an address for notifications', (url) => expect(notifyUrlProblem(url)).toBeUndefined());

describe('an address for notifications', () => {
  it.each([
    '',
    'notify',
    '/notify',
    '//shop.example/n',
    'shop.example/n',
    'ftp://shop.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'gopher://shop.example/',
    'data:text/plain,x',
    'ws://shop.example/',
    'https:',
    'https://',
    'https:///n',
    'https:shop.example',
    'https:/shop.example',
    String.raw`https:\\shop.example`,
    ' https://shop.example',
    'https://[::1',
    'https://shop.example:port/',
    'https://shop.example:99999/',
    'https://a b.example/',
  ])('is not %j', (url) => {
    expect(notifyUrlProblem(url)).toBe(
      'must be a full http or https address such as https://shop.example/notify',
    );
  });

  it.each([
    'https://user@shop.example/',
    'https://user:secret@shop.example/',
    'https://:secret@shop.example/',
  ])('carries no credentials: %s', (url) =>
    expect(notifyUrlProblem(url)).toBe('may not carry a user name or password'),
  );

  it.each(['\r\nHost: x', '\n', '\t', '\0', '\u{7f}', '\u{9b}', '\u{2028}', '\u{2029}'])(
    'holds no control character: %j',
    (odd) => {
      expect(notifyUrlProblem(`https://shop.example/${odd}`)).toBe('may not contain control characters');
    },
  );
});
