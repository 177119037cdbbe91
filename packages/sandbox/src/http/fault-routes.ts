import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WALLET_FAMILIES, type WalletFamily } from '@opencpm/protocol';
import { CALL_FAULTS, isCallFault, WALLET_CALLS } from '../call-fault.ts';
import type { Fault, FaultOrder, StandingFault } from '../call-faults.ts';
import { canHave, FAULT_NUMBERS, NUMBERED_CALLS } from '../fault-numbers.ts';
import {
  isMisbehaviour,
  MISBEHAVIOURS,
  SERVER_OF_FAMILY,
  SPOILT_CALLS,
  SPOILT_CALLS_OF,
  type SpoiltCall,
} from '../misbehaviour.ts';
import type { Sandbox } from '../sandbox.ts';
import { SandboxRefusal } from '../sandbox-refusal.ts';
import { WALLETS } from '../wallet.ts';
import { optionalText } from './json-body.ts';

/** Most calls one order may spoil. */
const TIMES_MAX = 1_000_000;

type Fields = Readonly<Record<string, unknown>>;

/** Every fault there is: those of any line first, then what single protocols can do wrong. */
const FAULT_ROWS = [
  ...CALL_FAULTS.map((row) => ({ ...row, calls: WALLET_CALLS, servers: 'any' as const })),
  ...MISBEHAVIOURS,
].map(({ name, calls, servers, meaning }) => ({ name, calls, servers, numbers: numbersOf(name), meaning }));

/** Test numbers of a fault, one for each call it can spoil. */
function numbersOf(name: string): readonly string[] {
  return FAULT_NUMBERS.filter(({ fault }) => fault === name).flatMap(({ digits, fault }) =>
    NUMBERED_CALLS.flatMap((call, index) => (canHave(call, fault) ? [`44${index + 1}${digits}`] : [])),
  );
}

/** Reads the body of a request: an object with no other fields than these. */
type BodyOf = (request: FastifyRequest, allowed: readonly string[]) => Fields;

/** `/sandbox/faults`: what goes wrong with the next calls of the merchant side. */
export function addFaultRoutes(app: FastifyInstance, { faults }: Sandbox, bodyOf: BodyOf): void {
  app.get('/sandbox/faults', async () => ({
    faults: faults.list().map(faultView),
    calls: SPOILT_CALLS,
    names: FAULT_ROWS,
    wallets: WALLETS.map(({ id, family }) => {
      const server = SERVER_OF_FAMILY[family];
      return { wallet: id, family, server, calls: SPOILT_CALLS_OF[server] };
    }),
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
  const fault = readName(optionalText(fields, 'fault') ?? '');
  const call = readCall(fields);
  if (!canHave(call, fault)) {
    throw invalid('call', `${SPOILT_CALLS.filter((each) => canHave(each, fault)).join(', ')} for ${fault}`);
  }
  const family = readFamily(optionalText(fields, 'wallet'));
  const served = family === undefined ? SPOILT_CALLS : SPOILT_CALLS_OF[SERVER_OF_FAMILY[family]];
  if (!served.includes(call)) throw invalid('call', `${served.join(', ')} for ${family ?? 'any wallet'}`);
  const channelOrderId = optionalText(fields, 'order');
  const { times = 1 } = fields;
  if (typeof times !== 'number' || !Number.isSafeInteger(times) || times < 1 || times > TIMES_MAX) {
    throw new SandboxRefusal('invalid', `times: give a whole number from 1 to ${TIMES_MAX}.`);
  }
  return {
    call,
    fault,
    times,
    ...(family === undefined ? {} : { family }),
    ...(channelOrderId === undefined ? {} : { channelOrderId }),
  };
}

function readName(text: string): Fault {
  if (isCallFault(text) || isMisbehaviour(text)) return text;
  throw invalid('fault', FAULT_ROWS.map(({ name }) => name).join(', '));
}

function readFamily(name: string | undefined): WalletFamily | undefined {
  const family = WALLET_FAMILIES.find((each) => each === name);
  if (name !== undefined && family === undefined) throw invalid('wallet', WALLET_FAMILIES.join(', '));
  return family;
}

function readCall(fields: Fields): SpoiltCall {
  const name = optionalText(fields, 'call') ?? 'charge';
  const call = SPOILT_CALLS.find((each) => each === name);
  if (call === undefined) throw invalid('call', SPOILT_CALLS.join(', '));
  return call;
}

function invalid(field: string, allowed: string): SandboxRefusal {
  return new SandboxRefusal('invalid', `${field}: choose one of ${allowed}.`);
}

function faultView({ number, call, fault, family, channelOrderId, left }: StandingFault): object {
  return { number, call, fault, wallet: family ?? 'any', order: channelOrderId ?? 'any', left };
}
