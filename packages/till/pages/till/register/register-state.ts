import { computed, signal } from '@preact/signals';
import type { RegisterSnapshot } from '../../../src/page-api/index.ts';
import { API_BASE } from '../../../src/page-api/index.ts';
import { type Answer, get } from '../api/till-call.ts';
import { rememberSales } from '../memory/history-copy.ts';
import { begin, leave } from '../session/session.ts';

/** A server that says nothing for this long is taken for gone; it says something every ten seconds. */
const SILENCE_MS = 25_000;
const ASK_EVERY_MS = 1_500;
const TICK_MS = 250;

/** What the register shows, as the server said it last; undefined until it is heard for the first time. */
export const snapshot = signal<RegisterSnapshot | undefined>(undefined);
/** Whether the till's server is heard. */
export const online = signal(true);
/** When the snapshot came, on the page's own clock. */
const takenAtMs = signal(0);
const monotonicMs = signal(performance.now());
setInterval(() => {
  monotonicMs.value = performance.now();
}, TICK_MS);

/** Milliseconds since the snapshot was made. */
export const sinceSnapshotMs = computed(() => Math.max(0, monotonicMs.value - takenAtMs.value));

/** Why nothing can be charged; undefined when it can. */
export const barrier = computed(() => {
  if (!online.value) return 'till_unreachable';
  const line = snapshot.value?.gateway;
  if (line === 'unreachable') return 'gateway_unreachable';
  return line === 'refuses_credentials' ? 'gateway_refuses' : undefined;
});

let heardAtMs = performance.now();

function isOlder(news: RegisterSnapshot): boolean {
  const known = snapshot.value;
  return known !== undefined && known.till === news.till && news.revision < known.revision;
}

/** Takes a snapshot of the server, unless a newer one is here. */
export function take(news: RegisterSnapshot): void {
  heardAtMs = performance.now();
  online.value = true;
  if (isOlder(news)) return;
  takenAtMs.value = performance.now();
  monotonicMs.value = takenAtMs.value;
  snapshot.value = news;
  void rememberSales(news.latest);
}

/** Takes the snapshot a call was answered with. */
export function takeAnswer(answer: Answer<RegisterSnapshot>): void {
  if (answer.ok) take(answer.value);
}

/** Asks the server at once how the register stands. */
export async function lookAgain(): Promise<boolean> {
  const answer = await get<RegisterSnapshot>('/register');
  takeAnswer(answer);
  if (!answer.ok && answer.error.code === 'no_answer') online.value = false;
  return answer.ok;
}

/**
 * Follows the register: by the server's stream, and by asking while that is down.
 *
 * @returns a function that ends it.
 */
export function followRegister(): () => void {
  let stream: EventSource | undefined;
  let ended = false;
  let asking = false;

  const listen = (): void => {
    stream?.close();
    stream = new EventSource(`${API_BASE}/events`);
    stream.addEventListener('register', ({ data }) => take(JSON.parse(String(data)) as RegisterSnapshot));
    stream.addEventListener('beat', () => {
      heardAtMs = performance.now();
      online.value = true;
    });
    stream.addEventListener('logged_out', () => leave());
    stream.onerror = () => void ask();
  };
  const ask = async (): Promise<void> => {
    if (asking || ended) return;
    asking = true;
    const answered = await lookAgain();
    asking = false;
    if (ended || !answered || stream?.readyState === EventSource.OPEN) return;
    await begin();
    if (!ended && stream?.readyState !== EventSource.OPEN) listen();
  };
  const watch = (): void => {
    const isSilent = performance.now() - heardAtMs > SILENCE_MS;
    if (isSilent || !online.value || stream?.readyState !== EventSource.OPEN) void ask();
  };
  const askNow = (): void => void ask();

  listen();
  const polling = setInterval(watch, ASK_EVERY_MS);
  // The browser knows first when a cable is pulled; only the server's answer counts, though.
  addEventListener('offline', askNow);
  addEventListener('online', askNow);
  document.addEventListener('visibilitychange', askNow);
  return () => {
    ended = true;
    clearInterval(polling);
    removeEventListener('offline', askNow);
    removeEventListener('online', askNow);
    document.removeEventListener('visibilitychange', askNow);
    stream?.close();
    snapshot.value = undefined;
  };
}
