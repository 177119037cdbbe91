import type { ConnectorPorts } from '../connector-ports.ts';
import { type Fields, formBody, readReply } from './fields.ts';
import { isSignedByKey, isSignedBySecret, type Signer, signFields } from './signature.ts';
import type { WalletCertificates } from './wallet-certificates.ts';

/** Longest answer that is read; a certificate is the longest part of one. */
const ANSWER_BYTES_MAX = 65_536;

/** Where a call goes. */
export const ACP_PATHS = {
  back: '/gateway/api/backTransReq.do',
  query: '/gateway/api/queryTrans.do',
  /** At the host of files. */
  file: '/',
} as const;

/** An answer that is signed by UnionPay, or why there is none. */
export type AcpExchange =
  | { readonly kind: 'answer'; readonly fields: Fields }
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a call is made with. */
export interface AcpLine {
  readonly host: URL;
  readonly signer: Signer;
  /** `undefined` for a shared key, which signs both ways. */
  readonly certificates: WalletCertificates | undefined;
  readonly ports: ConnectorPorts;
}

/** Signs a message, sends it once, and reads the answer only after its signature. */
export async function callAcp(
  line: AcpLine,
  path: (typeof ACP_PATHS)[keyof typeof ACP_PATHS],
  message: Fields,
  signal: AbortSignal,
  answerBytesMax: number = ANSWER_BYTES_MAX,
): Promise<AcpExchange> {
  const { host, signer, ports } = line;
  const exchange = await ports.http.send(
    {
      method: 'POST',
      url: new URL(path, host).href,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: formBody(signFields(message, signer)),
      answerBytesMax,
    },
    signal,
  );
  if (exchange.kind !== 'answer') return exchange;
  if (exchange.status !== 200) return unclear(`UnionPay answered HTTP ${exchange.status}`);
  const fields = readReply(exchange.body.toString('utf8'));
  if (fields?.['respCode'] === undefined) return unclear('UnionPay answered something that is no message');
  const flaw = flawOf(line, fields);
  if (flaw !== undefined) {
    ports.alert(`an answer of UnionPay ${flaw}`);
    return unclear(`the answer of UnionPay ${flaw}`);
  }
  const other = ['merId', 'orderId', 'txnTime', 'txnType'].find(
    (name) => fields[name] !== undefined && fields[name] !== message[name],
  );
  return other === undefined
    ? { kind: 'answer', fields }
    : unclear(`the answer of UnionPay is about another ${other}`);
}

/** Why a message is not believed to come from UnionPay; `undefined` when it is. */
export function flawOf({ signer, certificates, ports }: AcpLine, fields: Fields): string | undefined {
  if (fields['signMethod'] !== signer.method) return 'is signed in another way than ours';
  if (signer.method !== '01') {
    return isSignedBySecret(fields, signer.method, signer.secret) ? undefined : 'has a bad signature';
  }
  const found = certificates?.keyOf(fields['signPubKeyCert'] ?? '', ports.clock.nowMs());
  if (found === undefined || 'flaw' in found) return found?.flaw ?? 'cannot be verified';
  return isSignedByKey(fields, found.key) ? undefined : 'has a bad signature';
}

function unclear(reason: string): AcpExchange {
  return { kind: 'unknown', reason };
}
