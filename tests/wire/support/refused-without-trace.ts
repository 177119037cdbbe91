import { expect } from 'vitest';
import type { WireAnswer } from './wire-client.ts';
import type { WireGateway } from './wire-gateway.ts';

/** What a refusal is expected to say. */
export interface ExpectedRefusal {
  /** 200 when left out. */
  readonly status?: number;
  readonly respcd: string;
  /** How `respmsg` begins: the field at fault, when there is one. */
  readonly respmsg: RegExp;
}

/** Sends a request that must be refused and must leave no trace: no transaction, no used code, no wallet order. */
export async function expectRefusedWithoutTrace(
  gateway: WireGateway,
  ask: () => Promise<WireAnswer>,
  expected: ExpectedRefusal,
): Promise<WireAnswer> {
  const before = await gateway.traces();
  const answer = await ask();
  expect(answer).toMatchObject({ status: expected.status ?? 200, respcd: expected.respcd });
  expect(answer.respmsg).toMatch(expected.respmsg);
  expect(answer.respmsg.length).toBeLessThanOrEqual(128);
  expect(answer.body).not.toHaveProperty('syssn');
  expect(await gateway.traces()).toEqual(before);
  return answer;
}

/** A text at the beginning, the name of a field followed by a colon. */
export function field(name: string): RegExp {
  return new RegExp(`^${name}: `);
}
