import type { ResponseCode } from '../catalogue.ts';

/** What the program at the till, or the person who writes it, does about a code. */
interface DeveloperAdvice {
  readonly action: string;
  /** Facts that help with other gateways or older documents. */
  readonly note?: string;
}

/** The advice for each code, in one language. A code without advice does not compile. */
export type DeveloperWords = Readonly<Record<ResponseCode, DeveloperAdvice>>;
