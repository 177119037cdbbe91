import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WALLET_FAMILIES, type WalletFamily } from '@opencpm/protocol';
import {
  CALL_FAULTS,
  type FaultOrder,
  isCallFault,
  type StandingFault,
  WALLET_CALLS,
  type WalletCall,
} from '../call-fault.ts';
import type { Sandbox } from '../sandbox.ts';
import { SandboxRefusal } from '../sandbox-refusal.ts';
import { optionalText } from './json-body.ts';

/** Most calls one order may spoil. */
const TIMES_MAX = 1_000_000;

type Fields = Readonly<Record<string, unknown>>;

/** Reads the body of a request: an object with no other fields than these. */
type BodyOf = (request: FastifyRequest, allowed: readonly string[]) => Fields;

/** `/sandbox/faults`: what goes wrong with the next calls of the merchant side. */
export function addFaultRoutes(app: FastifyInstance, { faults }: Sandbox, bodyOf: BodyOf): void {
  app.get('/sandbox/faults', async () => ({
    faults: faults.list().map(faultView),
    calls: WALLET_CALLS,
    names: CALL_FAULTS,
  }));

  app.post('/sandbox/faults', async (request) =>
    faultView(faults.add(readFault(bodyOf(request, ['call', 'fault', 'wallet', 'order', 'times'])))),
  );

  app.delete('/sandbox/faults', async () => {
    faults.clear();
    return { faults: [] };
  });
}

function readFault(fields: Fields): FaultOrder {
  const fault = optionalText(fields, 'fault') ?? '';
  if (!isCallFault(fault)) throw invalid('fault', CALL_FAULTS.map(({ name }) => name).join(', '));
  const family = readFamily(optionalText(fields, 'wallet'));
  const channelOrderId = optionalText(fields, 'order');
  const { times = 1 } = fields;
  if (typeof times !== 'number' || !Number.isSafeInteger(times) || times < 1 || times > TIMES_MAX) {
    throw new SandboxRefusal('invalid', `times: give a whole number from 1 to ${TIMES_MAX}.`);
  }
  return {
    call: readCall(fields),
    fault,
    times,
    ...(family === undefined ? {} : { family }),
    ...(channelOrderId === undefined ? {} : { channelOrderId }),
  };
}

function readFamily(name: string | undefined): WalletFamily | undefined {
  const family = WALLET_FAMILIES.find((each) => each === name);
  if (name !== undefined && family === undefined) throw invalid('wallet', WALLET_FAMILIES.join(', '));
  return family;
}

function readCall(fields: Fields): WalletCall {
  const name = optionalText(fields, 'call') ?? 'charge';
  const call = WALLET_CALLS.find((each) => each === name);
  if (call === undefined) throw invalid('call', WALLET_CALLS.join(', '));
  return call;
}

function invalid(field: string, allowed: string): SandboxRefusal {
  return new SandboxRefusal('invalid', `${field}: choose one of ${allowed}.`);
}

function faultView({ number, call, fault, family, channelOrderId, left }: StandingFault): object {
  return { number, call, fault, wallet: family ?? 'any', order: channelOrderId ?? 'any', left };
}
