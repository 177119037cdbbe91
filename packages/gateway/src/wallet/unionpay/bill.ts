import { parseWireTime } from '@opencpm/protocol';
import { type BillLine, type BillLineKind, BillUnreadable, type ReadBill } from '../bill-line.ts';
import { currencyOfNumber } from './currency-number.ts';

const COLUMNS = ['txnType', 'orderId', 'queryId', 'origQryId', 'txnTime', 'txnAmt', 'currencyCode', 'fee'];
const END = '<END>';
const KINDS: ReadonlyMap<string, BillLineKind> = new Map([
  ['01', 'payment'],
  ['04', 'refund'],
  ['99', 'reversal'],
]);

/**
 * Reads UnionPay's bill of a day, in constant memory. The form is an assumption: the public documents do not have it. The
 * first line names the columns, which are divided by `|`; the last line is `<END>`, without which the file is not whole.
 */
export const readBill: ReadBill = async function* (bytes) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const state = { line: 0, ended: false };
  let rest = '';
  for await (const piece of bytes) {
    const lines = (rest + decode(decoder, piece, state.line)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* readLine(line.trimEnd(), state);
  }
  yield* readLine(rest.trimEnd(), state);
  if (!state.ended) throw new BillUnreadable(Math.max(1, state.line), `the file must end with ${END}`);
};

function decode(decoder: InstanceType<typeof TextDecoder>, piece: Uint8Array, line: number): string {
  try {
    return decoder.decode(piece, { stream: true });
  } catch {
    throw new BillUnreadable(line + 1, 'must be UTF-8');
  }
}

function readLine(text: string, state: { line: number; ended: boolean }): readonly BillLine[] {
  if (text === '') return [];
  state.line += 1;
  const fail = (reason: string): never => {
    throw new BillUnreadable(state.line, reason);
  };
  if (state.ended) fail(`nothing may follow ${END}`);
  if (state.line === 1) {
    if (text !== COLUMNS.join('|')) fail(`the columns must be ${COLUMNS.join(', ')}`);
    return [];
  }
  if (text === END) {
    state.ended = true;
    return [];
  }
  const cells = text.split('|');
  if (cells.length !== COLUMNS.length) fail(`must have ${COLUMNS.length} cells`);
  const [
    type = '',
    requestNumber = '',
    channelNumber = '',
    ,
    time = '',
    amount = '',
    currency = '',
    fee = '',
  ] = cells;
  const kind = KINDS.get(type) ?? fail('txnType must be 01, 04 or 99');
  const occurredAtMs = parseWireTime(spelledOut(time)) ?? fail('txnTime must be a time, YYYYMMDDhhmmss');
  if (!/^[1-9]\d{0,11}$/.test(amount)) fail('txnAmt must be a whole number of minor units');
  if (!/^-?\d{1,12}$/.test(fee)) fail('fee must be a whole number of minor units');
  if (!/^\d{3}$/.test(currency)) fail('currencyCode must be three digits');
  return [
    {
      kind,
      channelNumber,
      requestNumber,
      amountMinor: Number(amount),
      currency: currencyOfNumber(currency),
      ...(kind === 'payment' ? { feeMinor: Number(fee) } : {}),
      occurredAtMs,
      line: state.line,
    },
  ];
}

function spelledOut(time: string): string {
  return time.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6');
}
