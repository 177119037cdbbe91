import {
  ADD_NOTE_NAMES,
  AMOUNT_MINOR_MAX,
  findAmbiguity,
  findStrangeName,
  type FormParameter,
  PAYMENT_NAMES,
  QUERY_NAMES,
  readAddNoteRequest,
  readPaymentRequest,
  readQueryRequest,
  readRefundRequest,
  readReversalRequest,
  readTradeBillRequest,
  REFUND_NAMES,
  REVERSAL_NAMES,
  signingVariants,
  signedParameters,
  stringToSign,
  TRADE_BILL_NAMES,
  verifyRequest,
  writeForm,
} from '../../packages/protocol/src/index.ts';
import { nodeDigest } from '../../packages/protocol/src/node-digest.ts';
import { readParameters } from '../../packages/gateway/src/http/wire-request.ts';
import { joinedText } from '../wire/support/wire-signing.ts';

/** What became of a body: how far through the edge it came. */
export type BodyOutcome = 'unreadable' | 'ambiguous' | 'invalid' | 'valid';

const KEY = '0123456789ABCDEF0123456789ABCDEF';

interface Reader {
  readonly names: ReadonlySet<string>;
  readonly read: (parameters: readonly FormParameter[]) => { readonly ok: boolean };
}

const READERS: readonly Reader[] = [
  { names: PAYMENT_NAMES, read: readPaymentRequest },
  { names: QUERY_NAMES, read: readQueryRequest },
  { names: REFUND_NAMES, read: readRefundRequest },
  { names: REVERSAL_NAMES, read: readReversalRequest },
  { names: ADD_NOTE_NAMES, read: readAddNoteRequest },
  { names: TRADE_BILL_NAMES, read: readTradeBillRequest },
];

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/**
 * Takes a body through the edge as a request is taken: decoded, signed and verified, searched for a second reading,
 * checked against the rules of every call.
 *
 * @returns how far it came.
 * @throws Error when a rule that must always hold is broken.
 */
export function tryBody(body: Uint8Array): BodyOutcome {
  const request = { method: 'POST', appCode: undefined, signature: undefined, signType: undefined } as const;
  const read = readParameters({ ...request, contentType: undefined, query: '', body });
  if (!read.ok) {
    must(
      !read.message.includes(KEY) && read.message.length <= 128,
      'a refusal is too long or tells too much',
    );
    return 'unreadable';
  }
  const { parameters } = read;
  checkParameters(parameters);
  checkSignature(parameters);
  let outcome: BodyOutcome = 'ambiguous';
  for (const { names, read: readRequest } of READERS) {
    const fault = findStrangeName(parameters, names) ?? findAmbiguity(parameters, names);
    if (fault !== undefined) continue;
    const result = readRequest(parameters);
    if (result.ok) outcome = 'valid';
    else if (outcome === 'ambiguous') outcome = 'invalid';
  }
  const payment = readPaymentRequest(parameters);
  if (payment.ok) {
    const { amountMinor, orderNumber, goodsName } = payment.request;
    must(Number.isSafeInteger(amountMinor) && amountMinor >= 1 && amountMinor <= AMOUNT_MINOR_MAX, 'amount');
    must(/^[ -~]{1,128}$/.test(orderNumber) && !orderNumber.includes(','), 'order number');
    must(goodsName.isWellFormed() && Array.from(goodsName).length <= 64, 'goods name');
  }
  return outcome;
}

function checkParameters(parameters: readonly FormParameter[]): void {
  const names = new Set(parameters.map(({ name }) => name));
  must(names.size === parameters.length && names.size <= 64, 'a name twice, or too many');
  for (const { name, value } of parameters) {
    must(/^\w{1,32}$/.test(name), 'a name that is none');
    must(value.isWellFormed(), 'half a character');
  }
  // What was read can be written again and reads the same.
  const pairs = parameters.map(({ name, value }) => [name, value] as const);
  const again = readParameters({
    method: 'GET',
    appCode: undefined,
    signature: undefined,
    signType: undefined,
    contentType: undefined,
    query: writeForm(pairs),
    body: new Uint8Array(),
  });
  must(again.ok, 'written again it cannot be read');
  if (again.ok) {
    const same = again.parameters.map(({ name, value }) => [name, value] as const);
    must(JSON.stringify(same) === JSON.stringify(pairs), 'written again it reads differently');
  }
}

function checkSignature(parameters: readonly FormParameter[]): void {
  const sorted = signedParameters(parameters);
  const [usual] = signingVariants(sorted, true);
  must(usual !== undefined, 'there is no reading to sign');
  if (usual === undefined) return;
  const text = stringToSign(sorted, usual);
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  // Objects lose a parameter named __proto__, which the other implementation therefore cannot be given.
  if (!parameters.some(({ name }) => name === '__proto__')) {
    must(text === joinedText(values), 'two implementations sign different texts');
  }
  const signature = nodeDigest('SHA256', text + KEY);
  const check = { signature, algorithm: 'SHA256', rawAllowed: true, digest: nodeDigest } as const;
  must(verifyRequest(parameters, { ...check, keys: [KEY] }) !== undefined, 'it does not verify');
  must(
    verifyRequest(parameters, { ...check, keys: ['another'] }) === undefined,
    'it verifies under another key',
  );
}
