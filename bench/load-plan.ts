import type { SaleWallet } from './sale.ts';

/** Who signs the requests, and for which stores. */
export interface Signer {
  readonly appCode: string;
  readonly clientKey: string;
  /** `mchid` values; terminals are spread over them. */
  readonly storeIds: readonly string[];
}

/**
 * How order numbers look. `increasing` is what tills send: a terminal's own prefix and a number that grows by one.
 * `random` scatters them over the whole index of order numbers, which is the worst a client can do to it.
 */
export type OrderNumbers = 'increasing' | 'random';

/** Which requests a server gets. */
export type RequestPlan =
  | {
      readonly call: 'payment';
      readonly signer: Signer;
      readonly orderNumbers: OrderNumbers;
      /** Running number of the first sale; each request is the next one. */
      readonly first: number;
      readonly wallet: SaleWallet;
    }
  | {
      readonly call: 'query';
      readonly signer: Signer;
      /** What is asked for, one transaction in each request, from the beginning again after the last. */
      readonly transactions: readonly { readonly storeId: string; readonly syssn: string }[];
    };

/** One server under load. */
export interface LanePlan {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Process that serves, for its CPU time. */
  readonly processId: number;
  readonly requests: RequestPlan;
  /** Text that stands in every right answer; empty when the server only echoes. */
  readonly marker: string;
  /** Whether requests may be sent again, because to this server they are all the same. */
  readonly repeating: boolean;
}

/**
 * Servers that are compared. After a warm-up of each, they take turns: in every cycle each is loaded for one slice while
 * the others rest, so that a machine that changes its speed from one second to the next changes it for all of them.
 */
export interface LoadPlan {
  readonly connections: number;
  readonly warmUpMs: number;
  readonly sliceMs: number;
  readonly cycles: number;
  readonly lanes: readonly LanePlan[];
}

/** One server during one slice. CPU time in cores: 1 is one core busy all the time. */
export interface Slice {
  readonly answersPerSecond: number;
  readonly generatorCpu: number;
  /** `undefined` where the system does not tell. */
  readonly serverCpu: number | undefined;
  /** Everything else on the machine. */
  readonly othersCpu: number | undefined;
}

/** What the load of one server brought. Slices and latencies cover the measured part only, counts everything. */
export interface LaneResult {
  /** One for each cycle. */
  readonly slices: readonly Slice[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Running number of the next sale; the ones below may be used up. */
  readonly next: number;
  /** Complete answers, each to a request of its own. */
  readonly answered: number;
  /** Requests that got no whole answer, because the connection broke or nothing came. */
  readonly lost: number;
  /** Answers without HTTP 200 or without the marker. */
  readonly wrong: number;
  readonly signaturesVerified: number;
  readonly signaturesWrong: number;
  /** The first thing that was wrong, to see why. */
  readonly wrongExample: string | undefined;
}

/** What the generator tells: a result for every lane, or why there is none. */
export type GeneratorMessage = { readonly lanes: readonly LaneResult[] } | { readonly failure: string };
