import { describe, expect, it } from 'vitest';
import { readParameters, type WireRequest } from './wire-request.ts';

function request(changes: Partial<Omit<WireRequest, 'body'>> & { readonly body?: string }): WireRequest {
  const { body = '', ...rest } = changes;
  return {
    method: 'POST',
    appCode: undefined,
    signature: undefined,
    signType: undefined,
    contentType: 'application/x-www-form-urlencoded',
    query: '',
    ...rest,
    body: Buffer.from(body),
  };
}

const ONE = [{ name: 'a', value: '1 2', raw: '1+2' }];

describe('readParameters', () => {
  it.each([
    ['the body of a POST', request({ body: 'a=1+2' })],
    ['the query string of a POST without a body', request({ query: 'a=1+2' })],
    ['the query string of a GET', request({ method: 'GET', query: 'a=1+2' })],
    ['a body without a content type', request({ body: 'a=1+2', contentType: undefined })],
    [
      'a body with a character set',
      request({ body: 'a=1+2', contentType: 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' }),
    ],
    ['a query string, whatever the content type says', request({ query: 'a=1+2', contentType: 'text/xml' })],
  ])('reads %s', (_what, given) => {
    expect(readParameters(given)).toEqual({ ok: true, parameters: ONE });
  });

  it('reads nothing from nothing', () => {
    expect(readParameters(request({}))).toEqual({ ok: true, parameters: [] });
  });

  it.each([
    [
      'a GET with a body',
      request({ method: 'GET', body: 'a=1' }),
      'a GET carries its parameters in the query string, not in a body',
    ],
    [
      'parameters in two places',
      request({ query: 'a=1', body: 'b=2' }),
      'parameters stand in the body or in the query string, not in both',
    ],
    [
      'a body of another type',
      request({ body: '{"a":1}', contentType: 'application/json' }),
      'Content-Type must be application/x-www-form-urlencoded',
    ],
    ['an empty content type', request({ body: 'a=1', contentType: '' }), /^Content-Type must be/],
    ['a name given twice', request({ body: 'a=1&a=2' }), 'a: is given more than once'],
    ['a name that is none', request({ body: '=1' }), /^a parameter name must be/],
  ])('refuses %s', (_what, given, message) => {
    const read = readParameters(given);
    expect(read.ok ? 'read' : read.message).toMatch(message);
  });
});
