import type { Answer } from '../../packages/gateway/src/http/answer.ts';
import type { WireCall } from '../gateway/wire-edge.ts';
import { orderName } from '../gateway/till-call.ts';
import type { Asked, Heard } from '../oracle/recorder.ts';

/** What a call of the wire asks for, as the recorder writes it down; `undefined` for calls that ask for no state. */
export function askedOf({ path, body }: WireCall, merchantNumber: number): Asked | undefined {
  const parameters = new URLSearchParams(Buffer.from(body).toString('latin1'));
  const text = (name: string): string => parameters.get(name) ?? '';
  const order = orderName(merchantNumber, text('out_trade_no'));
  switch (path) {
    case '/trade/v1/payment': {
      const amountMinor = Number(text('txamt'));
      return { op: 'pay', order, amountMinor, currency: text('txcurrcd'), code: text('auth_code') };
    }
    case '/trade/v1/query':
      return { op: 'query', order };
    case '/trade/v1/reversal':
    case '/trade/v1/close':
      return { op: 'reverse', order };
    default:
      return undefined;
  }
}

/**
 * What an answer says about the order that was asked for; `undefined` when it speaks of the request alone, as a used
 * nonce does.
 */
export function heardIn(answer: Answer, asked: Asked): Heard | undefined {
  if (typeof answer.body !== 'string') return undefined;
  const members = JSON.parse(answer.body) as Members;
  const { respcd = '' } = members;
  if (respcd === '1108' || asked.op === 'reverse') return undefined;
  if (asked.op !== 'query') return members.syssn === undefined ? { respcd } : stateOf(members);
  if (respcd !== '0000') return undefined;
  const row = members.data?.find(
    ({ out_trade_no: order, order_type: type }) => asked.order.endsWith(`/${order}`) && type === 'payment',
  );
  return row === undefined ? { respcd } : stateOf(row);
}

interface Members {
  readonly respcd?: string;
  readonly syssn?: string;
  readonly txamt?: string | number;
  readonly cancel?: string;
  readonly out_trade_no?: string;
  readonly order_type?: string;
  readonly data?: readonly Members[];
}

function stateOf({ respcd = '', syssn, txamt, cancel }: Members): Heard {
  return { respcd, syssn, state: stateNamed(respcd, cancel), amountMinor: Number(txamt) };
}

function stateNamed(respcd: string, cancel: string | undefined): Heard['state'] {
  switch (respcd) {
    case '0000':
      return cancel === '5' ? 'partly_refunded' : cancel === '3' ? 'refunded' : 'paid';
    case '1142':
      return 'reversed';
    case '1143':
    case '1145':
      return 'processing';
    default:
      return 'declined';
  }
}

/** Whether what was heard is the end of the payment. */
export function isEnd({ state }: Heard): boolean {
  return state !== undefined && state !== 'processing';
}
