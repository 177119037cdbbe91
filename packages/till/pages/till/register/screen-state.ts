import { computed } from '@preact/signals';
import type { RegisterState } from '../../../src/page-api/index.ts';
import { scanTargetIsRegister } from './register-target.ts';
import { type Sending, sending } from './charge.ts';
import { snapshot } from './register-state.ts';

/** What fills the screen: what the server says, or a scan that it has not answered for. */
export type Screen = RegisterState | { readonly kind: 'sending'; readonly sending: Sending };

/** What fills the screen now; undefined until the server is heard for the first time. */
export const screen = computed((): Screen | undefined => {
  const state = snapshot.value?.state;
  // A refused payment stays where it is until the scan that follows it has arrived.
  if (
    sending.value !== undefined &&
    (state === undefined || state.kind === 'ready' || state.kind === 'not_paid')
  ) {
    return { kind: 'sending', sending: sending.value };
  }
  return state;
});

/** Whether typed digits belong to the amount. */
export function canType(): boolean {
  return screen.value?.kind === 'ready' && scanTargetIsRegister();
}
