import type { KeyObject } from 'node:crypto';
import type { ConnectorPorts } from '../connector-ports.ts';
import { type Fields, signedText } from './fields.ts';
import { isSignedByKey, rsaSignature } from './signature.ts';

/** Longest answer that is read; the longest documented one has a few hundred bytes. */
const ANSWER_BYTES_MAX = 65_536;

/** Calls of the platform. */
export type PartnerCall = 'micropay' | 'queryOrder' | 'closeOrder' | 'refund' | 'refundQuery';

/** A message: texts, and amounts as whole numbers. */
export type PartnerMessage = Readonly<Record<string, string | number>>;

/** An answer that is signed by the platform, or why there is none. Numbers are read as their plain decimal text. */
export type PartnerExchange =
  | { readonly kind: 'answer'; readonly fields: Fields }
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a call is made with. */
export interface PartnerLine {
  readonly host: URL;
  readonly privateKey: KeyObject;
  readonly walletPublicKey: KeyObject;
  readonly ports: Pick<ConnectorPorts, 'http' | 'alert'>;
}

/** The address of a call. */
export function partnerUrl(host: URL, call: PartnerCall): string {
  return new URL(`/gateway/api/pay/${call}`, host).href;
}

/** A message as it goes out, signature and all. */
export function signedMessage(message: PartnerMessage, privateKey: KeyObject): PartnerMessage {
  return { ...message, signature: rsaSignature(signedText(textsOf(message)), privateKey) };
}

/** Signs a message, sends it once, and reads the answer only after its signature. */
export async function callPartner(
  { host, privateKey, walletPublicKey, ports }: PartnerLine,
  call: PartnerCall,
  message: PartnerMessage,
  signal: AbortSignal,
): Promise<PartnerExchange> {
  const exchange = await ports.http.send(
    {
      method: 'POST',
      url: partnerUrl(host, call),
      headers: { 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify(signedMessage(message, privateKey)),
      answerBytesMax: ANSWER_BYTES_MAX,
    },
    signal,
  );
  if (exchange.kind !== 'answer') return exchange;
  if (exchange.status !== 200) return unclear(`UnionPay answered HTTP ${exchange.status}`);
  const fields = readPartnerMessage(exchange.body.toString('utf8'));
  if (fields?.['respCode'] === undefined) return unclear('UnionPay answered something that is no message');
  if (!isSignedByKey(fields, walletPublicKey)) {
    ports.alert(`an answer of UnionPay to ${call} has a bad signature`);
    return unclear('the answer of UnionPay has a bad signature');
  }
  const other = ['merId', 'orderNo'].find(
    (name) => fields[name] !== undefined && fields[name] !== message[name],
  );
  return other === undefined
    ? { kind: 'answer', fields }
    : unclear(`the answer of UnionPay is about another ${other}`);
}

/** Reads a JSON object of texts and whole numbers; members that are null are not there. */
export function readPartnerMessage(text: string): Fields | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields: Record<string, string> = {};
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string') fields[name] = member;
    else if (typeof member === 'number' && Number.isSafeInteger(member)) fields[name] = String(member);
    else if (member !== null) return undefined;
  }
  return fields;
}

function textsOf(message: PartnerMessage): Fields {
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, String(value)]));
}

function unclear(reason: string): PartnerExchange {
  return { kind: 'unknown', reason };
}
