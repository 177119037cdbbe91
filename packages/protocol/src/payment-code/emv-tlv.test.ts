import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex, parseTlv } from './emv-tlv.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

interface Node {
  readonly tag: readonly number[];
  readonly content: Uint8Array | readonly Node[];
}

/** Writes a tree with the shortest length form, or with a longer one when `spare` octets are asked for. */
function write(nodes: readonly Node[], spare: number): number[] {
  return nodes.flatMap(({ tag, content }) => {
    const value = content instanceof Uint8Array ? [...content] : write(content, spare);
    const { length } = value;
    const octets = Math.max(spare, length < 0x80 ? 0 : length < 0x100 ? 1 : 2);
    const head = [[length], [0x81, length], [0x82, length >> 8, length & 0xff]][octets] ?? [];
    return [...tag, ...head, ...value];
  });
}

function read(content: Uint8Array): unknown {
  const result = parseTlv(content);
  if (!result.ok) throw new Error(result.detail);
  return result.objects.map(({ tag, constructed, value }) => ({
    tag,
    content: constructed ? read(value) : bytesToHex(value),
  }));
}

function expected(nodes: readonly Node[]): unknown {
  return nodes.map(({ tag, content }) => ({
    tag: bytesToHex(Uint8Array.from(tag)),
    content: content instanceof Uint8Array ? bytesToHex(content) : expected(content),
  }));
}

const primitiveTag = fc.constantFrom([0x4f], [0x5a], [0x57], [0x9f, 0x26], [0xdf, 0x01], [0x9f, 0x81, 0x02]);
const constructedTag = fc.constantFrom([0x61], [0x62], [0x63], [0x7f, 0x21], [0xbf, 0x0c]);
const { tree } = fc.letrec<{ tree: Node[]; node: Node }>((tie) => ({
  tree: fc.array(tie('node'), { maxLength: 4 }),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ tag: primitiveTag, content: fc.uint8Array({ maxLength: 300 }) }),
    fc.record({ tag: constructedTag, content: tie('tree') }),
  ),
}));

describe('parseTlv', () => {
  it('reads one-byte and longer tags and all three length forms', () => {
    expect(parseTlv(bytes('85 02 4142  9F26 81 01 AA  9F8102 82 0001 BB  61 00'))).toEqual({
      ok: true,
      objects: [
        { tag: '85', constructed: false, value: bytes('4142') },
        { tag: '9F26', constructed: false, value: bytes('AA') },
        { tag: '9F8102', constructed: false, value: bytes('BB') },
        { tag: '61', constructed: true, value: bytes('') },
      ],
    });
  });

  it('reads lengths of two octets with the high octet first', () => {
    const result = parseTlv(Uint8Array.from([0x5a, 0x82, 0x01, 0x02, ...new Uint8Array(0x102)]));
    expect(result.ok && result.objects.map(({ value }) => value.length)).toEqual([0x102]);
  });

  it('reads a view into a larger buffer at its own offset', () => {
    const view = bytes('FFFF 5A 01 07 FFFF').subarray(2, 5);
    expect(parseTlv(view)).toEqual({
      ok: true,
      objects: [{ tag: '5A', constructed: false, value: bytes('07') }],
    });
  });

  it('takes no bytes as no objects', () => {
    expect(parseTlv(new Uint8Array())).toEqual({ ok: true, objects: [] });
  });

  it.each([
    ['a tag cut off after its first byte', '9F', 'tag at byte 0 is cut off'],
    ['a tag cut off inside', '5A00 9F81', 'tag at byte 2 is cut off'],
    ['no length', '5A', 'length of object 5A at byte 0 is wrong'],
    ['no length behind a long tag', '9F26', 'length of object 9F26 at byte 0 is wrong'],
    ['a value that is cut off', '5A 02 01', 'length of object 5A at byte 0 is wrong'],
    ['one length octet missing', '5A 81', 'length of object 5A at byte 0 is wrong'],
    ['one of two length octets missing', '5A 82 00', 'length of object 5A at byte 0 is wrong'],
    ['an indefinite length', '61 80 5A 00 00 00', 'length of object 61 at byte 0 is wrong'],
    ['an empty object of indefinite length', '61 80 00 00', 'length of object 61 at byte 0 is wrong'],
    ['three length octets', '5A 83 000001 AA', 'length of object 5A at byte 0 is wrong'],
  ])('refuses %s', (_what, hex, detail) => {
    expect(parseTlv(bytes(hex))).toEqual({ ok: false, detail });
  });

  it('reads back any tree, in every length form', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: 2 }), (nodes, spare) => {
        fc.pre(write(nodes, spare).length < 0x8000);
        expect(read(Uint8Array.from(write(nodes, spare)))).toEqual(expected(nodes));
      }),
    );
  });

  it('never throws, and covers all bytes when it accepts them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        const result = parseTlv(input);
        if (!result.ok) return;
        const last = result.objects.at(-1)?.value;
        expect(last === undefined ? 0 : last.byteOffset - input.byteOffset + last.length).toBe(input.length);
      }),
    );
  });
});
