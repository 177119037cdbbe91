import { bytesToHex } from './emv-tlv.ts';

/** Data of the magnetic stripe as EMV object 57 carries it. */
export interface Track2 {
  readonly pan: string;
  /** Expiry as `YYMM`. */
  readonly expiry: string;
  /** The whole track without its fill nibble: PAN, `D`, expiry, service code, discretionary digits. */
  readonly text: string;
}

const MAX_PAN_BYTES = 10;
const MAX_TRACK2_BYTES = 19;
const PAN = /^(\d{8,19})F*$/;
const TRACK2 = /^\d{8,19}D\d{7,}F?$/;

/** A PAN in format cn: binary-coded digits, left-aligned, filled with F. Undefined when it is not one. */
export function readPan(value: Uint8Array): string | undefined {
  return value.length > MAX_PAN_BYTES ? undefined : PAN.exec(bytesToHex(value))?.[1];
}

/** Track 2 equivalent data (PAN, `D`, YYMM, service code, discretionary digits, `F`). Undefined when it is not that. */
export function readTrack2(value: Uint8Array): Track2 | undefined {
  if (value.length > MAX_TRACK2_BYTES) return undefined;
  const hex = bytesToHex(value);
  if (!TRACK2.test(hex)) return undefined;
  const separator = hex.indexOf('D');
  return {
    pan: hex.slice(0, separator),
    expiry: hex.slice(separator + 1, separator + 5),
    text: hex.replace('F', ''),
  };
}

/** Exactly `digits` binary-coded digits (format n). Undefined when the value is anything else. */
export function readDigits(value: Uint8Array | undefined, digits: number): string | undefined {
  const text = value && bytesToHex(value);
  return text?.length === digits && /^\d+$/.test(text) ? text : undefined;
}

/** Printable ASCII text that matches a pattern. Undefined when the value is anything else. */
export function readText(value: Uint8Array | undefined, pattern: RegExp): string | undefined {
  const text = value && String.fromCharCode(...value);
  return text !== undefined && pattern.test(text) ? text : undefined;
}
