import type { WireObject } from '@opencpm/protocol';
import { type Misbehaviour, refusalIn, type SpoiltCall, stateIn } from '../../misbehaviour.ts';
import { resultMembers } from './qfpay-answer.ts';

const UNKNOWN = resultMembers('1145', 'being processed');
const SYSTEM_ERROR = resultMembers('1296', 'no answer from the channel');

const INSTEAD: Readonly<Partial<Record<Misbehaviour, WireObject>>> = {
  'unknown-early': UNKNOWN,
  'system-error-early': SYSTEM_ERROR,
  throttled: resultMembers('1297', 'busy'),
  'not-there': resultMembers('1268', 'no such order'),
};

/** What a call is answered when it is not done; undefined for a misbehaviour under which it is. */
export function membersBefore(name: Misbehaviour | undefined, call: SpoiltCall): WireObject | undefined {
  if (name === undefined) return undefined;
  const code = refusalIn(name);
  if (code !== undefined) return { respcd: code, resperr: code, respmsg: 'refused as a developer asked' };
  const asks = call === 'query' || call === 'queryRefund';
  // Of what it does not know, an enquiry lists nothing.
  if (name === 'not-there' && asks) {
    return { ...resultMembers('0000', 'OK'), page: 1, page_size: 10, data: [] };
  }
  return INSTEAD[name];
}

/** Pay type of a wallet that is not the payer's. */
const OTHER_PAY_TYPE = '800708';

const AFTERWARDS: Readonly<Partial<Record<Misbehaviour, (members: WireObject) => WireObject>>> = {
  unknown: () => UNKNOWN,
  'system-error': () => SYSTEM_ERROR,
  'says-paying': (members) => everywhere(members, { respcd: '1143' }),
  'says-paid': (members) => everywhere(members, { respcd: '0000' }),
  'new-state': (members) => everywhere(members, { respcd: '9876' }),
  'other-pay-type': (members) => everywhere(members, { pay_type: OTHER_PAY_TYPE }),
  'odd-form': (members) => ({ a_new_member: { with: 'things' }, ...members, another: '' }),
};

/** What a call that was done is answered. */
export function spoiltMembers(name: Misbehaviour | undefined, members: WireObject): WireObject {
  const respcd = stateIn(name);
  if (respcd !== undefined) return everywhere(members, { respcd });
  return (name === undefined ? undefined : AFTERWARDS[name])?.(members) ?? members;
}

/** Puts values over those of the rows of an enquiry, or over those of an answer without rows. */
function everywhere(members: WireObject, values: Readonly<Record<string, string>>): WireObject {
  const { data } = members;
  if (!Array.isArray(data)) return { ...members, ...values };
  return { ...members, data: data.map((row) => ({ ...(row as WireObject), ...values })) };
}
