import type { BookEntry } from '../../wallet-door.ts';
import type { WireCall } from './field-rules.ts';
import { atOnce, type SpokenResult, UNKNOWN } from './wire-result.ts';

const SILENCE: SpokenResult = { result: UNKNOWN, manner: 'never' };

/** What the mock of Alipay's own kit does by the amount of a payment, once it is done. */
export function mockedAnswer(call: WireCall, entry: BookEntry | undefined): SpokenResult | undefined {
  const { amountMinor } = entry ?? {};
  if (call === 'pay' && amountMinor === 9_901) return atOnce(UNKNOWN);
  if (call === 'pay' && amountMinor === 9_902) return SILENCE;
  if (call === 'inquiryPayment' && amountMinor === 9_903) return atOnce(UNKNOWN);
  if (call === 'inquiryPayment' && amountMinor === 9_904) return SILENCE;
  return undefined;
}
