import { computed, signal } from '@preact/signals';
import type { CodeJson, OfflineCodesJson } from '../../../src/http/phone-json.ts';
import { hasNetwork } from '../network.ts';
import { nowMs, phone } from '../phone-state.ts';
import { post } from '../sandbox-call.ts';

/** Codes that were fetched while there was a network; none for a wallet that keeps none. */
const keptCodes = signal<readonly CodeJson[]>([]);

/** Kept codes whose minute is not over, the one that is shown now first. */
export const codesLeft = computed(() =>
  keptCodes.value.filter(({ expires_at: expiresAt }) => Date.parse(expiresAt) > nowMs.value),
);

/** Whether the network was taken away; it goes when the codes to keep are there. */
export const leavesNetwork = signal(false);

/** Takes the network away. The wallet shows what it has fetched before, and hears nothing. */
export async function leaveNetwork(): Promise<void> {
  const shown = phone.value;
  if (shown === undefined) return;
  leavesNetwork.value = true;
  const { account } = shown.account;
  const path = `/sandbox/wallets/${shown.wallet}/offline-codes`;
  const answer = await post<OfflineCodesJson>(path, { account });
  if (!leavesNetwork.value || phone.value?.account.account !== account) return;
  keptCodes.value = answer.ok ? answer.value.codes : [];
  hasNetwork.value = false;
}

/** Gives the network back; what was kept is thrown away. */
export function returnToNetwork(): void {
  leavesNetwork.value = false;
  hasNetwork.value = true;
  keptCodes.value = [];
}
