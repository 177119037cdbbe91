import type { Random } from './engine/random.ts';
import type { WireDamage } from './wallet/wire/wire-damage.ts';

const HOUR_MS = 3_600_000;

/**
 * Which faults a world has and how strong they are. Every seed draws its own: quiet worlds and brutal ones both occur,
 * because a bug that needs three days of silence never shows in a storm.
 */
export interface Weather {
  /** How long faults last; after that everything works and has to come to an end. */
  readonly calmFromMs: number;
  readonly payments: number;
  readonly tills: number;
  /** Gateways on one store. */
  readonly gateways: 1 | 2;
  readonly storeEngine: 'memory' | 'sqlite';
  /** Whether nothing goes wrong but the network of the tills, which is cut in every sale. */
  readonly cutsAlone: boolean;

  readonly wallet: LineFaults & {
    readonly wrongAmount: number;
    /** The wallet does not answer at all for a while. */
    readonly outages: number;
  };
  /** How often an answer of a wallet's server is damaged on its way; only where its protocol is spoken. */
  readonly wire: Readonly<Record<WireDamage, number>>;
  readonly shop: LineFaults;
  readonly payer: {
    readonly pending: number;
    readonly declined: number;
    /** A wallet that charges after it has refused or confirmed a reversal. */
    readonly lateSuccess: number;
    /** A wallet that takes another amount or currency than it was asked for. */
    readonly wrongCharge: number;
    readonly reversalRefused: number;
    /** A wallet that acknowledges a reversal and does nothing. */
    readonly emptyAcknowledgement: number;
    readonly refundRefused: number;
    readonly refundSlow: number;
  };
  readonly process: {
    /** Probability of dying at each named point. */
    readonly crashAtPoint: number;
    readonly crashes: number;
    readonly downtimeMsMax: number;
    /** Times at which a process is stopped and goes on later, as a suspended machine does. */
    readonly stalls: number;
    readonly clockJumps: number;
    /** By what a clock may jump. */
    readonly jumpsMs: readonly [number, ...number[]];
    /** The world begins so that midnight in UTC+8 falls into it. */
    readonly nearMidnight: boolean;
    /** By what the pauses of an idle process are stretched, as on a machine that has too much to do. */
    readonly idleStretch: number;
  };
  readonly store: {
    readonly commitMsMax: number;
    readonly refusals: number;
    readonly crashAtCommit: number;
    readonly slowReads: boolean;
  };
  readonly till: {
    readonly dies: number;
    readonly repeats: number;
    readonly altered: number;
    readonly doubleScan: number;
    readonly twoTabs: number;
    readonly codeReuse: number;
    readonly cancels: number;
    readonly refunds: number;
    readonly lists: number;
    /** Probability that the network is cut in a sale; only where tills run the SDK. */
    readonly cut: number;
  };
  readonly endpoint: {
    /** Whether the merchants want to be told at all. */
    readonly exists: boolean;
    readonly refuses: number;
    readonly hangs: number;
    readonly losesAcknowledgement: number;
    readonly slow: number;
  };
}

/** How a line between two parties misbehaves; probabilities for each message. */
export interface LineFaults {
  readonly notSent: number;
  readonly requestLost: number;
  readonly answerLost: number;
  readonly duplicated: number;
  readonly delayMsMax: number;
  /** A request that is overtaken by later ones. */
  readonly straggles: number;
}

