import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMV_CPM_PREFIX, parseEmvCpm } from './emv-cpm.ts';
import { bytesToHex } from './emv-tlv.ts';

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

/** Writes one object out of hexadecimal; all lengths here are below 0x80. */
function tlv(tag: string, value: string): string {
  return tag + (value.length / 2).toString(16).padStart(2, '0') + value;
}

function code(...objects: readonly string[]): string {
  return Buffer.from(tlv('85', '4350563031') + objects.join(''), 'hex').toString('base64');
}

/** Any UTF-16 units, lone surrogates among them. */
const anyText = fc
  .array(fc.nat({ max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

const UNIONPAY = tlv('4F', 'A000000333010101');
const VISA = tlv('4F', 'A0000000031010');
const PAN = tlv('5A', '6292610358444335641F');
const OTHER_PAN = tlv('5A', '6236098835899996');
const TRACK2 = tlv('57', '6236098835899996D3012201000000000F');

describe('the parsing rules', () => {
  const refusal = (text: string, acceptedAids?: readonly string[]): string => {
    const result = parseEmvCpm(text, acceptedAids);
    return result.ok ? 'accepted' : `${result.reason}: ${result.detail}`;
  };

  it.each([
    ['text that is not base64', `${EMV_CPM_PREFIX}%2B`, 'text is not base64'],
    ['a cut prefix', EMV_CPM_PREFIX, 'length of object 85 at byte 0 is wrong'],
    [
      'a second format indicator',
      code(tlv('61', UNIONPAY + PAN), tlv('85', '4350563031')),
      'object 85 occurs twice',
    ],
    [
      'two codes glued together',
      code(tlv('61', UNIONPAY + PAN)) + code(tlv('61', UNIONPAY + PAN)),
      'text is not base64',
    ],
    [
      'two common data templates',
      code(tlv('61', UNIONPAY + PAN), tlv('62', ''), tlv('62', '')),
      'object 62 occurs twice',
    ],
    [
      'a broken application',
      code(tlv('61', `${UNIONPAY}5A08`)),
      'template 61: length of object 5A at byte 10 is wrong',
    ],
    [
      'broken common data',
      code(tlv('61', UNIONPAY + PAN), tlv('62', '9F')),
      'template 62: tag at byte 0 is cut off',
    ],
    [
      'an AID of 4 bytes',
      code(tlv('61', tlv('4F', 'A0000003') + PAN)),
      'no application template with an AID of 5 to 16 bytes',
    ],
    [
      'an AID of 17 bytes',
      code(tlv('61', tlv('4F', `A000000333${'00'.repeat(12)}`) + PAN)),
      'no application template with an AID of 5 to 16 bytes',
    ],
    ['two AIDs', code(tlv('61', UNIONPAY + UNIONPAY + PAN)), 'object 4F occurs twice'],
    [
      'an AID repeated in the common data',
      code(tlv('61', UNIONPAY + PAN), tlv('62', UNIONPAY)),
      'object 4F occurs twice',
    ],
    [
      'an unknown object twice',
      code(tlv('61', UNIONPAY + PAN + tlv('DF01', '00') + tlv('DF01', '00'))),
      'object DF01 occurs twice',
    ],
    [
      'two transparent templates',
      code(tlv('61', UNIONPAY + PAN + tlv('63', '') + tlv('63', ''))),
      'template 63 occurs twice',
    ],
    [
      'two common transparent templates',
      code(tlv('61', UNIONPAY + PAN), tlv('62', tlv('64', '') + tlv('64', ''))),
      'template 64 occurs twice',
    ],
    [
      'neither card number nor track 2',
      code(tlv('61', UNIONPAY)),
      'neither object 57 nor object 5A is present',
    ],
    [
      'an unreadable card number beside good track 2',
      code(tlv('61', UNIONPAY + TRACK2 + tlv('5A', '62D2'))),
      'object 5A is not a card number',
    ],
    [
      'unreadable track 2 beside a good card number',
      code(tlv('61', UNIONPAY + PAN + tlv('57', '6292'))),
      'object 57 is not track 2 data',
    ],
    [
      'card number and track 2 of different cards',
      code(tlv('61', UNIONPAY + PAN + TRACK2)),
      'objects 57 and 5A name different cards',
    ],
  ])('refuse %s', (_what, text, detail) => {
    expect(refusal(text)).toBe(`malformed: ${detail}`);
  });

  it('take the card number from 5A and the expiry from 57 when both name the same card', () => {
    expect(read(code(tlv('61', UNIONPAY + TRACK2), tlv('62', OTHER_PAN)))).toMatchObject({
      pan: '6236098835899996',
      expiry: '3012',
    });
  });

  it('skip a template without a usable AID when another one is good', () => {
    const without = tlv('61', OTHER_PAN);
    const short = tlv('61', tlv('4F', 'A0000003') + OTHER_PAN);
    expect(read(code(without, short, tlv('61', UNIONPAY + PAN))).pan).toBe('6292610358444335641');
  });

  it('call a code foreign as soon as one good AID is not accepted', () => {
    expect(parseEmvCpm(code(tlv('61', OTHER_PAN), tlv('61', VISA)))).toMatchObject({
      reason: 'foreign_scheme',
      aids: ['A0000000031010'],
    });
    expect(parseEmvCpm(code(tlv('61', VISA), tlv('61', UNIONPAY)), [])).toMatchObject({
      reason: 'foreign_scheme',
      aids: ['A0000000031010', 'A000000333010101'],
    });
  });

  it('do not count repeated objects of the losing application', () => {
    const visa = tlv('61', VISA + OTHER_PAN + OTHER_PAN);
    expect(read(code(visa, tlv('61', UNIONPAY + PAN))).pan).toBe('6292610358444335641');
  });

  it('do not look into the transparent templates', () => {
    const blob = tlv('63', '9F26');
    const result = read(code(tlv('61', UNIONPAY + PAN + blob), tlv('62', tlv('64', '5A'))));
    expect(result).toMatchObject({ transparent: '9F26', commonTransparent: '5A' });
  });

  it('let two unknown constructed objects stand', () => {
    expect(read(code(tlv('61', UNIONPAY + PAN + tlv('7F21', '') + tlv('7F21', '')))).pan).toBe(
      '6292610358444335641',
    );
  });

  it('leave out display objects of a wrong format', () => {
    const odd = tlv('50', '0741') + tlv('9F25', '5A41') + tlv('9F24', '4142');
    expect(read(code(tlv('61', UNIONPAY + PAN + odd)))).toMatchObject({
      applicationLabel: undefined,
      lastFour: undefined,
      par: undefined,
    });
  });

  it('match an AID that equals an accepted one or continues it, in any letter case', () => {
    const text = code(tlv('61', UNIONPAY + PAN));
    expect(refusal(text, ['a000000333010101'])).toBe('accepted');
    expect(refusal(text, ['A000000333'])).toBe('accepted');
    expect(refusal(text, ['A000000333010102'])).toMatch(/^foreign_scheme/);
    expect(refusal(text, ['A00000033301010101'])).toMatch(/^foreign_scheme/);
  });

  it('prefer the earlier accepted AID, then the earlier application', () => {
    const debit = tlv('61', UNIONPAY + PAN);
    const credit = tlv('61', tlv('4F', 'A000000333010102') + OTHER_PAN);
    expect(read(code(debit, credit)).aid).toBe('A000000333010101');
    expect(read(code(credit, debit)).aid).toBe('A000000333010102');
    expect(read(code(debit, credit), ['A000000333010102', 'A000000333']).aid).toBe('A000000333010102');
  });

  it.each(['', 'A0000003', 'A00000033', 'A00000033G', `A000000333${'00'.repeat(12)}`])(
    'refuse the configured AID %j, whatever the text',
    (aid) => {
      expect(() => parseEmvCpm('', ['A000000333', aid])).toThrow(`Accepted AID "${aid}": give 5 to 16 bytes`);
    },
  );

  it('name the scheme of a foreign AID in the detail, not what follows it', () => {
    // The AID has swallowed a card number.
    const swallowed = parseEmvCpm(code(tlv('61', tlv('4F', 'A00000000310106236098835899996'))));
    expect(swallowed).toMatchObject({
      reason: 'foreign_scheme',
      detail: 'no accepted AID; schemes A000000003',
    });
  });

  it('N10: read 512 characters and refuse more', () => {
    const ofBytes = (length: number): string => {
      const start = tlv('85', '4350563031') + tlv('61', UNIONPAY + PAN);
      const filler = length - start.length / 2 - 4;
      return Buffer.from(
        `${start}C182${filler.toString(16).padStart(4, '0')}${'00'.repeat(filler)}`,
        'hex',
      ).toString('base64');
    };
    expect(ofBytes(384)).toHaveLength(512);
    expect(parseEmvCpm(ofBytes(384)).ok).toBe(true);
    expect(ofBytes(385).replace(/=+$/, '')).toHaveLength(514);
    expect(parseEmvCpm(ofBytes(385).replace(/=+$/, ''))).toEqual({
      ok: false,
      reason: 'malformed',
      detail: 'text is longer than 512 characters',
    });
  });

  it('never throw: any bytes behind a good start', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (tail) => {
        const text = code(Buffer.from(tail).toString('hex'));
        expect(parseEmvCpm(text, ['A000000333', 'A000000003'])).toMatchObject({ ok: expect.any(Boolean) });
      }),
    );
  });

  it('never throw: any text', () => {
    fc.assert(
      fc.property(anyText, (tail) => {
        expect(parseEmvCpm(tail).ok).toBe(false);
        expect(parseEmvCpm(EMV_CPM_PREFIX + tail)).toMatchObject({ ok: expect.any(Boolean) });
      }),
    );
  });
});
