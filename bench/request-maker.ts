import { formatWireTime, signRequest, writeForm } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { RequestPlan, Signer } from './load-plan.ts';
import { saleParameters } from './sale.ts';

/** Makes the requests of a plan, complete and signed, in the plan's order. */
export class RequestMaker {
  readonly #plan: RequestPlan;
  readonly #callerTime: string;
  #next: number;

  /** @param nowMs time at the caller, for `txdtm`. */
  constructor(plan: RequestPlan, nowMs: number) {
    this.#plan = plan;
    this.#callerTime = formatWireTime(nowMs);
    this.#next = plan.call === 'payment' ? plan.first : 0;
  }

  /** Running number of the next request. */
  get next(): number {
    return this.#next;
  }

  make(): Buffer {
    const plan = this.#plan;
    const number = this.#next;
    this.#next += 1;
    if (plan.call === 'payment') {
      const { orderNumbers, signer, wallet } = plan;
      const parameters = saleParameters(
        number,
        orderNumbers,
        signer.storeIds,
        this.#callerTime,
        'paid',
        wallet,
      );
      return signedRequest('/trade/v1/payment', parameters, signer);
    }
    const transaction = plan.transactions[number % plan.transactions.length];
    if (transaction === undefined) throw new Error('there is no transaction to ask for');
    const { storeId, syssn } = transaction;
    return signedRequest(
      '/trade/v1/query',
      [
        ['mchid', storeId],
        ['syssn', syssn],
      ],
      plan.signer,
    );
  }
}

function signedRequest(
  path: string,
  parameters: readonly (readonly [name: string, value: string])[],
  { appCode, clientKey }: Signer,
): Buffer {
  const body = writeForm(parameters);
  const text = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/x-www-form-urlencoded',
    `X-QF-APPCODE: ${appCode}`,
    `X-QF-SIGN: ${signRequest(parameters, clientKey, 'MD5', nodeDigest)}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
  return Buffer.from(text, 'latin1');
}
