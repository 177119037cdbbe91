import { CALL_FAULTS, isCallFault, WALLET_CALLS } from './call-fault.ts';
import type { Fault } from './call-faults.ts';
import { isNamedMisbehaviour, MISBEHAVIOURS, planOfMisbehaviour, type SpoiltCall } from './misbehaviour.ts';

/** Calls of one payment that a test number can spoil, in the order of their digits, from 1. */
export const NUMBERED_CALLS = [...WALLET_CALLS, 'notification'] as const satisfies readonly SpoiltCall[];

/** A call of one payment that a test number can spoil. */
export type NumberedCall = (typeof NUMBERED_CALLS)[number];

/** A fault with its part of a test number. */
export interface FaultNumber {
  /** Three digits. */
  readonly digits: string;
  readonly fault: Fault;
}

/** Where the numbers of a protocol's own misbehaviours begin; those of any line begin at 1. */
const OWN_FROM = 101;

/** Every fault that has a number: all but those with a code of a wallet; refusals are `40` and a response code. */
export const FAULT_NUMBERS: readonly FaultNumber[] = [
  ...CALL_FAULTS.map(({ name }, index) => ({ digits: threeDigits(1 + index), fault: name })),
  ...MISBEHAVIOURS.flatMap(({ name }, index) =>
    isNamedMisbehaviour(name) ? [{ digits: threeDigits(OWN_FROM + index), fault: name }] : [],
  ),
];

/** What a test number of faults stands for. */
export interface NumberedFault {
  readonly call: NumberedCall;
  readonly fault: Fault;
}

const NUMBER = /^44([1-9])(\d{3})$/;

/**
 * What `44`, the digit of a call and the digits of a fault stand for.
 *
 * @param number six digits.
 * @returns undefined for any other number, and for a fault that its call cannot have.
 */
export function numberedFault(number: string): NumberedFault | undefined {
  const [, callDigit, digits] = NUMBER.exec(number) ?? [];
  const call = NUMBERED_CALLS[Number(callDigit) - 1];
  const fault = FAULT_NUMBERS.find((each) => each.digits === digits)?.fault;
  if (call === undefined || fault === undefined) return undefined;
  return canHave(call, fault) ? { call, fault } : undefined;
}

/** Whether a call can have a fault. */
export function canHave(call: SpoiltCall, fault: Fault): boolean {
  if (isCallFault(fault)) return WALLET_CALLS.some((each) => each === call);
  return planOfMisbehaviour(fault).calls.includes(call);
}

function threeDigits(number: number): string {
  return String(number).padStart(3, '0');
}
