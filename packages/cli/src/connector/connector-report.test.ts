import { describe, expect, it } from 'vitest';
import { type ConnectorReport, endingSoon, problemsOf } from './connector-report.ts';

const NOW_MS = Date.UTC(2026, 2, 5);
const DAY_MS = 86_400_000;

function report(expiresInMs: number, changes: Partial<ConnectorReport> = {}): ConnectorReport {
  const key = { setting: 'tls_certificate', what: 'certificate', fingerprint: '00' };
  return {
    name: 'wallet',
    kind: 'upstream',
    host: 'https://wallet.example',
    keys: [{ ...key, expiresAtMs: NOW_MS + expiresInMs }],
    nowMs: NOW_MS,
    skewMs: 0,
    reach: 'answers HTTP 200',
    reachable: true,
    sample: { method: 'POST', url: '', headers: {}, textToSign: '', body: '' },
    ...changes,
  };
}

describe('a certificate of a connector', () => {
  it.each([
    [31 * DAY_MS, [], []],
    [31 * DAY_MS - 1, [], ['tls_certificate: ends within 31 days']],
    [DAY_MS - 1, [], ['tls_certificate: ends within a day']],
    [0, [], ['tls_certificate: ends within a day']],
    [-1, ['tls_certificate: has expired; get the new one'], []],
  ])('that ends in %i ms', (expiresInMs, problems, endings) => {
    expect(problemsOf(report(expiresInMs))).toEqual(problems);
    expect(endingSoon(report(expiresInMs))).toEqual(endings);
  });

  it('that never ends, or is a key, is not told of', () => {
    const keys = [{ setting: 'private_key', what: 'RSA private key', fingerprint: '00' }];
    expect(problemsOf(report(0, { keys }))).toEqual([]);
    expect(endingSoon(report(0, { keys }))).toEqual([]);
  });
});

describe('what a look at a wallet finds', () => {
  it.each([
    [{ reachable: false, reach: 'no connection' }, ['https://wallet.example: no connection']],
    [{ skewMs: 60_000 }, []],
    [{ skewMs: 61_000 }, ['this clock is 61 s behind that of https://wallet.example']],
    [{ skewMs: -61_000 }, ['this clock is 61 s ahead of that of https://wallet.example']],
  ])('%j', (changes, problems) => {
    expect(problemsOf(report(31 * DAY_MS, changes))).toEqual(problems);
  });
});
