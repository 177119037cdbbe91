import { formatWireTime } from '@opencpm/protocol';

/**
 * A new order number, `cli20260305180000a1b2c3d4`: the time in UTC+8 for people, then four random bytes in hex, so that
 * two terminals in the same second do not meet. Letters and digits only, which every service takes.
 */
export function freshOrderNumber(nowMs: number, randomBytes: (count: number) => Uint8Array): string {
  const time = formatWireTime(nowMs).replaceAll(/\D/g, '');
  const random = Array.from(randomBytes(4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `cli${time}${random}`;
}
