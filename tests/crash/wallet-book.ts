import { WALLET_IDS } from '../../packages/sandbox/src/index.ts';

/** An order in the book of a simulated wallet. */
export interface BookOrder {
  readonly sequence: number;
  readonly channelOrderId: string;
  readonly state: string;
  readonly respcd: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly timesCharged: number;
}

const PAGE = 1_000;

/** Reads the books of all wallets, whatever the gateway thinks of them: every order above a sequence. */
export async function readBooks(gatewayUrl: string, aboveSequence: number): Promise<readonly BookOrder[]> {
  const books = await Promise.all(
    WALLET_IDS.map(async (wallet) => {
      const orders: BookOrder[] = [];
      for (let before: number | undefined; ; ) {
        const query = before === undefined ? '' : `&before=${before}`;
        const page = await readPage(`${gatewayUrl}/sandbox/wallets/${wallet}/book?limit=${PAGE}${query}`);
        orders.push(...page.filter(({ sequence }) => sequence > aboveSequence));
        const last = page.at(-1);
        if (page.length < PAGE || last === undefined || last.sequence <= aboveSequence) return orders;
        before = last.sequence;
      }
    }),
  );
  return books.flat();
}

async function readPage(url: string): Promise<readonly BookOrder[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers HTTP ${response.status}`);
  const { payments } = (await response.json()) as { readonly payments: readonly Record<string, unknown>[] };
  return payments.map((order) => ({
    sequence: Number(order['sequence']),
    channelOrderId: String(order['channel_order_id']),
    state: String(order['state']),
    respcd: typeof order['respcd'] === 'string' ? order['respcd'] : '',
    amountMinor: Number(order['amount_minor']),
    currency: String(order['currency']),
    timesCharged: Number(order['times_charged']),
  }));
}
