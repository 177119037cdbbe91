import { classify, type PayType } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';

const NAME_IT = 'If the code is right, name the pay type: --pay-type 800108 (see opencpm help pay).';

/** Codes of the sandbox's PayMe. The real format is not published, so no classification can know it. */
const SANDBOX_PAYME = /^80\d{16}$/;

/**
 * The pay type for a scanned code when none was named: 800008 for the wallets it finds by the code, the wallet's own pay
 * type for codes that 800008 does not cover.
 *
 * @throws CommandFailure for what is no payment code of a known wallet. The code itself is not repeated.
 */
export function choosePayType(code: string): PayType {
  const found = classify(code);
  if (found.kind === 'recognised') {
    if (found.hints.onlyUnderPayType !== undefined) return found.hints.onlyUnderPayType;
    return found.family === 'payme' ? '805808' : '800008';
  }
  if (found.kind === 'unknown' && SANDBOX_PAYME.test(found.code)) return '805808';
  throw wrongUsage(`The wallet of this code cannot be told: ${found.detail}`, NAME_IT);
}
