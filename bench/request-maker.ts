import { formatWireTime, signRequest, writeForm } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { RequestPlan, Signer } from './load-plan.ts';
import { saleParameters } from './sale.ts';

/** Complete HTTP requests, one behind the other in one piece of memory. */
export class RequestStock {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  readonly #ends: number[] = [];

  get count(): number {
    return this.#ends.length;
  }

  add(request: string): void {
    const start = this.#ends.at(-1) ?? 0;
    const end = start + request.length;
    if (end > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    this.#bytes.write(request, start, 'latin1');
    this.#ends.push(end);
  }

  at(index: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[index - 1] ?? 0, this.#ends[index]);
  }
}

/** Makes and signs all requests of a plan. */
export function makeRequests(plan: RequestPlan, nowMs: number): RequestStock {
  const stock = new RequestStock();
  const { signer } = plan;
  if (plan.call === 'query') {
    for (const { storeId, syssn } of plan.transactions) {
      stock.add(
        signedRequest(
          '/trade/v1/query',
          [
            ['mchid', storeId],
            ['syssn', syssn],
          ],
          signer,
        ),
      );
    }
    return stock;
  }
  const callerTime = formatWireTime(nowMs);
  for (let number = plan.first; number < plan.first + plan.count; number += 1) {
    const parameters = saleParameters(number, plan.orderNumbers, signer.storeIds, callerTime);
    stock.add(signedRequest('/trade/v1/payment', parameters, signer));
  }
  return stock;
}

function signedRequest(
  path: string,
  parameters: readonly (readonly [name: string, value: string])[],
  { appCode, clientKey }: Signer,
): string {
  const body = writeForm(parameters);
  return [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/x-www-form-urlencoded',
    `X-QF-APPCODE: ${appCode}`,
    `X-QF-SIGN: ${signRequest(parameters, clientKey, 'MD5', nodeDigest)}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
