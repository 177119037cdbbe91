import { describe, expect, it } from 'vitest';
import { readDigits, readPan, readText, readTrack2 } from './emv-values.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('readPan', () => {
  it.each([
    ['6236098835899996', '6236098835899996'],
    ['6292610358444335641F', '6292610358444335641'],
    ['12345678FFFF', '12345678'],
  ])('reads %s', (hex, pan) => {
    expect(readPan(bytes(hex))).toBe(pan);
  });

  it.each([
    '',
    '1234567F',
    '62926103584443356411',
    '6292610358444335641FFF',
    '6292F61035844433',
    '62D26103',
    'FFFF',
  ])('refuses %j', (hex) => {
    expect(readPan(bytes(hex))).toBeUndefined();
  });
});

describe('readTrack2', () => {
  it.each([
    ['1234567890123458D191220112345F', '1234567890123458', '1912', '1234567890123458D191220112345'],
    ['6263600715765554D23112010000018801', '6263600715765554', '2311', '6263600715765554D23112010000018801'],
    ['123456789D2501201F', '123456789', '2501', '123456789D2501201'],
  ])('reads %s', (hex, pan, expiry, text) => {
    expect(readTrack2(bytes(hex))).toEqual({ pan, expiry, text });
  });

  it.each([
    ['no separator', '62636007157655542311'],
    ['a card number of 7 digits', '1234567D25012010'],
    ['a card number of 20 digits', '62636007157655541234D2501201'],
    ['no service code', '123456789D250120'],
    ['a letter in the discretionary data', '123456789D25012011A1'],
    ['fill of more than one F', '12345678D2501201FF'],
    ['more than 19 bytes', '1234567890123458D25012010000000000000000'],
  ])('refuses %s', (_what, hex) => {
    expect(readTrack2(bytes(hex))).toBeUndefined();
  });
});

describe('readDigits', () => {
  it('reads exactly the digits asked for', () => {
    expect(readDigits(bytes('0641'), 4)).toBe('0641');
    expect(readDigits(bytes('56'), 4)).toBeUndefined();
    expect(readDigits(bytes('56F1'), 4)).toBeUndefined();
    expect(readDigits(undefined, 4)).toBeUndefined();
  });
});

describe('readText', () => {
  it('reads text of the given form only', () => {
    expect(readText(bytes('4142'), /^[A-Z]+$/)).toBe('AB');
    expect(readText(bytes('4107'), /^[A-Z]+$/)).toBeUndefined();
    expect(readText(undefined, /^.*$/)).toBeUndefined();
  });
});
