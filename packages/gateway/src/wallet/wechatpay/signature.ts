import { type KeyObject, sign, verify } from 'node:crypto';

/** Name of the scheme at the start of the `Authorization` header. */
const SCHEME = 'WECHATPAY2-SHA256-RSA2048';

/** A request as it is signed: what goes over the line, byte for byte. */
export interface RequestToSign {
  readonly method: 'GET' | 'POST';
  /** Path and query exactly as sent, percent-encoding included, without the host. */
  readonly target: string;
  /** Unix seconds. */
  readonly timestampS: number;
  readonly nonce: string;
  /** Empty for a GET. */
  readonly body: Uint8Array;
}

/** Who signs. */
export interface Signer {
  /** The institution's number, or the direct merchant's. */
  readonly mchid: string;
  /** Serial of the signer's API certificate. */
  readonly certificateSerial: string;
  readonly privateKey: KeyObject;
}

/** The five lines of a request, each ended by a line feed, the last one too. */
export function requestMessage({ method, target, timestampS, nonce, body }: RequestToSign): Buffer {
  return Buffer.concat([Buffer.from(`${method}\n${target}\n${timestampS}\n${nonce}\n`), body, LINE_END]);
}

/** The `Authorization` header of a request: RSA PKCS#1 v1.5 with SHA-256 over {@link requestMessage}. */
export function authorizationOf(signer: Signer, request: RequestToSign): string {
  const signature = sign('sha256', requestMessage(request), signer.privateKey).toString('base64');
  const parameters = [
    `mchid="${signer.mchid}"`,
    `nonce_str="${request.nonce}"`,
    `signature="${signature}"`,
    `timestamp="${request.timestampS}"`,
    `serial_no="${signer.certificateSerial}"`,
  ];
  return `${SCHEME} ${parameters.join(',')}`;
}

/** The three lines of an answer, each ended by a line feed; an answer without a body ends with two of them. */
export function responseMessage(timestamp: string, nonce: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, LINE_END]);
}

/** Whether a Base64 signature is the key's own over a message. Text that is no Base64 is no signature. */
export function isSignedBy(publicKey: KeyObject, message: Uint8Array, signature: string): boolean {
  if (!BASE64.test(signature) || signature.length % 4 !== 0) return false;
  return verify('sha256', message, publicKey, Buffer.from(signature, 'base64'));
}

const LINE_END = Buffer.from('\n');
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
