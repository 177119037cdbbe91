/** Longest life of the cookie; sessions end no later than that by themselves. */
const SECONDS_MAX = 16 * 3_600;

/**
 * The session's cookie. `__Host-` makes browsers insist on `Secure`, on `Path=/` and on the very host. Its name holds that
 * of the till, because hosts share cookies between their ports.
 */
export class SessionCookie {
  readonly #name: string;

  /** @param till letters and digits. */
  constructor(till: string) {
    this.#name = `__Host-till-${till}`;
  }

  /** Header `Set-Cookie` that begins a session. */
  begin(token: string): string {
    return `${this.#name}=${token}; Path=/; Max-Age=${SECONDS_MAX}; Secure; HttpOnly; SameSite=Strict`;
  }

  /** Header `Set-Cookie` that ends it. */
  end(): string {
    return `${this.#name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`;
  }

  /** The token in a header `Cookie`. Of several cookies of the name none counts: one of them is not ours. */
  read(header: string | undefined): string | undefined {
    const tokens = (header ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.#name}=`))
      .map((pair) => pair.slice(this.#name.length + 1));
    return tokens.length === 1 && /^[\w-]{43}$/.test(tokens[0] ?? '') ? tokens[0] : undefined;
  }
}
