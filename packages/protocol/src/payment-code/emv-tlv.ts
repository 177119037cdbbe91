/** One BER-TLV object as it stands in a payload; `value` is a view into the parsed bytes, not a copy. */
export interface TlvObject {
  /** Tag as upper-case hexadecimal, for example `4F` or `9F26`. */
  readonly tag: string;
  /** Whether the value holds further objects (bit 6 of the tag); it is not parsed here. */
  readonly constructed: boolean;
  readonly value: Uint8Array;
}

/** Objects in their order, or the reason why the bytes are not a sequence of BER-TLV objects. */
export type TlvResult =
  | { readonly ok: true; readonly objects: readonly TlvObject[] }
  | { readonly ok: false; readonly detail: string };

/** Upper-case hexadecimal of some bytes. */
export function bytesToHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

/** First offset behind the tag at `start`; undefined when the tag is cut off. */
function endOfTag(view: DataView, start: number): number | undefined {
  if ((view.getUint8(start) & 0x1f) !== 0x1f) return start + 1;
  for (let at = start + 1; at < view.byteLength; at++) {
    if ((view.getUint8(at) & 0x80) === 0) return at + 1;
  }
  return undefined;
}

/**
 * Where the value of an object lies whose length field is at `at`; undefined when the length field or the value is
 * cut off, or when the length has a form EMV does not use (indefinite, or more than two octets).
 */
function valueSpan(view: DataView, at: number): { start: number; end: number } | undefined {
  if (at >= view.byteLength) return undefined;
  const first = view.getUint8(at);
  let length = first;
  let start = at + 1;
  if (first >= 0x80) {
    const octets = first - 0x80;
    start += octets;
    if (octets < 1 || octets > 2 || start > view.byteLength) return undefined;
    length = octets === 1 ? view.getUint8(at + 1) : view.getUint16(at + 1);
  }
  const end = start + length;
  return end <= view.byteLength ? { start, end } : undefined;
}

/**
 * Parses one level of BER-TLV: tags of one or more bytes, lengths below 0x80 in one byte, else `81 LL` or `82 LL LL`
 * (EMVCo QR Code, Consumer-Presented Mode). Never throws; the objects always cover the bytes completely.
 */
export function parseTlv(bytes: Uint8Array): TlvResult {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const objects: TlvObject[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tagEnd = endOfTag(view, at);
    if (tagEnd === undefined) return { ok: false, detail: `tag at byte ${at} is cut off` };
    const span = valueSpan(view, tagEnd);
    const tag = bytesToHex(bytes.subarray(at, tagEnd));
    if (span === undefined)
      return { ok: false, detail: `length of object ${tag.slice(0, 4)} at byte ${at} is wrong` };
    objects.push({
      tag,
      constructed: (view.getUint8(at) & 0x20) !== 0,
      value: bytes.subarray(span.start, span.end),
    });
    at = span.end;
  }
  return { ok: true, objects };
}
