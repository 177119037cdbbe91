import { describe, expect, it } from 'vitest';
import { assertOwnPage, type ReachRules, type SenderFacts } from './request-guard.ts';

const LOCAL: ReachRules = { publicHost: undefined, loopbackOnly: true };
const PUBLIC: ReachRules = { publicHost: 'till.example:8443', loopbackOnly: false };
const SENDER: SenderFacts = {
  method: 'POST',
  remoteAddress: '127.0.0.1',
  host: '127.0.0.1:8090',
  origin: undefined,
  fetchSite: undefined,
};

function isLetIn(change: Partial<SenderFacts>, rules: ReachRules = LOCAL, isOpen = false): boolean {
  try {
    assertOwnPage({ ...SENDER, ...change }, rules, isOpen);
    return true;
  } catch {
    return false;
  }
}

describe('a request', () => {
  it.each<[string, Partial<SenderFacts>, ReachRules]>([
    ['of a program', {}, LOCAL],
    ['of the page', { origin: 'http://127.0.0.1:8090', fetchSite: 'same-origin' }, LOCAL],
    ['by IPv6', { remoteAddress: '::1', host: '[::1]:8090', origin: 'http://[::1]:8090' }, LOCAL],
    ['by the mapped address', { remoteAddress: '::ffff:127.0.0.1', host: 'LOCALHOST:8090' }, LOCAL],
    ['by an address that was typed', { method: 'GET', fetchSite: 'none' }, LOCAL],
    [
      'by the public address',
      { remoteAddress: '10.0.0.7', host: 'till.example:8443', origin: 'https://till.example:8443' },
      PUBLIC,
    ],
  ])('%s is let in', (_what, change, rules) => {
    expect(isLetIn(change, rules)).toBe(true);
  });

  it.each<[string, Partial<SenderFacts>, ReachRules]>([
    ['of another machine', { remoteAddress: '192.168.1.5' }, LOCAL],
    ['of a socket without an address', { remoteAddress: undefined }, LOCAL],
    ['by a foreign name', { host: 'evil.example:8090' }, LOCAL],
    ['by no name', { host: undefined }, LOCAL],
    ['by a name that begins as ours', { host: '127.0.0.1.evil.example' }, LOCAL],
    ['of a foreign page', { origin: 'https://evil.example' }, LOCAL],
    ['of a page without origin', { origin: 'null' }, LOCAL],
    ['of another port', { origin: 'http://127.0.0.1:8091' }, LOCAL],
    ['of another site', { method: 'GET', fetchSite: 'cross-site' }, LOCAL],
    ['of a sister site', { fetchSite: 'same-site' }, LOCAL],
    ['that changes something, by a typed address', { fetchSite: 'none' }, LOCAL],
    ['by another public name', { host: 'till.example' }, PUBLIC],
  ])('%s is kept out', (_what, change, rules) => {
    expect(isLetIn(change, rules)).toBe(false);
  });

  it('for a receipt may come from anywhere, and only read', () => {
    const link = { origin: 'https://mail.example', fetchSite: 'cross-site' };
    expect(isLetIn({ ...link, method: 'GET' }, LOCAL, true)).toBe(true);
    expect(isLetIn({ ...link, method: 'POST' }, LOCAL, true)).toBe(false);
    expect(isLetIn({ ...link, method: 'GET', host: 'evil.example' }, LOCAL, true)).toBe(false);
  });
});
