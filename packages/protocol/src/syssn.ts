import { businessDay } from './wire-time.ts';

/** Largest running number that fits the ten digits of a `syssn`. */
export const RUNNING_NUMBER_MAX = 9_999_999_999;

const NODE_MAX = 9_999;

const SYSSN = /^\d{8}\d{4}0002\d{10}$/;

/**
 * Builds a transaction number in the form the service has used since December 2017 (contract section 4):
 * business day `YYYYMMDD`, node (4 digits), the constant `0002`, running number (10 digits).
 *
 * @param createdAtMs instant of `sysdtm`, which gives the date.
 * @param node number of the gateway, 0 to 9999.
 * @param runningNumber unique over all payments, refunds and reversals of the deployment, for ever.
 * @throws RangeError when a number does not fit its digits.
 */
export function formatSyssn(createdAtMs: number, node: number, runningNumber: number): string {
  if (!isWholeUpTo(node, NODE_MAX)) throw new RangeError(`node must be from 0 to ${NODE_MAX}: ${node}`);
  if (!isWholeUpTo(runningNumber, RUNNING_NUMBER_MAX)) {
    throw new RangeError(`running number must be from 0 to ${RUNNING_NUMBER_MAX}: ${runningNumber}`);
  }
  return `${businessDay(createdAtMs)}${String(node).padStart(4, '0')}0002${String(runningNumber).padStart(10, '0')}`;
}

function isWholeUpTo(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= limit;
}

/**
 * The running number inside a transaction number, or `undefined` when the text cannot have been issued by this
 * software.
 */
export function runningNumberOf(syssn: string): number | undefined {
  return SYSSN.test(syssn) ? Number(syssn.slice(16)) : undefined;
}
