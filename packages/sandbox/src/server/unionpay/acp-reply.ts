import type { ProtocolFault } from '../../answer-manner.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { type CertificateIssuer, issuedCertificate, selfSignedCertificate } from '../certificate.ts';
import { strangeKey } from '../strange-key.ts';
import type { WireReply } from '../wallet-protocol.ts';
import { type Fields, signatureFor, writeReply } from './message.ts';
import type { UnionPayIdentity } from './settings.ts';
import { type Word, WORDS } from './words.ts';

const FORM = { 'Content-Type': 'text/plain; charset=UTF-8' };

/** Names of a message that its answer repeats. */
const ECHOED = [
  'version',
  'encoding',
  'bizType',
  'txnType',
  'txnSubType',
  'accessType',
  'merId',
  'orderId',
  'txnTime',
  'reqReserved',
] as const;

/** Fields the documents leave room for: one that is empty, and one with the signs of the form inside of braces. */
export const ODD_FIELDS: Fields = { reqReserved: '', reserved: '{discount=0&note=a=b}' };

const DAY_MS = 86_400_000;
/** The name UnionPay's certificates carry. */
const OWNER = '中国银联股份有限公司';

/** What is signed with instead, and the certificate that goes along. */
function spoiltIdentity(identity: UnionPayIdentity, spoilt: Misbehaviour | undefined): UnionPayIdentity {
  const { privateKey } = identity;
  const certificate = (commonName: string, fromMs: number): string =>
    selfSignedCertificate(privateKey, {
      serial: '4f70656e43504d99',
      commonName,
      fromMs,
      toMs: fromMs + DAY_MS,
    });
  if (spoilt === 'other-key' || spoilt === 'forged') return { ...identity, privateKey: strangeKey() };
  if (spoilt === 'expired-certificate') {
    return { privateKey, certificate: certificate(OWNER, Date.UTC(2015, 0, 1)) };
  }
  if (spoilt === 'foreign-certificate') {
    return { privateKey, certificate: certificate('Somebody else', Date.UTC(2015, 0, 1)) };
  }
  return identity;
}

/** A key as its own authority, by the name in its certificate. */
function itself({ privateKey, certificate }: UnionPayIdentity): CertificateIssuer {
  const { subject } = new X509Certificate(certificate);
  return { privateKey, commonName: /^CN=(.*)$/m.exec(subject)?.[1] ?? '' };
}

/** Writes answers of ACP and signs them, with its certificate inside of what is signed. */
export class AcpReplyWriter {
  readonly #wrapped: () => boolean;
  #identity: UnionPayIdentity;

  constructor(identity: UnionPayIdentity, wrapped: () => boolean) {
    this.#identity = identity;
    this.#wrapped = wrapped;
  }

  /** Signs with another key from here on, as when a certificate is rotated. */
  rotate(identity: UnionPayIdentity): void {
    this.#identity = identity;
  }

  /** Signs with a key from here on that nobody has seen; its certificate hangs on the same authority. */
  renew(): void {
    const authority = this.#identity.authority ?? itself(this.#identity);
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const digest = createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' }));
    const facts = {
      serial: `4f${digest.digest('hex').slice(0, 14)}`,
      commonName: `${OWNER} (new)`,
      // The clock of the sandbox can be moved by years; the certificate is in force all the same.
      fromMs: Date.UTC(2020, 0, 1),
      toMs: Date.UTC(2120, 0, 1),
    };
    this.#identity = { privateKey, certificate: issuedCertificate(publicKey, authority, facts), authority };
  }

  /** An answer to a message. @param spoilt what is wrong with its form or its seal. */
  answer(
    message: Fields,
    { code, message: text }: Word,
    more: Fields = {},
    spoilt?: Misbehaviour,
  ): WireReply {
    const echoed = Object.fromEntries(
      ECHOED.flatMap((name) => (message[name] === undefined ? [] : [[name, message[name]]])),
    );
    const fields = { ...echoed, respCode: code, respMsg: text, ...more };
    const odd = spoilt === 'odd-form';
    return this.#reply(this.signed(odd ? { ...fields, ...ODD_FIELDS } : fields, spoilt), odd);
  }

  /** Signs fields of an answer or a notification. */
  signed(fields: Fields, spoilt?: Misbehaviour): Fields {
    const { certificate, privateKey } = spoiltIdentity(this.#identity, spoilt);
    const named = { ...fields, signMethod: '01', signPubKeyCert: certificate };
    return { ...named, signature: signatureFor(named, privateKey) };
  }

  /** The same answer, damaged as only somebody can who knows the protocol. */
  damage(reply: WireReply, fault: ProtocolFault): WireReply {
    const fields = this.#fieldsOf(reply);
    const { signature, ...unsigned } = fields;
    switch (fault) {
      case 'unsigned':
        return this.#reply(unsigned);
      case 'wrong-signature':
        return this.#reply({ ...fields, signature: `${signature?.slice(4) ?? ''}AAAA` });
      case 'other-order':
        return this.#reply(this.signed({ ...unsigned, orderId: 'OTHER000000000000000000001' }));
      case 'unknown-code': {
        const { code, message } = WORDS.unheardOf;
        const original = fields['origRespCode'] === undefined ? {} : { origRespCode: code };
        const own = fields['origRespCode'] === undefined ? code : (fields['respCode'] ?? code);
        return this.#reply(this.signed({ ...unsigned, respCode: own, respMsg: message, ...original }));
      }
    }
  }

  #reply(fields: Fields, wrapped = this.#wrapped()): WireReply {
    return { status: 200, headers: FORM, body: writeReply(fields, wrapped) };
  }

  /** The fields of an answer this writer has written; no value of its own holds an `&`. */
  #fieldsOf({ body }: WireReply): Fields {
    const text = body.toString('utf8').replace(/^\{|\}$/g, '');
    return Object.fromEntries(
      text.split('&').map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at), part.slice(at + 1)];
      }),
    );
  }
}
