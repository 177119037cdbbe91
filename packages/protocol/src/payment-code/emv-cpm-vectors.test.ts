import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmvCpm } from './emv-cpm.ts';
import { bytesToHex } from './emv-tlv.ts';

const E1 = 'hQVDUFYwMWEaTwegAAAAVVVVVw8SNFZ4kBI0WNGRIgESNF8=';
const E2 =
  'hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MWETTwegAAAAZmZmUAhQcm9kdWN0MmJJWggSNFZ4kBI0WF8gDkNBUkRIT0xERVIvRU1WXy0IcnVlc2RlZW5kIZ8QBwYBCgMAAACfJghYT9OF+iNLzJ82AgABnzcEbVjvEw==';
const E3 =
  'hQVDUFYwMWFWTwigAAADMwEBAlcRYmNgBxV2VVTSMRIBAAABiAFfNAEAYzOfJghWitzXodVnep8nAYCfEBEHAAEDoAAAAQgzOTk5MDE1N582AgAFggIAAJ83BGNSX74=';
const E4 =
  'hQVDUFYwMWFWTwigAAADMwEBAVcRYpJgNFBhgBfSQBIBAAABiAFfNAEAYzOfJghWir8H7WFiHJ8nAYCfEBEHAAEDoAAAAQgzOTk5MDE1N582AgBEggIAAJ83BFcS5+Q=';
const E5 =
  'hQVDUFYwMWFYTwigAAADMwEBAVcTYpJhA1hEQzVkHSIQIBAAABiAH180AQBjM58mCFaLEtnaC9l/nycBgJ8QEQcAAQOgAAABCDM5OTk5OTk5nzYCAAGCAgAAnzcE6gZYyA==';
const E6 =
  'hQVDUFYwMWFWTwigAAADMwEBAVcRYjYJiDWJmZbTASIBAAAAAA9fNAEAYzOfJggBAgMEBQYHCJ8nAYCfEBEHAAEDoAAAAQgwMDAwMDAwMZ82AgAHggIAAJ83BKGyw9Q=';
const E7 =
  'hQVDUFYwMWGBvk8IoAAAAzMBAQJQCFVuaW9uUGF5VxNikmEDWERDNWQdMBIgEAAAGIAfXyAMQ0hBTi9UQUkgTUFOXy0Eemhlbl9QEHRlbDorODUyMDAwMDAwMDCfCAIAEJ8ZBgAAYpJhA58kHVYwMDEwMDEzMDEyMzQ1Njc4OTAxMjM0NTY3ODkwnyUCVkFfNAEBYzOfJggBAgMEBQYHCJ8nAYCfEBEHAAEDoAAAAQgwMDAwMDAwMZ82AgAHggIAAJ83BKGyw9Q=';
const E8 = 'hQVDUFYwMWEWTwigAAADMwEBA1oKYpJhA1hEQzVkHw==';
const E9 =
  'hQVDUFYwMWEPTwegAAAAAxAQUARWSVNBYRRPCKAAAAMzAQEBUAhVbmlvblBheWJIVxFiNgmINYmZltMBIgEAAAAAD2QznyYIAQIDBAUGBwifJwGAnxARBwABA6AAAAEIMDAwMDAwMDGfNgIAB4ICAACfNwShssPU';
const E10 = 'hQVDUFYwMWEbTwigAAADMwEBAVoKYpJhA1hEQzVkH98BAqpVfyEEnwEBqg==';
const CRYPTOGRAM =
  '9F260801020304050607089F2701809F101107000103A00000010830303030303030319F36020007820200009F3704A1B2C3D4';

function hex(value: Uint8Array | undefined): string | undefined {
  return value && bytesToHex(value);
}

function read(text: string, acceptedAids?: readonly string[]) {
  const result = parseEmvCpm(text, acceptedAids);
  if (!result.ok) throw new Error(result.detail);
  const objects = Object.fromEntries(result.objects.map(({ tag, value }) => [tag, bytesToHex(value)]));
  return {
    ...result,
    objects,
    transparent: hex(result.transparent),
    commonTransparent: hex(result.commonTransparent),
  };
}

