import { request } from 'node:http';
import type {
  ApiFailure,
  CloseShiftRequest,
  RegisterSnapshot,
  RegisterState,
  SaleDetail,
  SaleRequest,
  SessionFacts,
  ShiftFacts,
  StartFacts,
} from '../../../packages/till/src/page-api/index.ts';

/** An answer of the till. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** What a page in a browser does: keeps the cookie, sends the CSRF token, and calls the till. */
export class Browser {
  readonly #base: string;
  #cookie = '';
  #csrf = 'before-log-in';

  /** @param url address of the page. */
  constructor(url: string) {
    this.#base = url;
  }

  get cookie(): string {
    return this.#cookie;
  }

  get csrf(): string {
    return this.#csrf;
  }

  /**
   * Another tab: the same cookie.
   *
   * @param url of the page, when the till has come back at another port.
   */
  tab(url = this.#base): Browser {
    const tab = new Browser(url);
    tab.#cookie = this.#cookie;
    tab.#csrf = this.#csrf;
    return tab;
  }

  async send<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const isPost = method === 'POST';
    const answer = await fetch(`${this.#base}/api${path}`, {
      method,
      headers: {
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(isPost ? { 'content-type': 'application/json', 'x-till-csrf': this.#csrf } : {}),
        ...headers,
      },
      ...(isPost ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const cookie = answer.headers.get('set-cookie');
    if (cookie !== null) this.#cookie = cookie.split(';', 1)[0] ?? '';
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  /** A call that has to succeed. */
  async call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const answer = await this.send<T>(method, path, body);
    if (answer.status !== 200)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A call that has to be refused; answers what the refusal says. */
  async refused(method: 'GET' | 'POST', path: string, body?: unknown): Promise<ApiFailure['error']> {
    const answer = await this.send<ApiFailure>(method, path, body);
    if (answer.status < 400)
      throw new Error(`${method} ${path} was not refused: ${JSON.stringify(answer.body)}`);
    return answer.body.error;
  }

  start(): Promise<StartFacts> {
    return this.call('GET', '/start');
  }

  async setUp(facts: { setUpCode: string; name: string; pin: string }): Promise<SessionFacts> {
    return this.#in(
      await this.call('POST', '/set-up', { setUpCode: facts.setUpCode, name: facts.name, pin: facts.pin }),
    );
  }

  async logIn(name: string, pin: string, registerId?: string): Promise<SessionFacts> {
    const { cashiers } = await this.start();
    const cashierId = cashiers.find((cashier) => cashier.name === name)?.id;
    return this.#in(await this.call('POST', '/log-in', { cashierId, pin, registerId }));
  }

  sell(sale: Partial<SaleRequest> & { code: string }): Promise<RegisterSnapshot> {
    return this.call('POST', '/sales', saleOf(sale));
  }

  register(): Promise<RegisterSnapshot> {
    return this.call('GET', '/register');
  }

  /** Waits until the register shows one of these. */
  async until<K extends RegisterState['kind']>(
    ...kinds: readonly K[]
  ): Promise<Extract<RegisterState, { kind: K }>> {
    for (;;) {
      const { state } = await this.register();
      if (isKind(state, kinds)) return state;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async untilTurn(
    turn: 'customer' | 'wallet' | 'cancelling' | 'asking',
  ): Promise<Extract<RegisterState, { kind: 'waiting' }>> {
    for (;;) {
      const state = await this.until('waiting', 'paid', 'not_paid', 'unresolved');
      if (state.kind !== 'waiting') throw new Error(`it has ended as ${state.kind}`);
      if (state.turn === turn) return state;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  detail(id: string): Promise<SaleDetail> {
    return this.call('GET', `/sales/${id}`);
  }

  closeShift(close: CloseShiftRequest): Promise<ShiftFacts> {
    return this.call('POST', '/shift/close', close);
  }

  /** Follows the event stream until something holds; answers the events up to there. */
  follow(
    enough: (events: readonly { event: string; data: unknown }[]) => boolean,
  ): Promise<readonly { event: string; data: unknown }[]> {
    return new Promise((resolve, reject) => {
      const call = request(`${this.#base}/api/events`, { headers: { cookie: this.#cookie } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          const events = [...text.matchAll(/^event: (.*)\ndata: (.*)\n\n/gm)].map(
            ([, event = '', data = '']) => ({
              event,
              data: JSON.parse(data) as unknown,
            }),
          );
          if (!enough(events)) return;
          call.destroy();
          resolve(events);
        });
        answer.on('end', () => reject(new Error(`the stream has ended: ${text}`)));
      });
      call.on('error', reject);
      call.end();
    });
  }

  #in(session: SessionFacts): SessionFacts {
    this.#csrf = session.csrfToken;
    return session;
  }
}

/** A scan of HKD 10.50 with numbers of its own. */
export function saleOf(sale: Partial<SaleRequest> & { code: string }): SaleRequest {
  return {
    scanId: crypto.randomUUID(),
    basketId: crypto.randomUUID(),
    amountMinor: 1050,
    currency: 'HKD',
    ...sale,
  };
}

function isKind<K extends RegisterState['kind']>(
  state: RegisterState,
  kinds: readonly K[],
): state is Extract<RegisterState, { kind: K }> {
  return kinds.some((kind) => kind === state.kind);
}
