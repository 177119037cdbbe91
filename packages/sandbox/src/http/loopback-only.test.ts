import { describe, expect, it } from 'vitest';
import { refusalOfCaller } from './loopback-only.ts';

const HOME = { remoteAddress: '127.0.0.1', host: 'localhost:8080', origin: undefined };

describe('a guard for the developer’s own machine', () => {
  it.each([
    [{}],
    [{ remoteAddress: '127.4.5.6' }],
    [{ remoteAddress: '::1' }],
    [{ remoteAddress: '::ffff:127.0.0.1' }],
    [{ host: 'localhost' }],
    [{ host: 'LocalHost:1' }],
    [{ host: '127.0.0.1:65535' }],
    [{ host: '[::1]:8080' }],
    [{ host: '[::1]' }],
    [{ origin: 'http://localhost:8080' }],
    [{ origin: 'https://localhost:8080' }],
    [{ host: 'localhost:80', origin: 'http://localhost' }],
    [{ host: 'localhost', origin: 'http://localhost' }],
    [{ host: 'localhost:443', origin: 'https://localhost' }],
    [{ host: '[::1]:8080', origin: 'http://[::1]:8080' }],
  ])('lets %j in', (facts) => {
    expect(refusalOfCaller({ ...HOME, ...facts })).toBeUndefined();
  });

  it.each([
    [{ remoteAddress: '192.168.1.5' }],
    [{ remoteAddress: '10.127.0.1' }],
    [{ remoteAddress: '::ffff:192.168.1.5' }],
    [{ remoteAddress: 'fe80::1' }],
    [{ remoteAddress: '' }],
    [{ remoteAddress: undefined }],
  ])('keeps %j out by its address', (facts) => {
    expect(refusalOfCaller({ ...HOME, ...facts })).toMatch(
      /^This address answers programs on the same machine/,
    );
  });

  it.each([
    [{ host: undefined }],
    [{ host: '' }],
    [{ host: 'evil.example' }],
    [{ host: 'localhost.evil.example' }],
    [{ host: 'evil.example:8080' }],
    [{ host: 'localhost@evil.example' }],
    [{ host: 'localhost:8080, evil.example' }],
    [{ host: '192.168.1.5:8080' }],
    [{ host: '127.0.0.1.nip.io' }],
    [{ host: '[::2]' }],
    [{ host: 'localhost:' }],
  ])('keeps %j out by its Host', (facts) => {
    expect(refusalOfCaller({ ...HOME, ...facts })).toMatch(/^Host: /);
  });

  it.each([
    [{ origin: 'http://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
    [{ origin: 'http://localhost' }],
    [{ origin: 'http://localhost:3000' }],
    [{ origin: 'http://127.0.0.1:8080' }],
    [{ origin: 'http://localhost:8080.evil.example' }],
    [{ origin: 'chrome-extension://localhost:8080' }],
    [{ host: 'localhost:443', origin: 'http://localhost' }],
  ])('keeps %j out by its Origin', (facts) => {
    expect(refusalOfCaller({ ...HOME, ...facts })).toMatch(/^Origin: /);
  });
});
