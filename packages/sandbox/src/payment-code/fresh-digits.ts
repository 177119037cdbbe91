import type { Wallet } from '../wallet.ts';

/** Source of random bytes, handed in. */
export type RandomBytes = (count: number) => Uint8Array;

/** A uniform number of `count` digits with leading zeros; 16 random bytes leave no noticeable bias. */
function randomDigits(count: number, randomBytes: RandomBytes): string {
  const number = BigInt(`0x${Buffer.from(randomBytes(16)).toString('hex')}`);
  return String(number % 10n ** BigInt(count)).padStart(count, '0');
}

/** Digits of a fresh payment code in the shape of a wallet: its prefix, then random digits. */
export function freshDigits(wallet: Wallet, randomBytes: RandomBytes): string {
  const { codePrefixes, codeLength } = wallet;
  const choice = (randomBytes(1)[0] ?? 0) % codePrefixes.length;
  const prefix = codePrefixes[choice] ?? '';
  return prefix + randomDigits(codeLength - prefix.length, randomBytes);
}