describe('EMV vectors that are accepted', () => {
  it('V-E1: the first example of the specification', () => {
    expect(read(E1, ['A0000000555555'])).toMatchObject({
      aid: 'A0000000555555',
      pan: '1234567890123458',
      expiry: '1912',
      track2: '1234567890123458D191220112345',
      text: E1,
    });
  });

  it('V-E2: two applications and common data', () => {
    expect(read(E2, ['A000000055'])).toEqual({
      ok: true,
      aid: 'A0000000555555',
      pan: '1234567890123458',
      expiry: undefined,
      track2: undefined,
      lastFour: undefined,
      par: undefined,
      applicationLabel: 'Product1',
      transparent: undefined,
      commonTransparent: '9F100706010A030000009F2608584FD385FA234BCC9F360200019F37046D58EF13',
      objects: {
        '4F': 'A0000000555555',
        '50': Buffer.from('Product1').toString('hex').toUpperCase(),
        '5A': '1234567890123458',
        '5F20': Buffer.from('CARDHOLDER/EMV').toString('hex').toUpperCase(),
        '5F2D': Buffer.from('ruesdeen').toString('hex').toUpperCase(),
      },
      text: E2,
    });
    expect(read(E2, ['A000000066'])).toMatchObject({ aid: 'A0000000666666', applicationLabel: 'Product2' });
  });

  it('V-E3: a public UnionPay credit payload', () => {
    expect(read(E3)).toMatchObject({
      aid: 'A000000333010102',
      pan: '6263600715765554',
      expiry: '2311',
      track2: '6263600715765554D23112010000018801',
      transparent:
        '9F2608568ADCD7A1D5677A9F2701809F101107000103A0000001083339393930313537' +
        '9F36020005820200009F370463525FBE',
      objects: { '5F34': '00' },
    });
  });

  it('V-E4: a public UnionPay debit payload', () => {
    const { aid, pan, expiry, transparent } = read(E4);
    expect({ aid, pan, expiry }).toEqual({
      aid: 'A000000333010101',
      pan: '6292603450618017',
      expiry: '2401',
    });
    expect(transparent).toContain('9F36020044');
  });

  it('V-E5: a 19-digit token, 132 characters', () => {
    expect(E5).toHaveLength(132);
    expect(read(E5)).toMatchObject({
      pan: '6292610358444335641',
      expiry: '2210',
      track2: '6292610358444335641D22102010000018801',
    });
  });

  it('V-E6: a minimal UnionPay debit payload', () => {
    expect(read(E6)).toMatchObject({
      aid: 'A000000333010101',
      pan: '6236098835899996',
      expiry: '3012',
      track2: '6236098835899996D3012201000000000',
      transparent: CRYPTOGRAM,
    });
  });

  it('V-E7: every optional object and a long-form length', () => {
    expect(E7).toHaveLength(268);
    expect(read(E7)).toEqual({
      ok: true,
      aid: 'A000000333010102',
      pan: '6292610358444335641',
      expiry: '3012',
      track2: '6292610358444335641D30122010000018801',
      lastFour: '5641',
      par: 'V0010013012345678901234567890',
      applicationLabel: 'UnionPay',
      transparent: CRYPTOGRAM,
      commonTransparent: undefined,
      objects: {
        '4F': 'A000000333010102',
        '50': Buffer.from('UnionPay').toString('hex').toUpperCase(),
        '57': '6292610358444335641D30122010000018801F',
        '5F20': Buffer.from('CHAN/TAI MAN').toString('hex').toUpperCase(),
        '5F2D': Buffer.from('zhen').toString('hex').toUpperCase(),
        '5F50': Buffer.from('tel:+85200000000').toString('hex').toUpperCase(),
        '9F08': '0010',
        '9F19': '000062926103',
        '9F24': Buffer.from('V0010013012345678901234567890').toString('hex').toUpperCase(),
        '9F25': '5641',
        '5F34': '01',
      },
      text: E7,
    });
  });

  it('V-E8: a card number with an odd number of digits', () => {
    expect(read(E8)).toMatchObject({
      aid: 'A000000333010103',
      pan: '6292610358444335641',
      expiry: undefined,
    });
  });

  it('V-E9: the second of two applications, its token in the common data', () => {
    expect(read(E9)).toMatchObject({
      aid: 'A000000333010101',
      applicationLabel: 'UnionPay',
      pan: '6236098835899996',
      commonTransparent: CRYPTOGRAM,
      transparent: undefined,
    });
  });

  it('V-E10: unknown objects inside and outside the application', () => {
    expect(read(E10)).toMatchObject({ pan: '6292610358444335641', objects: { DF01: 'AA55' } });
  });

  it('N9: padding stripped by the scanner', () => {
    expect(read('hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw').pan).toBe('6292610358444335641');
  });
});