/** Draws the weather of a world. */
export function drawWeather(random: Random, sqliteShare: number): Weather {
  const sqlite = random.chance(sqliteShare);
  const quiet = random.chance(0.08);
  /** A fault that exists in some worlds only, and there at a strength of its own. */
  const fault = (existence: number, strengthMax: number): number =>
    !quiet && random.chance(existence) ? strengthMax * random.unit() : 0;
  const line = (): LineFaults => ({
    notSent: fault(0.4, 0.3),
    requestLost: fault(0.5, 0.4),
    answerLost: fault(0.6, 0.5),
    duplicated: fault(0.3, 0.3),
    delayMsMax: random.pick([100, 2_000, 9_000]),
    straggles: fault(0.4, 0.35),
  });
  return {
    calmFromMs: random.chance(0.85) ? random.wait(20_000, 120_000) : random.wait(120_000, 900_000),
    payments: random.between(2, 10),
    tills: random.between(1, 3),
    gateways: !sqlite && random.chance(0.3) ? 2 : 1,
    storeEngine: sqlite ? 'sqlite' : 'memory',
    cutsAlone: false,
    wallet: {
      ...line(),
      wrongAmount: fault(0.2, 0.2),
      outages: random.chance(0.25) ? random.between(1, 2) : 0,
    },
    wire: NO_DAMAGE,
    shop: line(),
    payer: {
      pending: fault(0.8, 0.9),
      declined: fault(0.6, 0.5),
      lateSuccess: fault(0.3, 0.4),
      wrongCharge: fault(0.15, 0.3),
      reversalRefused: fault(0.4, 0.6),
      emptyAcknowledgement: fault(0.2, 0.5),
      refundRefused: fault(0.4, 0.5),
      refundSlow: fault(0.5, 0.8),
    },
    process: {
      crashAtPoint: fault(0.5, 0.06),
      crashes: quiet || random.chance(0.4) ? 0 : random.between(1, 4),
      downtimeMsMax: random.pick([2_000, 30_000, 600_000]),
      stalls: quiet || random.chance(0.6) ? 0 : random.between(1, 6),
      clockJumps: quiet || random.chance(0.7) ? 0 : random.between(1, CLOCK_JUMPS_MAX),
      jumpsMs: [HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -24 * HOUR_MS],
      nearMidnight: random.chance(0.2),
      idleStretch: random.pick([1, 3, 3, 6]),
    },
    store: {
      commitMsMax: random.pick([1, 5, 50, 400]),
      refusals: fault(0.3, 0.2),
      crashAtCommit: fault(0.4, 0.05),
      slowReads: random.chance(0.15),
    },
    till: {
      dies: fault(0.4, 0.15),
      repeats: fault(0.5, 0.5),
      altered: fault(0.4, 0.4),
      doubleScan: fault(0.4, 0.6),
      twoTabs: fault(0.3, 0.5),
      codeReuse: fault(0.4, 0.4),
      cancels: fault(0.6, 0.5),
      refunds: random.chance(0.6) ? random.unit() * 0.9 : 0,
      lists: fault(0.3, 0.3),
      cut: 0,
    },
    endpoint: {
      exists: random.chance(0.4),
      refuses: fault(0.4, 0.7),
      hangs: fault(0.3, 0.5),
      losesAcknowledgement: fault(0.4, 0.6),
      slow: fault(0.4, 0.5),
    },
  };
}

/**
 * The weather of a world whose tills run the SDK: in one half of them all faults and cuts of the network, in the other
 * half cuts alone, to see how soon the verdict is there. Customers are few: those at one till wait for each other.
 */
export function withCuts(weather: Weather, random: Random): Weather {
  const { till, store, process, endpoint } = weather;
  const payments = random.between(1, 3);
  if (random.chance(0.5)) {
    return { ...weather, payments, till: { ...till, cut: random.chance(0.5) ? random.unit() : 0 } };
  }
  return {
    ...weather,
    payments,
    cutsAlone: true,
    wallet: { ...CLEAR_LINE, delayMsMax: random.pick([100, 300]), wrongAmount: 0, outages: 0 },
    shop: CLEAR_LINE,
    payer: {
      pending: random.unit(),
      declined: random.unit() / 2,
      lateSuccess: 0,
      wrongCharge: 0,
      reversalRefused: 0,
      emptyAcknowledgement: 0,
      refundRefused: 0,
      refundSlow: 0,
    },
    process: { ...process, crashAtPoint: 0, crashes: 0, stalls: 0, clockJumps: 0 },
    store: { ...store, commitMsMax: Math.min(store.commitMsMax, 50), refusals: 0, crashAtCommit: 0 },
    till: {
      ...{ dies: 0, repeats: 0, altered: 0, doubleScan: 0, twoTabs: 0, codeReuse: 0, cancels: 0 },
      ...{ refunds: 0, lists: 0, cut: 1 },
    },
    endpoint: { ...endpoint, refuses: 0, hangs: 0, losesAcknowledgement: 0, slow: 0 },
  };
}

/**
 * The weather of a world whose wallets are called over their protocols: answers are damaged as well. Clocks stay within
 * the five minutes that wallets accept; beyond that they refuse every call, which is a matter of the set-up.
 */
export function withWires(weather: Weather, random: Random): Weather {
  const quiet = random.chance(0.1);
  const damage = (): number => (!quiet && random.chance(0.25) ? 0.3 * random.unit() : 0);
  return {
    ...weather,
    wire: {
      cut: damage(),
      truncated: damage(),
      page: damage(),
      swapped: damage(),
      forged: damage(),
      unsigned: damage(),
      'wrong-signature': damage(),
      'other-order': damage(),
      'unknown-code': damage(),
    },
    process: { ...weather.process, jumpsMs: [45_000, -45_000, 90_000, -90_000] },
  };
}

const CLOCK_JUMPS_MAX = 3;

const NO_DAMAGE: Weather['wire'] = {
  cut: 0,
  truncated: 0,
  page: 0,
  swapped: 0,
  forged: 0,
  unsigned: 0,
  'wrong-signature': 0,
  'other-order': 0,
  'unknown-code': 0,
};

/** A line on which nothing goes wrong any more. */
export const CLEAR_LINE: LineFaults = {
  notSent: 0,
  requestLost: 0,
  answerLost: 0,
  duplicated: 0,
  delayMsMax: 100,
  straggles: 0,
};
