import type { RandomBytes } from './fresh-digits.ts';

const UNIONPAY_DEBIT_AID = 'A000000333010101';
const EXPIRY_YYMM = '3012';
const SERVICE_CODE = '201';

/** One BER-TLV object from hexadecimal; values of the sandbox are shorter than 256 bytes. */
function tlv(tag: string, valueHex: string): string {
  const length = valueHex.length / 2;
  const lengthHex = length.toString(16).padStart(2, '0');
  return tag + (length < 0x80 ? lengthHex : `81${lengthHex}`) + valueHex;
}

function asciiHex(text: string): string {
  return Buffer.from(text, 'ascii').toString('hex');
}

function randomHex(count: number, randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(count)).toString('hex');
}

/**
 * The EMV consumer-presented text (EMVCo QRCPS-CPM 1.0, CPV01) of a UnionPay credential, as its QR shows it. The
 * cryptogram is random: it has the right form and proves nothing.
 *
 * @param pan the 19 digits shown as bar code.
 * @param counter transaction counter of the card, 0 to 65535.
 */
export function writeEmvText(pan: string, counter: number, randomBytes: RandomBytes): string {
  const track = `${pan}D${EXPIRY_YYMM}${SERVICE_CODE}0000000000`;
  const cryptogram =
    tlv('9F26', randomHex(8, randomBytes)) +
    tlv('9F27', '80') +
    tlv('9F10', `07000103A000000108${asciiHex('00000000')}`) +
    tlv('9F36', counter.toString(16).padStart(4, '0')) +
    tlv('82', '0000') +
    tlv('9F37', randomHex(4, randomBytes));
  const application =
    tlv('4F', UNIONPAY_DEBIT_AID) +
    tlv('50', asciiHex('UnionPay')) +
    tlv('57', track.length % 2 === 0 ? track : `${track}F`) +
    tlv('5F20', asciiHex('SANDBOX/PAYER')) +
    tlv('5F2D', asciiHex('zhen')) +
    tlv('9F08', '0010') +
    tlv('9F25', pan.slice(-4)) +
    tlv('5F34', '01') +
    tlv('63', cryptogram);
  return Buffer.from(tlv('85', asciiHex('CPV01')) + tlv('61', application), 'hex').toString('base64');
}
