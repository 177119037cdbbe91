import type { WireReply, WireRequest } from '../wallet-protocol.ts';
import { isMisbehaviour, MISBEHAVIOURS, type Misbehaviours, SPOILT_CALLS } from './misbehaviour.ts';

/** Where a developer tells the simulated Alipay what to do wrong. No wallet has such an address. */
export const CONTROL_PATH = '/simulation/misbehaviours';

const TIMES_MAX = 1_000;

function json(status: number, content: object): WireReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: Buffer.from(`${JSON.stringify(content)}\n`),
  };
}

/** `GET` lists what is ordered and what can be, `POST {"call", "name", "times"}` orders, `DELETE` forgets. */
export function control({ method, body }: WireRequest, misbehaviours: Misbehaviours): WireReply {
  switch (method) {
    case 'GET':
      return json(200, { ordered: misbehaviours.list(), names: MISBEHAVIOURS, calls: SPOILT_CALLS });
    case 'DELETE':
      misbehaviours.clear();
      return json(200, { ordered: [] });
    case 'POST':
      return order(body, misbehaviours);
    default:
      return json(405, { error: 'method: use GET, POST or DELETE.' });
  }
}

function order(body: Buffer, misbehaviours: Misbehaviours): WireReply {
  const { call, name, times = 1 } = contentOf(body);
  const known = SPOILT_CALLS.find((each) => each === call);
  if (known === undefined) return json(400, { error: `call: choose one of ${SPOILT_CALLS.join(', ')}.` });
  if (typeof name !== 'string' || !isMisbehaviour(name)) {
    return json(400, { error: `name: choose one of ${MISBEHAVIOURS.map((each) => each.name).join(', ')}.` });
  }
  if (typeof times !== 'number' || !Number.isSafeInteger(times) || times < 1 || times > TIMES_MAX) {
    return json(400, { error: `times: give a whole number from 1 to ${TIMES_MAX}.` });
  }
  misbehaviours.add(known, name, times);
  return json(200, { ordered: misbehaviours.list() });
}

function contentOf(body: Buffer): { call?: unknown; name?: unknown; times?: unknown } {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
