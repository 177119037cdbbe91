import { charge } from './charge.ts';
import { scanTarget } from '../shell/scan-target.ts';

/** Scans at the register are charged. */
export const chargeScan = (text: string): void => charge(text);

/** Whether nothing lies over the register. */
export function scanTargetIsRegister(): boolean {
  return scanTarget() === chargeScan;
}
