import type { DigestAlgorithm } from '../digest.ts';
import type { SigningVariant } from '../string-to-sign.ts';
import bodies from './bodies.json' with { type: 'json' };
import clientProfiles from './client-profiles.json' with { type: 'json' };
import documentExamples from './document-examples.json' with { type: 'json' };
import rejectedDigests from './rejected-digests.json' with { type: 'json' };
import requests from './requests.json' with { type: 'json' };
import timestamped from './timestamped.json' with { type: 'json' };

/** Parameters in the order they are sent. */
type VectorParameters = readonly (readonly [name: string, value: string])[];

/** A request with its signature. Digests are in upper-case hex. */
export interface RequestVector {
  readonly id: string;
  readonly title: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly algorithm: DigestAlgorithm;
  readonly key: string;
  readonly params: VectorParameters;
  readonly signBasis: SigningVariant['values'];
  readonly emptyValues: SigningVariant['emptyValues'];
  /** Text that is hashed, the key included. */
  readonly stringToSign: string;
  readonly expectedDigest: string;
  /** One valid body or query string for the parameters, when decoded values are signed. */
  readonly formEncoded?: string;
  /** The body as sent, when values are signed as they stand in it. */
  readonly rawBody?: string;
}

/** The body of an answer or a notification with its signature. */
export interface BodyVector {
  readonly id: string;
  readonly kind: 'response' | 'notification';
  readonly title: string;
  readonly algorithm: DigestAlgorithm;
  readonly key: string;
  readonly body: string;
  readonly bodyBytes: number;
  readonly expectedDigest: string;
}

/** A request exactly as a known client sends it. */
export interface ClientProfile {
  readonly id: string;
  readonly source: string;
  readonly headers: { readonly 'X-QF-SIGN': string; readonly 'X-QF-SIGNTYPE'?: string };
  /** Absent where the client leaves the escaping to its library. */
  readonly body?: string;
  readonly params: VectorParameters;
  readonly key: string;
  readonly algorithm: DigestAlgorithm;
  readonly signBasis: SigningVariant['values'];
  readonly stringToSign: string;
  readonly digestCaseSent: 'upper' | 'lower';
}

/** A digest a wrong reading of the rules produces. */
export interface RejectedDigest {
  readonly id: string;
  readonly why: string;
  readonly params: VectorParameters;
  readonly key: string;
  readonly rejectedDigest: string;
}

/** An example printed in public documents. */
export interface DocumentExample {
  readonly id: string;
  readonly source: string;
  readonly kind: 'request' | 'response';
  readonly algorithm: DigestAlgorithm;
  readonly key: string;
  readonly params?: VectorParameters;
  readonly body?: string;
  readonly bodyBytes?: number;
  readonly stringToSign: string;
  /** Absent where a document prints the inputs only. */
  readonly publishedDigest?: string;
  readonly recomputedDigest: string;
}

/** A printed digest whose inputs are masked. */
export interface UnverifiableExample {
  readonly id: string;
  readonly source: string;
  readonly why: string;
  readonly publishedDigest: string;
}

/** Signatures of requests of every call. */
export const REQUEST_VECTORS = requests as readonly unknown[] as readonly RequestVector[];

/** Signatures of answers and notifications. */
export const BODY_VECTORS = bodies as readonly unknown[] as readonly BodyVector[];

/** What each known client sends. */
export const CLIENT_PROFILES = clientProfiles as readonly unknown[] as readonly ClientProfile[];

/** Digests that must not verify. */
export const REJECTED_DIGESTS = rejectedDigests as readonly unknown[] as readonly RejectedDigest[];

/** Examples of public documents: those that hold, those whose printed digest is wrong, those that cannot be checked. */
export const DOCUMENT_EXAMPLES = documentExamples as unknown as {
  readonly verified: readonly DocumentExample[];
  readonly notReproducible: readonly (DocumentExample & { readonly why: string })[];
  readonly notVerifiable: readonly UnverifiableExample[];
};

/** A request of the newer form with its signature. Keys and signatures are in lower-case hex. */
export interface RequestVectorV2 {
  readonly id: string;
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly appCode: string;
  readonly clientKey: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** Body, or query string where there is no body. */
  readonly content: string;
  readonly derivedKey: string;
  readonly text: string;
  readonly signature: string;
}

/** An answer of the newer form with its signature. */
export interface AnswerVectorV2 {
  readonly id: string;
  readonly title: string;
  readonly status: number;
  readonly appCode: string;
  readonly clientKey: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: string;
  readonly derivedKey: string;
  readonly text: string;
  readonly signature: string;
}

/** Requests signed with time, nonce, method and path. */
export const REQUEST_VECTORS_V2: readonly RequestVectorV2[] = timestamped.requests;

/** Answers to such requests. */
export const ANSWER_VECTORS_V2: readonly AnswerVectorV2[] = timestamped.answers;
