import type { Choice } from './choice.ts';
import { asciiHex, tlv } from './tlv.ts';

/** What one EMV text is made for. */
export interface EmvCredential {
  /** Number that stands for the card in its codes, 16 or 19 digits; the same in every code of a phone. */
  readonly token: string;
  /** Transaction counter of the card, 1 to 65535, one more with every code. */
  readonly counter: number;
  /** Name of the card's holder, family name first: `Zhao Jun`. */
  readonly holder: string;
}

/** Objects of a template as hexadecimal, by their tags. */
type Objects = Map<string, string>;

/** UnionPay debit, credit and quasi-credit. */
const UNIONPAY_AIDS = ['A000000333010101', 'A000000333010102', 'A000000333010103'] as const;
/** Applications of other schemes on the same phone, with their labels. */
const OTHER_APPLICATIONS = [
  { aid: 'A0000000031010', label: 'VISA' },
  { aid: 'A0000000041010', label: 'MASTERCARD' },
  { aid: 'A0000000651010', label: 'JCB' },
] as const;
const EXPIRY_YYMM = '3012';
const SERVICE_CODE = '201';
const NAME_LENGTH_MAX = 26;
const LABEL_LENGTH_MAX = 16;
/** One code in so many has a second application of another scheme. */
const OTHER_SCHEME_ONCE_IN = 3;

/** The last digits of the card itself, which a receipt shows: never those of the token that stands for it. */
function lastFourOfCard(token: string): string {
  return Array.from(token.slice(-4), (digit) => 9 - Number(digit)).join('');
}

function cardNumber(token: string): string {
  return token.length % 2 === 0 ? token : `${token}F`;
}

function track2(token: string): string {
  const track = `${token}D${EXPIRY_YYMM}${SERVICE_CODE}0000000000`;
  return track.length % 2 === 0 ? track : `${track}F`;
}

/** Blanks behind a name, as wallets that fill a field of fixed length send them. */
function padded(text: string, lengthMax: number, choice: Choice): string {
  return choice.oneIn(3) ? text.padEnd(text.length + choice.below(lengthMax - text.length + 1)) : text;
}

function written(objects: Objects, choice: Choice): string {
  return choice
    .shuffled([...objects])
    .map(([tag, value]) => tlv(tag, value))
    .join('');
}

/** What only issuer and scheme understand. The cryptogram is random: it has the right form and proves nothing. */
function transparentPart(counter: number, choice: Choice): string {
  const institution = choice.digits(8);
  return written(
    new Map([
      ['9F26', choice.hex(8)],
      ['9F27', '80'],
      ['9F10', `07000103A000000108${asciiHex(institution)}`],
      ['9F36', counter.toString(16).padStart(4, '0')],
      ['82', '0000'],
      ['9F37', choice.hex(4)],
    ]),
    choice,
  );
}

/** The objects that name the card; one of the first two is always there. */
function cardObjects(token: string, choice: Choice): Objects {
  const both: Objects = new Map([
    ['57', track2(token)],
    ['5A', cardNumber(token)],
  ]);
  if (!choice.oneIn(4)) both.delete(choice.oneIn(4) ? '57' : '5A');
  return both;
}

/** Each of the objects that may be there or not. */
function optionalObjects({ token, holder }: EmvCredential, choice: Choice): Objects {
  const name = holder.toUpperCase().replace(' ', '/');
  const all: Objects = new Map([
    ['50', asciiHex(padded('UnionPay', LABEL_LENGTH_MAX, choice))],
    ['5F20', asciiHex(padded(name, NAME_LENGTH_MAX, choice))],
    ['5F2D', asciiHex(choice.of(['zh', 'zhen', 'enzh']))],
    ['5F50', asciiHex('tel:+85200000000')],
    ['9F08', '0010'],
    ['9F19', `00000${token.slice(0, 7)}`],
    ['9F24', asciiHex(`V0010013${choice.digits(21)}`)],
    ['9F25', lastFourOfCard(token)],
    ['5F34', '01'],
    // Two that no table names, one of them with an object inside.
    ['DF01', choice.hex(1 + choice.below(8))],
    ['BF0C', tlv('DF02', choice.hex(2))],
  ]);
  return new Map([...all].filter(() => choice.oneIn(2)));
}

/** Objects that have to stay in the application when others move to the template both applications share. */
const OWN_OBJECTS = new Set(['4F', '50', '5F34']);

/** Takes the objects out that both applications share, those that name the card in any case. */
function takeShared(objects: Objects, choice: Choice): Objects {
  const shared: Objects = new Map();
  for (const [tag, value] of [...objects]) {
    const isCard = tag === '57' || tag === '5A';
    if (!isCard && (OWN_OBJECTS.has(tag) || choice.oneIn(2))) continue;
    objects.delete(tag);
    shared.set(tag, value);
  }
  return shared;
}

/**
 * An EMV consumer-presented text (EMVCo QRCPS-CPM 1.0, CPV01) of a UnionPay credential, as its QR shows it. What may be
 * there or not, what may stand in any order and what may have any length is chosen anew each time: a second application of
 * another scheme, data that both share, objects nobody knows, blanks behind names. At most 512 characters.
 */
export function writeEmvText(credential: EmvCredential, choice: Choice): string {
  const { token, counter } = credential;
  const unionPay: Objects = new Map([
    ...cardObjects(token, choice),
    ...optionalObjects(credential, choice),
    ['4F', choice.of(UNIONPAY_AIDS)],
  ]);
  const transparent = transparentPart(counter, choice);
  const others: string[] = [];
  let shared = '';
  if (choice.oneIn(OTHER_SCHEME_ONCE_IN)) {
    const { aid, label } = choice.of<(typeof OTHER_APPLICATIONS)[number]>(OTHER_APPLICATIONS);
    const other: Objects = new Map([
      ['4F', aid],
      ['50', asciiHex(label)],
    ]);
    if (choice.oneIn(2)) {
      const common = takeShared(unionPay, choice).set('64', transparent);
      shared = tlv('62', written(common, choice));
    } else {
      other.set('5A', `4${choice.digits(15)}`).set('63', transparentPart(counter, choice));
    }
    others.push(tlv('61', written(other, choice)));
  }
  if (shared === '') unionPay.set('63', transparent);
  const applications = choice.shuffled([tlv('61', written(unionPay, choice)), ...others]).join('');
  const unknown = choice.oneIn(4) ? tlv('7F21', tlv('9F01', choice.hex(1))) : '';
  const payload = tlv('85', asciiHex('CPV01')) + applications + shared + unknown;
  return Buffer.from(payload, 'hex').toString('base64');
}
