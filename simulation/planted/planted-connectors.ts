import type { PlantedBug } from './plant.ts';

const WALLET = 'packages/gateway/src/wallet';

/** Mistakes in the connectors of production; each shows in worlds whose wallets are called over their protocols. */
export const PLANTED_CONNECTOR_BUGS: readonly PlantedBug[] = [
  {
    name: 'alipay: a code that no document lists is a refusal',
    wallet: 'alipay',
    file: `${WALLET}/alipay/codes.ts`,
    find: "const UNLISTED: CodeRule = { result: 'unknown',",
    replace: "const UNLISTED: CodeRule = { result: 'declined',",
  },
  {
    name: 'alipay: the signature of an answer is not verified',
    wallet: 'alipay',
    file: `${WALLET}/alipay/read-answer.ts`,
    find: '    if (!signatureFits(header, { path, clientId, time, body: answer.body }, walletKey)) {',
    replace:
      '    if (!signatureFits(header, { path, clientId, time, body: answer.body }, walletKey) && !time) {',
  },
  {
    name: 'alipay: the answer of another payment will do',
    wallet: 'alipay',
    file: `${WALLET}/alipay/payment-answer.ts`,
    find: '  return number !== undefined && number !== channelOrderId;',
    replace: '  return number !== undefined && number === channelOrderId && number === undefined;',
  },
  {
    name: 'alipay: a number that Alipay does not know is cancelled at once',
    wallet: 'alipay',
    file: `${WALLET}/alipay/cancel-answer.ts`,
    find: 'ageOf(order, nowMs) >= PAYMENT_LIFE_MS + CLOCK_DIFFERENCE_MS',
    replace: 'ageOf(order, nowMs) >= -PAYMENT_LIFE_MS - CLOCK_DIFFERENCE_MS',
  },
  {
    name: 'wechatpay: a code that no table names is a refusal',
    wallet: 'wechatpay',
    file: `${WALLET}/wechatpay/translate.ts`,
    find: '  if (row === undefined) return done(unclear(exchange));',
    replace:
      "  if (row === undefined) return done({ kind: 'declined', respcd: '1147', mayStillCharge: false, reason: '' });",
  },
  {
    name: 'wechatpay: the signature of an answer is not verified',
    wallet: 'wechatpay',
    file: `${WALLET}/wechatpay/exchange.ts`,
    find: "isSignedBy(key, message, seal.signature) ? undefined : 'a bad signature'",
    replace:
      "isSignedBy(key, message, seal.signature) ? undefined : message.length === 0 ? 'a bad signature' : undefined",
  },
  {
    name: 'wechatpay: the answer of another order will do',
    wallet: 'wechatpay',
    file: `${WALLET}/wechatpay/read-order.ts`,
    find: '  const expected = { ...numberFields(identity), ...numbers };',
    replace: '  const expected: Record<string, string> = numberFields(identity);',
  },
  {
    name: 'unionpay: an accepted reversal needs no confirmation',
    wallet: 'unionpay',
    file: `${WALLET}/unionpay/acp-connector.ts`,
    find: "reference.reversalAcknowledged === true && this.#settings.afterReversal === 'unchanged'",
    replace: 'reference.reversalAcknowledged === true',
  },
  {
    name: 'unionpay: the signature of an answer is not verified',
    wallet: 'unionpay',
    file: `${WALLET}/unionpay/acp-exchange.ts`,
    find: "return isSignedByKey(fields, found.key) ? undefined : 'has a bad signature';",
    replace: 'return isSignedByKey(fields, found.key) ? undefined : undefined;',
  },
  {
    name: 'unionpay: the answer of another order will do',
    wallet: 'unionpay',
    file: `${WALLET}/unionpay/acp-exchange.ts`,
    find: "['merId', 'orderId', 'txnTime', 'txnType'].find(",
    replace: "['merId'].find(",
  },
  {
    name: 'unionpay-partner: the signature of an answer is not verified',
    wallet: 'unionpay-partner',
    file: `${WALLET}/unionpay/partner-exchange.ts`,
    find: '  if (!isSignedByKey(fields, walletPublicKey)) {',
    replace: '  if (!isSignedByKey(fields, walletPublicKey) && call.length === 0) {',
  },
  {
    name: 'unionpay-partner: the answer of another order will do',
    wallet: 'unionpay-partner',
    file: `${WALLET}/unionpay/partner-exchange.ts`,
    find: "['merId', 'orderNo'].find(",
    replace: "['merId'].find(",
  },
  {
    name: 'upstream: a code that no document lists is a refusal',
    wallet: 'upstream',
    file: `${WALLET}/upstream/codes.ts`,
    find: `  if (entry === undefined) return meaning('unknown');
  if (code === '0000') return meaning('paid');`,
    replace: `  if (entry === undefined) return meaning('declined');
  if (code === '0000') return meaning('paid');`,
  },
  {
    name: 'upstream: an enquiry that lists others says that the order is not there',
    wallet: 'upstream',
    file: `${WALLET}/upstream/read-answer.ts`,
    find: `  // The enquiry named one number: a list of others is the answer to somebody else's.
  if (row === undefined && rows.length > 0) return OTHER;
`,
    replace: '',
  },
  {
    name: 'upstream: a reversal of a number they do not know is done at once',
    wallet: 'upstream',
    file: `${WALLET}/upstream/read-answer.ts`,
    find: '      return ageMs >= MAY_YET_ARRIVE_MS\n',
    replace: '      return ageMs >= -MAY_YET_ARRIVE_MS\n',
  },
];
