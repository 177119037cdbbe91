import { PAYER_TIME_MS } from '../../packages/sandbox/src/index.ts';
import type { Random } from '../engine/random.ts';
import { WALLET_PROFILES, type WalletProfile } from './profile.ts';
import { WIRE_ALIPAY } from './wire/wire-alipay.ts';
import { WIRE_UNIONPAY, WIRE_UNIONPAY_PARTNER } from './wire/wire-unionpay.ts';
import { WIRE_UPSTREAM } from './wire/wire-upstream.ts';
import type { WireWallet } from './wire/wire-wallet.ts';
import { WIRE_WECHATPAY } from './wire/wire-wechatpay.ts';

/**
 * How the wallets of a world are reached: `direct`, by a double of the connector, or by a connector of production over
 * its wallet's protocol; `any` mixes those.
 */
export const WALLET_CHOICES = [
  'direct',
  'alipay',
  'wechatpay',
  'unionpay',
  'unionpay-partner',
  'upstream',
  'any',
] as const;

/** How the wallets of a world are reached. */
export type WalletChoice = (typeof WALLET_CHOICES)[number];

/** A family that customers pay with, and its connector; `undefined` where the doubles are called directly. */
export interface WalletWay {
  readonly profile: WalletProfile;
  readonly wire: WireWallet | undefined;
}

type Family = WalletProfile['family'];
type Wires = Readonly<Partial<Record<Family, readonly [WireWallet, ...WireWallet[]]>>>;

/** The connectors that may serve each family, of which a world draws one. */
const WIRES: Readonly<Record<Exclude<WalletChoice, 'direct'>, Wires>> = {
  alipay: { alipay: [WIRE_ALIPAY] },
  wechatpay: { wechatpay: [WIRE_WECHATPAY] },
  unionpay: { unionpay: [WIRE_UNIONPAY] },
  'unionpay-partner': { unionpay: [WIRE_UNIONPAY_PARTNER] },
  upstream: {
    alipay: [WIRE_UPSTREAM],
    wechatpay: [WIRE_UPSTREAM],
    unionpay: [WIRE_UPSTREAM],
    payme: [WIRE_UPSTREAM],
  },
  any: {
    alipay: [WIRE_ALIPAY, WIRE_UPSTREAM],
    wechatpay: [WIRE_WECHATPAY, WIRE_UPSTREAM],
    unionpay: [WIRE_UNIONPAY, WIRE_UNIONPAY_PARTNER],
    payme: [WIRE_UPSTREAM],
  },
};

/** Names of the connectors that a choice brings. */
export function connectorsOf(choice: WalletChoice): readonly string[] {
  if (choice === 'direct') return [];
  return [...new Set(Object.values(WIRES[choice]).flatMap((wires) => wires.map(({ name }) => name)))];
}

/** A family over a protocol. What nobody confirms ends at each of them; UnionPay reverses none after its day. */
function wired(profile: WalletProfile, wire: WireWallet): WalletProfile {
  const { namesCurrency = true, showsCorrections = true, unknownIsFinalAfterMs } = wire;
  const closesAfterMs = profile.closesAfterMs ?? PAYER_TIME_MS;
  return { ...profile, namesCurrency, showsCorrections, unknownIsFinalAfterMs, closesAfterMs };
}

/** The ways of one world. */
export function walletWays(choice: WalletChoice, random: Random): readonly [WalletWay, ...WalletWay[]] {
  const ways = WALLET_PROFILES.flatMap((profile): WalletWay[] => {
    if (choice === 'direct') return [{ profile, wire: undefined }];
    const wires = WIRES[choice][profile.family];
    if (wires === undefined) return [];
    const wire = random.pick(wires);
    return [{ profile: wired(profile, wire), wire }];
  });
  const [first, ...others] = ways;
  if (first === undefined) throw new Error(`no family is paid with over ${choice}`);
  return [first, ...others];
}
