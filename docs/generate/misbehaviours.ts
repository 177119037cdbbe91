import { CALL_FAULTS } from '../../packages/sandbox/src/call-fault.ts';
import { FAULT_NUMBERS, NUMBERED_CALLS } from '../../packages/sandbox/src/fault-numbers.ts';
import { MISBEHAVIOURS, WIRE_SERVERS } from '../../packages/sandbox/src/misbehaviour.ts';
import { code, table } from './markdown-table.ts';

function digitsOf(name: string): string {
  return FAULT_NUMBERS.find(({ fault }) => fault === name)?.digits ?? '';
}

/** What can go wrong on any line, with the last three digits of its test numbers. */
export function lineFaultTable(): string {
  return table(
    ['Digits', 'Name', 'What happens'],
    CALL_FAULTS.map(({ name, meaning }) => [code(digitsOf(name)), code(name), meaning]),
  );
}

/** What wallets can do wrong in the words of their own protocols. */
export function misbehaviourTable(): string {
  return table(
    ['Digits', 'Name', 'Calls', 'Wallets', 'What happens'],
    MISBEHAVIOURS.map(({ name, calls, servers, meaning }) => [
      digitsOf(name) === '' ? '' : code(digitsOf(name)),
      code(name),
      calls.map((call) => code(call)).join(', '),
      servers.length === WIRE_SERVERS.length ? 'all' : servers.map((server) => code(server)).join(', '),
      meaning,
    ]),
  );
}

/** The digit of each call inside of a test number. */
export function numberedCallTable(): string {
  return table(
    ['Digit', 'Call', 'The payment of such a number'],
    NUMBERED_CALLS.map((call, index) => [code(String(index + 1)), code(call), COURSES[call]]),
  );
}

const COURSES: Readonly<Record<(typeof NUMBERED_CALLS)[number], string>> = {
  charge: 'is paid at once',
  query: 'gives no clear answer, and is paid 5 s later',
  reverse: 'waits for its payer',
  refund: 'is paid at once',
  queryRefund: 'is paid at once; the amount of the refund says how that goes',
  notification: 'is paid at once',
};
