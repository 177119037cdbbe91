const ORDERS_MAX = 10_000;

/**
 * Orders UnionPay itself has spoken of. A restart forgets them, and the next enquiry brings one back; of very many the
 * oldest are forgotten.
 */
export class KnownOrders {
  readonly #numbers = new Set<string>();

  has(channelOrderId: string): boolean {
    return this.#numbers.has(channelOrderId);
  }

  add(channelOrderId: string): void {
    this.#numbers.delete(channelOrderId);
    this.#numbers.add(channelOrderId);
    const [oldest] = this.#numbers;
    if (this.#numbers.size > ORDERS_MAX && oldest !== undefined) this.#numbers.delete(oldest);
  }
}
