import { createPublicKey, type KeyObject, sign } from 'node:crypto';

/** What a certificate says. */
export interface CertificateFacts {
  /** Serial number, hex; the first bit must be 0, as in a positive number. */
  readonly serial: string;
  /** Common name of the owner. */
  readonly commonName: string;
  /** In force between these instants, milliseconds since 1970-01-01 UTC. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Who vouches for a certificate: a key, and the common name its own certificate carries. */
export interface CertificateIssuer {
  readonly privateKey: KeyObject;
  readonly commonName: string;
}

/** A self-signed X.509 certificate of an RSA key, PEM. For play money: nobody but the sandbox vouches for it. */
export function selfSignedCertificate(privateKey: KeyObject, facts: CertificateFacts): string {
  return issuedCertificate(createPublicKey(privateKey), { ...facts, privateKey }, facts);
}

/** An X.509 certificate of an RSA key that another key vouches for, PEM. */
export function issuedCertificate(
  publicKey: KeyObject,
  issuer: CertificateIssuer,
  facts: CertificateFacts,
): string {
  const toBeSigned = sequence(
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from(facts.serial, 'hex')),
    SHA256_WITH_RSA,
    nameOf(issuer),
    sequence(time(facts.fromMs), time(facts.toMs)),
    nameOf(facts),
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  const signature = sign('sha256', toBeSigned, issuer.privateKey);
  const certificate = sequence(
    toBeSigned,
    SHA256_WITH_RSA,
    der(BIT_STRING, Buffer.concat([Buffer.from([0]), signature])),
  );
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf({ commonName }: Pick<CertificateFacts, 'commonName'>): Buffer {
  return sequence(der(SET, sequence(OID_COMMON_NAME, der(UTF8_STRING, Buffer.from(commonName)))));
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;
const SEQUENCE = 0x30;
const SET = 0x31;

/** One value in DER: tag, length, content. */
function der(tag: number, content: Uint8Array): Buffer {
  const length =
    content.length < 0x80
      ? Buffer.from([content.length])
      : Buffer.from([0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(SEQUENCE, Buffer.concat(parts));
}

function time(epochMs: number): Buffer {
  const text = new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  return der(GENERALIZED_TIME, Buffer.from(`${text}Z`));
}

/** 2.5.4.3 */
const OID_COMMON_NAME = Buffer.from('0603550403', 'hex');
/** 1.2.840.113549.1.1.11, without parameters. */
const SHA256_WITH_RSA = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'));
