/** A request as a tool sends it when its script has run. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** What a tool shows of the answer. */
export interface ToolAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body of a JSON answer, read; empty for a file. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Encodes and sends, as a tool does: a form for POST, a query string for GET. */
export async function sendAsTool({ method, url, headers, parameters }: SentRequest): Promise<ToolAnswer> {
  const form = new URLSearchParams(Object.fromEntries(parameters)).toString();
  const [address = ''] = url.split('?', 1);
  const answer = await fetch(method === 'GET' ? `${address}?${form}` : address, {
    method,
    headers: {
      ...headers,
      ...(method === 'POST' ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(method === 'POST' ? { body: form } : {}),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : {} };
}

/** What scripts of both tools may load. */
export function requireOf(modules: Readonly<Record<string, unknown>>): (name: string) => unknown {
  return (name) => {
    if (!Object.hasOwn(modules, name)) throw new Error(`the tool has no module ${name}`);
    return modules[name];
  };
}