describe('EMV vectors that are refused', () => {
  it.each([
    ['N1 another version', 'hQVDUFYwMmEKTwigAAADMwEBAQ==', 'payload format is not CPV01'],
    [
      'N2 application first',
      'YRZPCKAAAAMzAQEBWgpikmEDWERDNWQfhQVDUFYwMQ==',
      'text does not begin with hQVDUFY',
    ],
    ['N3 no application', 'hQVDUFYwMQ==', 'no application template (61)'],
    ['N4 no AID', 'hQVDUFYwMWEMWgpikmEDWERDNWQf', 'no application template with an AID of 5 to 16 bytes'],
    [
      'N5 a card number twice',
      'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkH2EPTwegAAAAAxAQUARWSVNBYgxaCmKSYQNYREM1ZB8=',
      'object 5A occurs twice',
    ],
    [
      'N6 a length past the end',
      'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQw==',
      'length of object 61 at byte 7 is wrong',
    ],
    [
      'N8 letter case swapped',
      'HqvdufyWmwewtWIGaaadmWebavOkyPjHa1HeqZvKhW==',
      'text does not begin with hQVDUFY',
    ],
  ])('%s', (_what, text, detail) => {
    expect(parseEmvCpm(text)).toEqual({ ok: false, reason: 'malformed', detail });
  });

  it('N7 only another scheme', () => {
    expect(parseEmvCpm('hQVDUFYwMWETTwegAAAAAxAQWghBEREREREREQ==')).toEqual({
      ok: false,
      reason: 'foreign_scheme',
      detail: 'no accepted AID; schemes A000000003',
      aids: ['A0000000031010'],
    });
  });
});

describe('damaged texts', () => {
  const vectors = { E1, E2, E3, E4, E5, E6, E7, E8, E9, E10 };
  const everyScheme = ['A000000333', 'A000000055', 'A000000066', 'A000000003'];

  it.each(Object.entries(vectors))('V-%s cut off at any byte is never accepted', (name, text) => {
    const bytes = Buffer.from(text, 'base64');
    const accepted: number[] = [];
    for (let length = 0; length < bytes.length; length++) {
      if (parseEmvCpm(bytes.toString('base64', 0, length), everyScheme).ok) accepted.push(length);
    }
    // E10 ends with an unknown template; without it the code is complete.
    expect(accepted).toEqual(name === 'E10' ? [bytes.length - 7] : []);
  });

  it('never throw: any changed byte of a good code', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(vectors)),
        fc.nat(),
        fc.nat({ max: 255 }),
        (text, at, byte) => {
          const bytes = Buffer.from(text, 'base64');
          bytes[at % bytes.length] = byte;
          expect(parseEmvCpm(bytes.toString('base64'), everyScheme)).toMatchObject({
            ok: expect.any(Boolean),
          });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('tell no card data in their detail', () => {
    const cards = /629261|623609|626360|123456/;
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(vectors)),
        fc.nat(),
        fc.nat({ max: 255 }),
        (text, at, byte) => {
          const bytes = Buffer.from(text, 'base64');
          bytes[at % bytes.length] = byte;
          const result = parseEmvCpm(bytes.toString('base64'));
          if (!result.ok) expect(result.detail).not.toMatch(cards);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
