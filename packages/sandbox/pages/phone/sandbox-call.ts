/** An answer of the sandbox: what was asked for, or a text for people. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly error: string };

/** No answer came. */
const NOT_REACHED = 0;

async function call<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(path, { ...init, cache: 'no-store' });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, value: body as T };
    const error = (body as { error?: unknown }).error;
    return { ok: false, status: response.status, error: typeof error === 'string' ? error : '' };
  } catch (error) {
    return { ok: false, status: NOT_REACHED, error: String(error) };
  }
}

/** Asks the sandbox for something. */
export function get<T>(path: string): Promise<Answer<T>> {
  return call(path, {});
}

/** Tells the sandbox to do something. */
export function post<T>(path: string, body: object): Promise<Answer<T>> {
  return call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
