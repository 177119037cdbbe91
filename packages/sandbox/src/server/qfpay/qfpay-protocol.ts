import {
  type DigestAlgorithm,
  type FormParameter,
  parseForm,
  parseSignType,
  verifyRequest,
} from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { WalletDoor } from '../../wallet-door.ts';
import type { WalletCall } from '../../call-fault.ts';
import { plainReply } from '../plain-reply.ts';
import type { SpokenReply, WalletProtocol, WireReply, WireRequest } from '../wallet-protocol.ts';
import { damagedReply, resultMembers, signedReply, unsignedReply } from './qfpay-answer.ts';
import { qfpayBill } from './qfpay-bill.ts';
import { type CallResult, QfpayCalls } from './qfpay-calls.ts';
import { membersBefore, spoiltMembers } from './spoilt-members.ts';

/** Who may call. */
export interface QfpayCredentials {
  readonly appCode: string;
  readonly clientKey: string;
  /** The registered name: what the payer sees, because no parameter of the wire names a shop. */
  readonly merchantName: string;
}

type Handler = (parameters: readonly FormParameter[]) => Promise<CallResult>;

/**
 * QFPay's own wire over the sandbox's wallets: strict about signatures and parameters, and with what its documents say
 * where they differ from OpenCPM's own gateway. A paid payment is not reversed, and a number nobody knows is not barred.
 */
export function qfpayProtocol(
  door: WalletDoor,
  { appCode, clientKey, merchantName }: QfpayCredentials,
): WalletProtocol {
  const calls = new QfpayCalls(door, merchantName);
  const handlers: Readonly<Record<string, { readonly call: WalletCall; readonly handle: Handler }>> = {
    '/trade/v1/payment': { call: 'charge', handle: (parameters) => calls.payment(parameters) },
    '/trade/v1/query': { call: 'query', handle: (parameters) => calls.query(parameters) },
    '/trade/v1/reversal': { call: 'reverse', handle: (parameters) => calls.reversal(parameters) },
    '/trade/v1/close': { call: 'reverse', handle: (parameters) => calls.reversal(parameters) },
    '/trade/v1/refund': { call: 'refund', handle: (parameters) => calls.refund(parameters) },
  };
  return {
    name: 'qfpay',
    async handle(request): Promise<SpokenReply> {
      if (request.method === 'GET' && request.target.startsWith(`${BILL}?`)) {
        return atOnce(await bill(door, request, appCode, clientKey));
      }
      const handler = handlers[request.target];
      if (handler === undefined || request.method !== 'POST') return atOnce(plainReply(404, 'no such call'));
      const form = parseForm(request.body);
      if (!form.ok) return atOnce(unsignedReply(resultMembers('1103', 'the body is no form')));
      const algorithm = verified(request, form.parameters, appCode, clientKey);
      if (algorithm === undefined) return atOnce(unsignedReply(resultMembers('1108', 'signature')));
      const served = await calls.servedCall(handler.call, form.parameters);
      const spoilt = door.faults.takeOwn(served);
      const before = membersBefore(spoilt, served.call);
      const key = spoilt === 'other-key' ? `${clientKey}X` : clientKey;
      if (before !== undefined) return atOnce(signedReply(before, { clientKey, algorithm }));
      const { members, manner } = await handler.handle(form.parameters);
      return { reply: signedReply(spoiltMembers(spoilt, members), { clientKey: key, algorithm }), manner };
    },
    damage: (reply, fault) => damagedReply(reply, fault, clientKey),
  };
}

const BILL = '/download/v1/trade_bill';

async function bill(
  door: WalletDoor,
  request: WireRequest,
  appCode: string,
  clientKey: string,
): Promise<WireReply> {
  const form = parseForm(Buffer.from(request.target.slice(BILL.length + 1)));
  if (!form.ok) return unsignedReply(resultMembers('1103', 'the query is no form'));
  const algorithm = verified(request, form.parameters, appCode, clientKey);
  if (algorithm === undefined) return unsignedReply(resultMembers('1108', 'signature'));
  const day = form.parameters.find(({ name }) => name === 'trade_date')?.value ?? '';
  const zip = await qfpayBill(door, day);
  if (zip === undefined) {
    return signedReply(resultMembers('1104', 'trade_date: there is no such day'), { clientKey, algorithm });
  }
  return { status: 200, headers: { 'Content-Type': 'application/zip' }, body: zip };
}

/** The algorithm a request is rightly signed with. */
function verified(
  { headers }: WireRequest,
  parameters: readonly FormParameter[],
  appCode: string,
  clientKey: string,
): DigestAlgorithm | undefined {
  const algorithm = parseSignType(headers['x-qf-signtype']);
  if (algorithm === undefined || headers['x-qf-appcode'] !== appCode) return undefined;
  const match = verifyRequest(parameters, {
    signature: headers['x-qf-sign'] ?? '',
    algorithm,
    keys: [clientKey],
    rawAllowed: false,
    digest: nodeDigest,
  });
  return match === undefined ? undefined : algorithm;
}

function atOnce(reply: WireReply): SpokenReply {
  return { reply, manner: 'at_once' };
}
