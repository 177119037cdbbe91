import { computed, effect, signal } from '@preact/signals';
import type { PaymentJson, PhoneJson, RefundJson } from '../../src/http/phone-json.ts';
import { hasNetwork } from './network.ts';
import { get } from './sandbox-call.ts';

/** How often the clock of the page is looked at. */
const TICK_MS = 250;
/** How often the sandbox is asked while the stream is down. */
const POLL_MS = 1_000;

/** What the phone shows; undefined until the first news. */
export const phone = signal<PhoneJson | undefined>(undefined);
/** Whether the sandbox is heard. */
export const online = signal(true);
/** The account in the address does not exist. */
export const unknownAccount = signal(false);
/** The payment whose end is shown over everything else. */
export const endedId = signal<string | undefined>(undefined);
/** Money that came back, until it is read. */
export const returned = signal<Returned | undefined>(undefined);

/** Money that came back. */
export interface Returned {
  readonly kind: 'refund' | 'reversal';
  readonly amountMinor: number;
  readonly currency: string;
}

const monotonicMs = signal(performance.now());
setInterval(() => {
  monotonicMs.value = performance.now();
}, TICK_MS);

const clock = signal({ sandboxMs: 0, atMs: 0 });

/** The time of the sandbox, whose clock a developer may move; milliseconds since 1970-01-01 UTC. */
export const nowMs = computed(() => {
  const { sandboxMs, atMs } = clock.value;
  return sandboxMs + Math.max(0, monotonicMs.value - atMs);
});

/** Sets the clock of the page to that of the sandbox, an instant in ISO 8601. */
export function setClock(now: string): void {
  clock.value = { sandboxMs: Date.parse(now), atMs: performance.now() };
  monotonicMs.value = performance.now();
}

function isOpen({ state }: PaymentJson): boolean {
  return state === 'waiting' || state === 'processing';
}

function returnedRefund(before: PaymentJson | undefined, now: PaymentJson): RefundJson | undefined {
  const known = new Set(
    before?.refunds.filter(({ state }) => state === 'returned').map((each) => each.channel_refund_id),
  );
  return now.refunds.find((each) => each.state === 'returned' && !known.has(each.channel_refund_id));
}

/** What is new to the owner of the phone: payments that have ended, money that came back. */
function notice(before: PhoneJson, now: PhoneJson): void {
  const known = new Map(before.history.map((payment) => [payment.channel_order_id, payment]));
  // The newest is told last, and stays.
  for (const payment of now.history.toReversed()) {
    const earlier = known.get(payment.channel_order_id);
    if (!isOpen(payment) && (earlier === undefined || isOpen(earlier)))
      endedId.value = payment.channel_order_id;
    const refund = returnedRefund(earlier, payment);
    if (refund !== undefined) {
      returned.value = { kind: 'refund', amountMinor: refund.amount_minor, currency: refund.currency };
    }
    if (payment.state === 'reversed' && earlier?.state === 'paid') {
      returned.value = { kind: 'reversal', amountMinor: payment.amount_minor, currency: payment.currency };
    }
  }
}

function take(news: PhoneJson): void {
  const before = phone.value;
  setClock(news.now);
  if (before?.account.account === news.account.account) notice(before, news);
  online.value = true;
  phone.value = news;
}

/**
 * Follows an account: by the stream of the sandbox, and by asking while that is down. Without a network it does neither.
 *
 * @returns a function that ends it.
 */
export function followAccount(account: string): () => void {
  const path = `/sandbox/accounts/${encodeURIComponent(account)}/phone`;
  let stream: EventSource | undefined;
  let ended = false;

  const listen = (): void => {
    stream?.close();
    stream = new EventSource(`${path}/events`);
    stream.onmessage = ({ data }) => take(JSON.parse(String(data)) as PhoneJson);
  };
  const ask = async (): Promise<void> => {
    if (stream?.readyState === EventSource.OPEN || !hasNetwork.value) return;
    const answer = await get<PhoneJson>(path);
    if (ended || !hasNetwork.value) return;
    if (answer.ok) take(answer.value);
    else if (answer.status === 404) unknownAccount.value = true;
    else online.value = false;
    if (stream?.readyState === EventSource.CLOSED && !unknownAccount.value) listen();
  };

  phone.value = undefined;
  unknownAccount.value = false;
  endedId.value = undefined;
  returned.value = undefined;
  const stopListening = effect(() => {
    if (hasNetwork.value) listen();
    else stream?.close();
  });
  const polling = setInterval(() => void ask(), POLL_MS);
  return () => {
    ended = true;
    clearInterval(polling);
    stopListening();
    stream?.close();
  };
}

/** Looks at once how things stand, without waiting for the stream. */
export async function lookAgain(): Promise<void> {
  const account = phone.value?.account.account;
  if (account === undefined) return;
  const answer = await get<PhoneJson>(`/sandbox/accounts/${encodeURIComponent(account)}/phone`);
  if (answer.ok && phone.value?.account.account === account) take(answer.value);
}
