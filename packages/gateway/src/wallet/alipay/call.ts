import type { ConnectorPorts } from '../connector-ports.ts';
import type { WalletCall } from '../wallet-codes.ts';
import { operatorShouldKnow } from './codes.ts';
import { type AlipayCall, dialectOf, pathOf } from './dialect.ts';
import { writeInstant } from './instant.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';
import { signatureHeader } from './signature.ts';
import type { AlipaySettings } from './settings.ts';

/** Longest answer that is read; the longest documented one is a few kilobytes. */
const ANSWER_BYTES_MAX = 65_536;

/** The calls of the wire as the connector port names them. */
const PORT_CALLS: Readonly<Record<AlipayCall, WalletCall>> = {
  pay: 'charge',
  inquiryPayment: 'query',
  cancel: 'reverse',
  refund: 'refund',
  inquiryRefund: 'queryRefund',
};

/** A call ready to be sent. */
export interface SignedCall {
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly time: string;
  /** The bytes that were signed and are sent. */
  readonly body: Buffer;
}

/** Signs a call. The body is written once; what is signed is what is sent. */
export function signCall(path: string, content: object, settings: AlipaySettings, nowMs: number): SignedCall {
  const { clientId, keyVersion, agentToken, host, privateKey } = settings;
  const body = Buffer.from(JSON.stringify(content));
  const dialect = dialectOf(settings.dialect);
  const time = dialect.requestTime === 'milliseconds' ? String(nowMs) : writeInstant(nowMs);
  const headers = {
    'Content-Type': 'application/json; charset=UTF-8',
    'Client-Id': clientId,
    'Request-Time': time,
    Signature: signatureHeader({ path, clientId, time, body }, privateKey, String(keyVersion)),
    ...(agentToken === undefined ? {} : { 'Agent-Token': agentToken }),
  };
  return { url: new URL(path, host).href, path, headers, time, body };
}

/** How a call ended, when it gave nothing to read. */
export interface Unanswered {
  readonly ok: false;
  readonly kind: 'not_sent' | 'unknown';
  readonly reason: string;
}

/** Calls Alipay once and reads its answer. A repeat is a decision about money and none of this file's. */
export async function callAlipay(
  call: AlipayCall,
  content: object,
  settings: AlipaySettings,
  { http, clock, alert }: ConnectorPorts,
  signal: AbortSignal,
): Promise<ReadAnswer | Unanswered> {
  const path = pathOf(dialectOf(settings.dialect), call, settings.clientId);
  if (path === undefined) return { ok: false, kind: 'not_sent', reason: `there is no ${call}` };
  const { url, headers, body } = signCall(path, content, settings, clock.nowMs());
  const request = { method: 'POST', url, headers, body, answerBytesMax: ANSWER_BYTES_MAX } as const;
  const exchange = await http.send(request, signal);
  if (exchange.kind !== 'answer') return { ok: false, ...exchange };
  const trace = exchange.headers['tracerid'] ?? exchange.headers['tracer-id'] ?? 'none';
  const answer = readAnswer(exchange, {
    path,
    clientId: settings.clientId,
    walletKey: settings.walletPublicKey,
  });
  if (!answer.ok) {
    if (answer.suspicious) alert(`${call}: ${answer.reason}; trace ${traceText(trace)}`);
    return { ok: false, kind: 'unknown', reason: answer.reason };
  }
  const why = operatorShouldKnow(PORT_CALLS[call], answer.status, answer.code);
  if (why !== undefined) alert(`${call}: Alipay ${why} (${answer.message}); trace ${traceText(trace)}`);
  return answer;
}

function traceText(trace: string): string {
  return trace.replace(/[^\w.-]/g, '?').slice(0, 64);
}
