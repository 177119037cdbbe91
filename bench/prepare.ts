import { connect } from 'node:net';
import { join } from 'node:path';
import { frameOf } from './answer-frame.ts';
import { type EchoShape, shapeOf } from './echo-shape.ts';
import { GatewayProcess } from './gateway-process.ts';
import type { OrderNumbers, RequestPlan } from './load-plan.ts';
import { prefill } from './prefill.ts';
import { RequestMaker } from './request-maker.ts';
import type { SaleOutcome, SaleWallet } from './sale.ts';
import type { PaymentDirectory } from './subject.ts';

/** A yardstick: the requests it gets and the answer it gives. */
export interface Yardstick {
  readonly requests: RequestPlan;
  readonly shape: EchoShape;
}

/** Sends a payment and an enquiry to a gateway and makes the yardsticks of their answers. */
export async function makeYardsticks(
  directory: string,
  wallet: SaleWallet = 'alipay',
): Promise<{ readonly payment: Yardstick; readonly query: Yardstick }> {
  const gateway = await GatewayProcess.start(join(directory, 'yardstick'));
  const { port, signer } = gateway;
  const payments: RequestPlan = { call: 'payment', signer, orderNumbers: 'increasing', first: 0, wallet };
  const paid = await exchange(port, payments);
  const [, syssn] = /"syssn": "(\d+)"/.exec(paid) ?? [];
  if (syssn === undefined) throw new Error(`the gateway did not take a payment: ${paid}`);
  const transactions = [{ storeId: signer.storeIds[0] ?? '', syssn }];
  const enquiries: RequestPlan = { call: 'query', signer, transactions };
  const found = await exchange(port, enquiries);
  await gateway.stop();
  return {
    payment: { requests: payments, shape: shapeOf(paid) },
    query: { requests: enquiries, shape: shapeOf(found) },
  };
}

/** Makes a data directory with payments of the 30 days before now, or with open ones of this moment. */
export async function makeFilledDirectory(
  directory: string,
  orderNumbers: OrderNumbers,
  count: number,
  outcome: SaleOutcome = 'paid',
): Promise<PaymentDirectory> {
  const path = join(directory, `${outcome}-${orderNumbers}`);
  // The gateway itself makes the database, its key and its merchants.
  await (await GatewayProcess.start(path)).stop();
  await prefill({ dataDirectory: path, count, orderNumbers, outcome, nowMs: Date.now() });
  return { path, orderNumbers, nextNumber: count };
}

/** Sends the first request of a plan over a connection of its own and returns the answer, one character per byte. */
function exchange(port: number, plan: RequestPlan): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host: '127.0.0.1', port });
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => {
      text += part;
      const frame = frameOf(text);
      if (frame !== undefined && text.length >= frame.end) socket.end();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    socket.write(new RequestMaker(plan, Date.now()).make());
  });
}
