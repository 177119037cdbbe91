import { checkBooks } from './books.ts';
import { EchoProcess } from './echo-process.ts';
import type { EchoShape } from './echo-shape.ts';
import { GatewayProcess, type StartUpTime } from './gateway-process.ts';
import { generateLoad } from './generate-load.ts';
import type { LoadPlan, LoadResult, OrderNumbers, RequestPlan, Signer } from './load-plan.ts';

/** What all loads have in common. */
export type LoadShape = Pick<LoadPlan, 'connections' | 'warmUpMs' | 'measureMs'>;

/** What a load brought, what it cost its server, and everything that was not as it must be. */
export interface StepResult {
  readonly load: LoadResult;
  readonly peakMemoryBytes: number | undefined;
  readonly startUp: StartUpTime | undefined;
  readonly problems: readonly string[];
}

/** A data directory that payments go into. */
export interface PaymentDirectory {
  readonly path: string;
  readonly orderNumbers: OrderNumbers;
  /** Running number of the next sale; the ones below may be used up. */
  nextNumber: number;
}

/** Transactions to ask for. */
export type Transactions = Extract<RequestPlan, { call: 'query' }>['transactions'];

/** Stands in every answer to a payment that was paid at once. */
const PAID_MARKER = '"respcd": "0000"';
/** Stands in every answer to an enquiry that found its transaction. */
const FOUND_MARKER = '"data": [{"syssn": "';

/** Loads the yardstick. */
export async function loadEcho(
  shape: LoadShape,
  echo: EchoShape,
  requests: RequestPlan,
): Promise<StepResult> {
  const server = await EchoProcess.start(echo);
  try {
    const { port, processId: serverProcessId } = server;
    const load = await generateLoad({
      ...shape,
      port,
      serverProcessId,
      requests,
      marker: '',
      repeating: true,
    });
    return { load, peakMemoryBytes: undefined, startUp: undefined, problems: troubleIn(load) };
  } finally {
    server.stop();
  }
}

/** Loads a fresh gateway process with payments, stops it, and compares both books with what was answered. */
export async function loadPayments(
  shape: LoadShape,
  directory: PaymentDirectory,
  count: number,
): Promise<StepResult & { readonly paid: Transactions }> {
  const { path, orderNumbers, nextNumber: first } = directory;
  directory.nextNumber += count;
  const fromMs = Date.now();
  const step = await loadGateway(shape, path, PAID_MARKER, false, (signer) => ({
    call: 'payment',
    signer,
    orderNumbers,
    first,
    count,
  }));
  const books = await checkBooks(path, fromMs, step.load.answered - step.load.wrong);
  const problems = [...step.problems, ...books.problems];
  return { ...step, paid: books.paid.map(({ storeId, syssn }) => ({ storeId, syssn })), problems };
}

/** Loads a fresh gateway process with enquiries by `syssn`, one transaction each. */
export async function loadEnquiries(
  shape: LoadShape,
  path: string,
  transactions: Transactions,
): Promise<StepResult> {
  return loadGateway(shape, path, FOUND_MARKER, true, (signer) => ({ call: 'query', signer, transactions }));
}

async function loadGateway(
  shape: LoadShape,
  path: string,
  marker: string,
  repeating: boolean,
  requestsOf: (signer: Signer) => RequestPlan,
): Promise<StepResult> {
  const gateway = await GatewayProcess.start(path);
  const { port, processId: serverProcessId, signer, startUp } = gateway;
  const requests = requestsOf(signer);
  const load = await generateLoad({ ...shape, port, serverProcessId, requests, marker, repeating });
  const peakMemoryBytes = gateway.peakMemoryBytes();
  await gateway.stop();
  const problems = troubleIn(load);
  if (load.signaturesVerified === 0) problems.push('no answer carried a signature that could be verified');
  return { load, peakMemoryBytes, startUp, problems };
}

function troubleIn({ lost, wrong, signaturesWrong, wrongExample = '' }: LoadResult): string[] {
  const problems: string[] = [];
  if (lost > 0) problems.push(`${lost} requests without an answer: ${wrongExample}`);
  if (wrong > 0) problems.push(`${wrong} wrong answers, the first one: ${wrongExample}`);
  if (signaturesWrong > 0)
    problems.push(`${signaturesWrong} answers with a wrong signature: ${wrongExample}`);
  return problems;
}
