import { type ApiFailure, API_BASE, CSRF_BEFORE_LOG_IN, CSRF_HEADER } from '../../../src/page-api/index.ts';

/** What went wrong with a call. */
export type Failure =
  | ApiFailure['error']
  /** No answer came, or none that can be read: the call may have arrived. */
  | { readonly code: 'no_answer'; readonly message: string };

/** An answer of the till's server. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

/** Longest wait for an answer, in milliseconds. */
const ANSWER_MS = 12_000;

let csrfToken = CSRF_BEFORE_LOG_IN;
let onLoggedOut: () => void = () => undefined;
let onStalePage: () => Promise<unknown> = () => Promise.resolve();

/** Sends the token of a session with every call from now on; that of nobody when left out. */
export function useToken(token: string = CSRF_BEFORE_LOG_IN): void {
  csrfToken = token;
}

/** Says what to do when the session has ended, and when its token is another one. */
export function onSessionChange(loggedOut: () => void, stalePage: () => Promise<unknown>): void {
  onLoggedOut = loggedOut;
  onStalePage = stalePage;
}

async function call<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(`${API_BASE}${path}`, {
      ...init,
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, value: body as T };
    const { error } = body as Partial<ApiFailure>;
    if (error !== undefined) return { ok: false, error };
    return { ok: false, error: { code: 'no_answer', message: `status ${response.status}` } };
  } catch (error) {
    return { ok: false, error: { code: 'no_answer', message: String(error) } };
  }
}

async function withSession<T>(send: () => Promise<Answer<T>>): Promise<Answer<T>> {
  let answer = await send();
  if (!answer.ok && answer.error.code === 'stale_page') {
    // Another tab has logged in anew; the call had no effect.
    await onStalePage();
    answer = await send();
  }
  if (!answer.ok && answer.error.code === 'logged_out') onLoggedOut();
  return answer;
}

/** Asks the till's server for something. */
export function get<T>(path: string): Promise<Answer<T>> {
  return withSession(() => call<T>(path, {}));
}

/** Tells the till's server to do something. */
export function post<T>(path: string, body: object = {}): Promise<Answer<T>> {
  return withSession(() =>
    call<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [CSRF_HEADER]: csrfToken },
      body: JSON.stringify(body),
    }),
  );
}
