import { signal } from '@preact/signals';
import type { SessionFacts, StartFacts } from '../../../src/page-api/index.ts';
import { type Answer, get, onSessionChange, post, useToken } from '../api/till-call.ts';
import { copyOf, forgetCopies, keepCopy } from '../memory/page-store.ts';

/** What the server said at the start; a copy of it while it cannot be reached. */
export const start = signal<StartFacts | undefined>(undefined);
/** Who is logged in. */
export const session = signal<SessionFacts | undefined>(undefined);
/** Whether the till was opened without its server: it shows what it remembers, and sells nothing. */
export const openedOffline = signal(false);

function take(facts: StartFacts): void {
  start.value = facts;
  session.value = facts.session;
  useToken(facts.session?.csrfToken);
}

/** Asks the server how the till stands; without an answer goes on with what was remembered. */
export async function begin(): Promise<boolean> {
  const answer = await get<StartFacts>('/start');
  if (answer.ok) {
    openedOffline.value = false;
    take(answer.value);
    // Nothing secret: a token of a session is worth nothing without its cookie, and is not needed offline.
    const { session: own } = answer.value;
    await keepCopy('start', { ...answer.value, session: own && { ...own, csrfToken: '' } });
    return true;
  }
  const copy = start.value === undefined ? await copyOf<StartFacts>('start') : undefined;
  if (copy !== undefined) take(copy);
  openedOffline.value = true;
  return false;
}

/** Logs in and remembers who it is. */
export async function logIn(path: '/log-in' | '/set-up', body: object): Promise<Answer<SessionFacts>> {
  const answer = await post<SessionFacts>(path, body);
  if (answer.ok) {
    // What the log-in screen knew may have changed, the list of cashiers after setting up.
    await begin();
  }
  return answer;
}

/** Logs out. What was remembered for offline times is forgotten. */
export async function logOut(): Promise<void> {
  const answer = await post('/log-out');
  if (!answer.ok && answer.error.code === 'no_answer') return;
  await forgetCopies();
  leave();
}

/** The session has ended, here or in another tab. */
export function leave(): void {
  useToken();
  session.value = undefined;
  // Whoever logs in next begins at the register.
  location.hash = '';
  void begin();
}

onSessionChange(leave, begin);
