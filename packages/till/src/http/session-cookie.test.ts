import { describe, expect, it } from 'vitest';
import { SessionCookie } from './session-cookie.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';
const cookie = new SessionCookie('T2345');

describe("the session's cookie", () => {
  it('is read among others', () => {
    expect(cookie.read(`a=1; __Host-till-T2345=${TOKEN}; __Host-till-T9999=x`)).toBe(TOKEN);
  });

  it.each([
    ['none', undefined],
    ['an empty header', ''],
    ["another till's", `__Host-till-T9999=${TOKEN}`],
    ['one without the prefix', `till-T2345=${TOKEN}`],
    ['one of another form', '__Host-till-T2345=short'],
    ['two of the name', `__Host-till-T2345=${TOKEN}; __Host-till-T2345=${TOKEN}`],
  ])('is not %s', (_what, header) => {
    expect(cookie.read(header)).toBeUndefined();
  });

  it('ends at once when it is taken back', () => {
    expect(cookie.end()).toBe('__Host-till-T2345=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict');
  });
});
