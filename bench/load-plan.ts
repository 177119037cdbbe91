/** Who signs the requests, and for which stores. */
export interface Signer {
  readonly appCode: string;
  readonly clientKey: string;
  /** `mchid` values; requests take turns. */
  readonly storeIds: readonly string[];
}

/**
 * How order numbers look. `increasing` is what tills send: a terminal's own prefix and a number that grows by one.
 * `random` scatters them over the whole index of order numbers, which is the worst a client can do to it.
 */
export type OrderNumbers = 'increasing' | 'random';

/** The requests of one load, all made and signed before the clock starts. */
export type RequestPlan =
  | {
      readonly call: 'payment';
      readonly signer: Signer;
      readonly orderNumbers: OrderNumbers;
      /** Running number of the first request; order numbers and payment codes follow from it. */
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly call: 'query';
      readonly signer: Signer;
      /** What is asked for, one transaction in each request. */
      readonly transactions: readonly { readonly storeId: string; readonly syssn: string }[];
    };

/** One load on one server, as the generator gets it. */
export interface LoadPlan {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Process that serves, for its CPU time. */
  readonly serverProcessId: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly requests: RequestPlan;
  /** Text that stands in every right answer; empty when the server only echoes. */
  readonly marker: string;
  /** Whether requests may be sent again when all were sent: true where a repeat costs the same as a new one. */
  readonly repeating: boolean;
}

/** CPU time spent during the measured part, in cores: 1 is one core busy all the time. */
export interface CpuShare {
  readonly generator: number;
  /** `undefined` where the system does not tell. */
  readonly server: number | undefined;
  /** Everything else on the machine. */
  readonly others: number | undefined;
}

/** What a load brought. Rates and latencies cover the measured part only, counts the whole load. */
export interface LoadResult {
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Complete answers, each to a request of its own. */
  readonly answered: number;
  /** Requests that got no whole answer, because the connection broke or nothing came. */
  readonly lost: number;
  /** Answers without HTTP 200 or without the marker. */
  readonly wrong: number;
  /** The first wrong answer, to see why. */
  readonly wrongExample: string | undefined;
  readonly signaturesVerified: number;
  readonly signaturesWrong: number;
  /** All requests were used up before the measured part was over; the rate is over the part that was measured. */
  readonly usedUp: boolean;
  readonly cpu: CpuShare;
}

/** What the generator tells: its result, or why there is none. */
export type GeneratorMessage = { readonly result: LoadResult } | { readonly failure: string };
