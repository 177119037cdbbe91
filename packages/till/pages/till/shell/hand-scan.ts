import { notice } from '../register/notice.ts';
import { scanTarget } from './scan-target.ts';
import { play } from './sound.ts';

/** Says that a scan did nothing, because nothing that is shown takes one. */
export function refuseScan(): void {
  notice.value = { kind: 'not_here' };
  play('refused');
}

/** Hands a scan to what is shown, or refuses it. */
export function handScan(text: string): void {
  const target = scanTarget();
  if (target === undefined) refuseScan();
  else target(text);
}
