import { decodeBase64 } from './base64.ts';
import { MAX_AUTH_CODE_LENGTH } from './code-length.ts';
import { bytesToHex, parseTlv, type TlvObject } from './emv-tlv.ts';
import { readDigits, readPan, readText, readTrack2 } from './emv-values.ts';

/** What every EMV consumer-presented QR text begins with, case-sensitive. */
export const EMV_CPM_PREFIX = 'hQVDUFY';

/** Registered application provider id of UnionPay: the AIDs of all its products begin with it. */
export const UNIONPAY_AID_PREFIX = 'A000000333';

/** A well-formed EMV code of an accepted scheme. Everything but `aid` and `lastFour` must stay out of logs and stores. */
export interface EmvCpmCode {
  readonly ok: true;
  /** Application id (object 4F) of the chosen application, upper-case hexadecimal. */
  readonly aid: string;
  /** Card number, in practice a token; from object 5A, else from track 2. */
  readonly pan: string;
  /** Expiry as `YYMM`, when track 2 is present. */
  readonly expiry: string | undefined;
  /** Track 2 without its fill nibble, when object 57 is present. */
  readonly track2: string | undefined;
  /** Last four digits of the real card (object 9F25). A receipt shows these, never the token's. */
  readonly lastFour: string | undefined;
  /** Payment account reference (object 9F24), 29 characters. */
  readonly par: string | undefined;
  /** Application label (object 50), printable. */
  readonly applicationLabel: string | undefined;
  /** Content of template 63 of the chosen application: opaque, forwarded byte for byte. */
  readonly transparent: Uint8Array | undefined;
  /** Content of template 64 of the common data: opaque, forwarded byte for byte. */
  readonly commonTransparent: Uint8Array | undefined;
  /** All other objects of the chosen application and the common data, known or not, in their order. */
  readonly objects: readonly TlvObject[];
  /** The text as given, for acquirers that take the whole payload. */
  readonly text: string;
}

/** Why a text is not a chargeable EMV code. `detail` names tags and card schemes only, so it may be logged. */
export type EmvCpmRefusal =
  | { readonly ok: false; readonly reason: 'malformed'; readonly detail: string }
  | {
      readonly ok: false;
      readonly reason: 'foreign_scheme';
      readonly detail: string;
      /** The AIDs the code offers, none of them accepted. */
      readonly aids: readonly string[];
    };

/** Outcome of reading an EMV consumer-presented code. */
export type EmvCpmResult = EmvCpmCode | EmvCpmRefusal;

interface Application {
  readonly aid: string;
  readonly objects: readonly TlvObject[];
}

const PAYLOAD_FORMAT = '4350563031'; // CPV01
const AID_PREFIX = /^(?:[0-9A-F]{2}){5,16}$/;
const LABEL = /^[ -~]{1,16}$/;
const PAYMENT_ACCOUNT_REFERENCE = /^[0-9A-Z]{29}$/;

function malformed(detail: string): EmvCpmRefusal {
  return { ok: false, reason: 'malformed', detail };
}

function findValue(objects: readonly TlvObject[], tag: string): Uint8Array | undefined {
  return objects.find((object) => object.tag === tag)?.value;
}

/** A tag that occurs more than once, among those `counts` selects. */
function repeatedTag(
  objects: readonly TlvObject[],
  counts: (object: TlvObject) => boolean,
): string | undefined {
  const seen = new Set<string>();
  for (const object of objects) {
    if (!counts(object)) continue;
    if (seen.has(object.tag)) return object.tag;
    seen.add(object.tag);
  }
  return undefined;
}

/** Objects of a template, for a template that may be absent. */
function openTemplate(template: TlvObject | undefined): readonly TlvObject[] | EmvCpmRefusal {
  if (template === undefined) return [];
  const content = parseTlv(template.value);
  return content.ok ? content.objects : malformed(`template ${template.tag}: ${content.detail}`);
}

function isRefusal(content: readonly TlvObject[] | EmvCpmRefusal): content is EmvCpmRefusal {
  return 'ok' in content;
}

/** Checks the configured list once per call: an empty entry would accept every scheme. */
function upperCaseAids(acceptedAids: readonly string[]): readonly string[] {
  return acceptedAids.map((aid) => {
    const upper = aid.toUpperCase();
    if (AID_PREFIX.test(upper)) return upper;
    throw new RangeError(`Accepted AID "${aid}": give 5 to 16 bytes as hexadecimal, for example A000000333.`);
  });
}

