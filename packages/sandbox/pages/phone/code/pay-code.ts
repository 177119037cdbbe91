import { effect, signal, untracked } from '@preact/signals';
import type { CodeJson } from '../../../src/http/phone-json.ts';
import { hasNetwork } from '../network.ts';
import { nowMs, phone } from '../phone-state.ts';
import { post } from '../sandbox-call.ts';
import { codesLeft, returnToNetwork } from './kept-codes.ts';

const TRY_AGAIN_MS = 2_000;

/** The code that is shown; undefined until the first one. */
export const payCode = signal<CodeJson | undefined>(undefined);
/** The wallet gave no code. */
export const codeFailed = signal(false);

let fetching = false;
let notBeforeMs = 0;
/** The sandbox has called the shown code fresh, so that one it does not name any more is used or too old. */
let seenFresh = false;

/** Fetches a new code now. */
export async function renewCode(): Promise<void> {
  const shown = untracked(() => phone.value);
  if (shown === undefined || fetching || !hasNetwork.value) return;
  fetching = true;
  const { account } = shown.account;
  const answer = await post<CodeJson>(`/sandbox/wallets/${shown.wallet}/codes`, { account });
  fetching = false;
  codeFailed.value = !answer.ok;
  if (!hasNetwork.value) return;
  if (answer.ok && phone.value?.account.account === account) {
    seenFresh = false;
    payCode.value = answer.value;
  } else {
    notBeforeMs = performance.now() + TRY_AGAIN_MS;
  }
}

/** Milliseconds until the shown code is replaced. */
export function renewalInMs(code: CodeJson): number {
  return Math.max(0, Date.parse(code.expires_at) - nowMs.value);
}

function isWorthless(code: CodeJson, freshCodes: readonly string[]): boolean {
  if (freshCodes.includes(code.auth_code)) {
    seenFresh = true;
    return false;
  }
  return seenFresh;
}

/**
 * Keeps a code on the screen: a new one every minute, and at once when it was used. Without a network it is the kept one of
 * the minute, and nothing tells the phone that it was used.
 *
 * @returns a function that ends it.
 */
export function keepCode(): () => void {
  payCode.value = undefined;
  codeFailed.value = false;
  notBeforeMs = 0;
  const stop = effect(() => {
    const shown = phone.value;
    if (shown === undefined) return;
    if (!hasNetwork.value) {
      [payCode.value] = codesLeft.value;
      // Back on the network, one that was used is known by its not being fresh any more.
      seenFresh = true;
      return;
    }
    const code = payCode.value;
    const wanted = code === undefined || renewalInMs(code) === 0 || isWorthless(code, shown.fresh_codes);
    // The clock wakes this up again, also when the page comes back into view.
    void nowMs.value;
    if (wanted && !document.hidden && performance.now() >= notBeforeMs) void renewCode();
  });
  return () => {
    stop();
    returnToNetwork();
  };
}
