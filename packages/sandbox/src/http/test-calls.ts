import type { FastifyInstance, InjectOptions } from 'fastify';

/** What a call of a test came to. */
export interface TestAnswer {
  readonly status: number;
  /** The JSON of the answer, read. */
  readonly body: unknown;
}

/** Calls of the application that a test has open at the moment, without a socket. */
export function callsTo(open: () => FastifyInstance): {
  readonly call: (options: InjectOptions) => Promise<TestAnswer>;
  readonly get: (url: string) => Promise<TestAnswer>;
  readonly post: (url: string, payload?: object) => Promise<TestAnswer>;
} {
  const call = async (options: InjectOptions): Promise<TestAnswer> => {
    const response = await open().inject(options);
    return { status: response.statusCode, body: response.json() };
  };
  return {
    call,
    get: (url) => call({ method: 'GET', url }),
    post: (url, payload) => call({ method: 'POST', url, ...(payload === undefined ? {} : { payload }) }),
  };
}
