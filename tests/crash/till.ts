import { signBody, signRequest, writeForm } from '../../packages/protocol/src/index.ts';
import { nodeDigest } from '../../packages/protocol/src/node-digest.ts';
import type { Behaviour } from '../../packages/sandbox/src/index.ts';
import type { GatewayReady } from './crash-plan.ts';

/** A sale as a till keeps it in its journal, written before the first byte is sent. */
export interface Sale {
  readonly orderNumber: string;
  readonly behaviour: Behaviour;
  readonly amountMinor: number;
  /** Exactly what is sent, also when it is sent again. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Complete answers, in the order heard. */
  readonly answers: PaymentAnswer[];
}

/** An answer to a payment that arrived whole, with its signature. */
export interface PaymentAnswer {
  readonly respcd: string;
  readonly syssn: string;
}

/** A row of an enquiry. */
export interface EnquiryRow extends PaymentAnswer {
  readonly kind: 'payment' | 'refund';
  readonly orderNumber: string;
  /** Number of the payment a refund belongs to; empty for payments. */
  readonly originalSyssn: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** No whole, signed answer came: nobody knows what has happened. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Most numbers of one enquiry. */
const NUMBERS_MAX = 100;

/** A till of the sandbox's direct merchant at one running gateway. */
export class Till {
  readonly #gateway: GatewayReady;

  constructor(gateway: GatewayReady) {
    this.#gateway = gateway;
  }

  /**
   * Sends a sale, the first time or again, and notes a whole answer in its journal.
   *
   * @param patienceMs after which the till hangs up; it waits for ever without it.
   * @throws NoAnswer when the connection breaks or the till hangs up.
   */
  async send(sale: Sale, patienceMs?: number): Promise<PaymentAnswer> {
    const answer = await this.post('/trade/v1/payment', sale.parameters, patienceMs);
    sale.answers.push(answer);
    return answer;
  }

  /**
   * Makes any other call that answers with a result and a number.
   *
   * @throws NoAnswer when the connection breaks or the till hangs up.
   */
  async post(
    path: string,
    parameters: Iterable<readonly [string, string]>,
    patienceMs?: number,
  ): Promise<PaymentAnswer> {
    const body = await this.#call(path, parameters, patienceMs);
    return { respcd: text(body['respcd']), syssn: text(body['syssn']) };
  }

  /** Asks for payments by order number, which makes the gateway ask the wallets about the open ones. */
  async enquire(orderNumbers: readonly string[]): Promise<readonly EnquiryRow[]> {
    return this.#rows('out_trade_no', orderNumbers);
  }

  /** As {@link enquire}, by transaction number. */
  async enquireSyssns(syssns: readonly string[]): Promise<readonly EnquiryRow[]> {
    return this.#rows('syssn', syssns);
  }

  async #rows(name: string, numbers: readonly string[]): Promise<readonly EnquiryRow[]> {
    const rows: EnquiryRow[] = [];
    for (let from = 0; from < numbers.length; from += NUMBERS_MAX) {
      const body = await this.#call('/trade/v1/query', [
        ['page_size', String(NUMBERS_MAX)],
        [name, numbers.slice(from, from + NUMBERS_MAX).join(',')],
      ]);
      if (body['respcd'] !== '0000') throw new Error(`enquiry refused: ${JSON.stringify(body)}`);
      rows.push(...(body['data'] as Readonly<Record<string, unknown>>[]).map(rowOf));
    }
    return rows;
  }

  async #call(
    path: string,
    parameters: Iterable<readonly [string, string]>,
    patienceMs?: number,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { url, appCode, clientKey } = this.#gateway;
    const signed = [...parameters];
    let status: number;
    let signature: string | null;
    let body: string;
    try {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'X-QF-APPCODE': appCode,
          'X-QF-SIGN': signRequest(signed, clientKey, 'SHA256', nodeDigest),
          'X-QF-SIGNTYPE': 'SHA256',
        },
        body: writeForm(signed),
        ...(patienceMs === undefined ? {} : { signal: AbortSignal.timeout(patienceMs) }),
      });
      ({ status } = response);
      signature = response.headers.get('x-qf-sign');
      body = await response.text();
    } catch (error) {
      throw new NoAnswer('the connection broke', { cause: error });
    }
    // A gateway that is stopping takes nothing in any more.
    if (status === 503) throw new NoAnswer('the gateway is stopping');
    if (status !== 200) throw new Error(`HTTP ${status}: ${body}`);
    if (signature?.toUpperCase() !== signBody(body, clientKey, 'SHA256', nodeDigest).toUpperCase()) {
      throw new Error(`an answer with a wrong signature: ${body}`);
    }
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  }
}

function rowOf(row: Readonly<Record<string, unknown>>): EnquiryRow {
  return {
    kind: row['order_type'] === 'refund' ? 'refund' : 'payment',
    orderNumber: text(row['out_trade_no']),
    originalSyssn: text(row['origssn']),
    syssn: text(row['syssn']),
    respcd: text(row['respcd']),
    amountMinor: Number(row['txamt']),
    currency: text(row['txcurrcd']),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