function readChosen(chosen: Application, common: readonly TlvObject[], text: string): EmvCpmResult {
  const objects = [...chosen.objects, ...common];
  const repeated = repeatedTag(objects, (object) => !object.constructed);
  if (repeated !== undefined) return malformed(`object ${repeated} occurs twice`);
  const blobs =
    repeatedTag(chosen.objects, ({ tag }) => tag === '63') ?? repeatedTag(common, ({ tag }) => tag === '64');
  if (blobs !== undefined) return malformed(`template ${blobs} occurs twice`);

  const panValue = findValue(objects, '5A');
  const track2Value = findValue(objects, '57');
  const plainPan = panValue && readPan(panValue);
  const track2 = track2Value && readTrack2(track2Value);
  if (panValue && plainPan === undefined) return malformed('object 5A is not a card number');
  if (track2Value && track2 === undefined) return malformed('object 57 is not track 2 data');
  const pan = plainPan ?? track2?.pan;
  if (pan === undefined) return malformed('neither object 57 nor object 5A is present');
  if (track2 && track2.pan !== pan) return malformed('objects 57 and 5A name different cards');

  return {
    ok: true,
    aid: chosen.aid,
    pan,
    expiry: track2?.expiry,
    track2: track2?.text,
    lastFour: readDigits(findValue(objects, '9F25'), 4),
    par: readText(findValue(objects, '9F24'), PAYMENT_ACCOUNT_REFERENCE),
    applicationLabel: readText(findValue(objects, '50'), LABEL),
    transparent: findValue(chosen.objects, '63'),
    commonTransparent: findValue(common, '64'),
    objects: objects.filter(({ tag }) => tag !== '63' && tag !== '64'),
    text,
  };
}

/**
 * Reads an EMV consumer-presented QR text (EMVCo QRCPS-CPM 1.0, payload format CPV01).
 *
 * An application is eligible when its AID equals an entry of `acceptedAids` or begins with one. Of two eligible
 * applications the one matched by the earlier entry wins, then the one that stands first in the code. Optional display
 * objects of a wrong format are left out rather than refused; a card number or track 2 that cannot be read, or two
 * that disagree, refuse the code.
 *
 * @param text the cleaned text; damage by a form decoder must have been repaired before.
 * @param acceptedAids AIDs or AID prefixes as hexadecimal, 5 to 16 bytes each, most wanted first.
 * @returns the code, `malformed` (answer 1202) or `foreign_scheme` (a good code of no accepted scheme, answer 2006).
 * @throws RangeError when an entry of `acceptedAids` is not an AID; never because of `text`.
 */
export function parseEmvCpm(
  text: string,
  acceptedAids: readonly string[] = [UNIONPAY_AID_PREFIX],
): EmvCpmResult {
  const accepted = upperCaseAids(acceptedAids);
  if (!text.startsWith(EMV_CPM_PREFIX)) return malformed(`text does not begin with ${EMV_CPM_PREFIX}`);
  if (text.length > MAX_AUTH_CODE_LENGTH)
    return malformed(`text is longer than ${MAX_AUTH_CODE_LENGTH} characters`);
  const bytes = decodeBase64(text);
  if (bytes === undefined) return malformed('text is not base64');
  const payload = parseTlv(bytes);
  if (!payload.ok) return malformed(payload.detail);

  // The prefix test has fixed tag 85, length 5 and the first three letters of its value.
  const [format] = payload.objects;
  if (!format || bytesToHex(format.value) !== PAYLOAD_FORMAT) return malformed('payload format is not CPV01');
  const repeated = repeatedTag(payload.objects, ({ tag }) => tag === '85' || tag === '62');
  if (repeated !== undefined) return malformed(`object ${repeated} occurs twice`);

  const templates = payload.objects.filter(({ tag }) => tag === '61');
  if (templates.length === 0) return malformed('no application template (61)');
  const offered: Application[] = [];
  for (const template of templates) {
    const objects = openTemplate(template);
    if (isRefusal(objects)) return objects;
    const aid = findValue(objects, '4F');
    if (aid && aid.length >= 5 && aid.length <= 16) offered.push({ aid: bytesToHex(aid), objects });
  }
  if (offered.length === 0) return malformed('no application template with an AID of 5 to 16 bytes');

  const common = openTemplate(payload.objects.find(({ tag }) => tag === '62'));
  if (isRefusal(common)) return common;
  for (const prefix of accepted) {
    const chosen = offered.find(({ aid }) => aid.startsWith(prefix));
    if (chosen) return readChosen(chosen, common, text);
  }
  const aids = offered.map(({ aid }) => aid);
  // The first five bytes name the scheme; what follows may be card data when a length inside the code is wrong.
  const schemes = new Set(aids.map((aid) => aid.slice(0, 10)));
  return {
    ok: false,
    reason: 'foreign_scheme',
    detail: `no accepted AID; schemes ${[...schemes].join(', ')}`,
    aids,
  };
}
