import { checkBooks } from './books.ts';
import { EchoProcess } from './echo-process.ts';
import type { EchoShape } from './echo-shape.ts';
import { GatewayProcess, type StartUpTime } from './gateway-process.ts';
import type { LanePlan, LaneResult, OrderNumbers, RequestPlan } from './load-plan.ts';

/** What a load brought, what it cost its server, and everything that was not as it must be. */
export interface SubjectResult {
  readonly lane: LaneResult;
  readonly peakMemoryBytes: number | undefined;
  readonly startUp: StartUpTime | undefined;
  readonly problems: readonly string[];
}

/** A server that runs and waits for its load. */
interface RunningSubject {
  readonly lane: LanePlan;
  /** Stops the server and checks what the load has left behind. */
  end(result: LaneResult): Promise<SubjectResult>;
}

/** Something that is measured: starts its server, fresh for every load. */
export type Subject = () => Promise<RunningSubject>;

/** Transactions to ask for. */
export type Transactions = Extract<RequestPlan, { call: 'query' }>['transactions'];

/** A data directory that payments go into. */
export interface PaymentDirectory {
  readonly path: string;
  readonly orderNumbers: OrderNumbers;
  /** Running number of the next sale; the ones below may be used up. */
  nextNumber: number;
}

/** Stands in every answer to a payment that was paid at once. */
const PAID_MARKER = '"respcd": "0000"';
/** Stands in every answer to an enquiry that found its transaction. */
const FOUND_MARKER = '"data": [{"syssn": "';

/** The yardstick. */
export function echoes(shape: EchoShape, requests: RequestPlan): Subject {
  return async () => {
    const server = await EchoProcess.start(shape);
    const { port, processId } = server;
    return {
      lane: { port, processId, requests, marker: '', repeating: true },
      async end(lane) {
        server.stop();
        return { lane, peakMemoryBytes: undefined, startUp: undefined, problems: troubleIn(lane) };
      },
    };
  };
}

/**
 * Payments into a data directory; when they are over, both books are compared with what was answered.
 *
 * @param tellPaid gets the payments, the newest first.
 */
export function payments(
  directory: PaymentDirectory,
  tellPaid: (paid: Transactions) => void = () => undefined,
): Subject {
  const { path, orderNumbers, nextNumber: first } = directory;
  return async () => {
    const gateway = await GatewayProcess.start(path);
    const fromMs = Date.now();
    const { port, processId, signer, startUp } = gateway;
    return {
      lane: {
        port,
        processId,
        requests: { call: 'payment', signer, orderNumbers, first, wallet: 'alipay' },
        marker: PAID_MARKER,
        repeating: false,
      },
      async end(lane) {
        directory.nextNumber = lane.next;
        const peakMemoryBytes = gateway.peakMemoryBytes();
        await gateway.stop();
        const books = await checkBooks(path, fromMs, lane.answered - lane.wrong, 'alipay');
        tellPaid(books.paid.map(({ storeId, syssn }) => ({ storeId, syssn })));
        const problems = [...troubleIn(lane), ...unsignedIn(lane), ...books.problems];
        return { lane, peakMemoryBytes, startUp, problems };
      },
    };
  };
}

/** Enquiries by `syssn`, one transaction each. */
export function enquiries(path: string, transactions: Transactions): Subject {
  return async () => {
    const gateway = await GatewayProcess.start(path);
    const { port, processId, signer, startUp } = gateway;
    return {
      lane: {
        port,
        processId,
        requests: { call: 'query', signer, transactions },
        marker: FOUND_MARKER,
        repeating: false,
      },
      async end(lane) {
        const peakMemoryBytes = gateway.peakMemoryBytes();
        await gateway.stop();
        return { lane, peakMemoryBytes, startUp, problems: [...troubleIn(lane), ...unsignedIn(lane)] };
      },
    };
  };
}

/** What a load brought that was not as it must be. */
export function troubleIn({
  lost,
  wrong,
  signaturesWrong,
  wrongExample = '',
}: LaneResult): readonly string[] {
  const problems: string[] = [];
  if (lost > 0) problems.push(`${lost} requests without an answer: ${wrongExample}`);
  if (wrong > 0) problems.push(`${wrong} wrong answers, the first one: ${wrongExample}`);
  if (signaturesWrong > 0)
    problems.push(`${signaturesWrong} answers with a wrong signature: ${wrongExample}`);
  return problems;
}

/** A load whose answers nobody could verify proves little. */
export function unsignedIn({ signaturesVerified }: LaneResult): readonly string[] {
  return signaturesVerified > 0 ? [] : ['no answer carried a signature that could be verified'];
}
