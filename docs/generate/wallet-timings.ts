import {
  WALLET_FAMILIES,
  WALLET_FAMILY_NAMES,
} from '../../packages/protocol/src/payment-code/wallet-family.ts';
import { askAgeMs, scheduledAsks } from '../../packages/gateway/src/wallet/ask-schedule.ts';
import { profileOf } from '../../packages/gateway/src/wallet/resolver-profile.ts';
import { table } from './markdown-table.ts';

/** When each wallet is asked, and when its payments are undone, as the resolver's own data has it. */
export function walletTimings(): string {
  return table(
    [
      'Wallet',
      'First enquiry',
      'Then',
      'Undone after',
      'Reversal not before',
      'Reversal repeated',
      'Looked at again',
    ],
    WALLET_FAMILIES.map((family) => {
      const profile = profileOf(family);
      return [
        WALLET_FAMILY_NAMES[family],
        seconds(profile.firstAskAfterMs),
        waits(profile.askWaitsMs),
        seconds(askAgeMs(profile, scheduledAsks(profile))),
        profile.reverseNotBeforeMs === 0 ? 'at once' : seconds(profile.reverseNotBeforeMs),
        `${list(profile.reversalWaitsMs)}, then slower`,
        list(profile.lookWaitsMs),
      ];
    }),
  );
}

/** Waits that are all alike in one word. */
function waits(waitsMs: readonly number[]): string {
  const [first = 0] = waitsMs;
  return waitsMs.every((waitMs) => waitMs === first)
    ? `every ${seconds(first)}, ${waitsMs.length} times`
    : list(waitsMs);
}

function list(waitsMs: readonly number[]): string {
  return waitsMs.map(seconds).join(', ');
}

function seconds(ms: number): string {
  return ms >= 60_000 && ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`;
}
