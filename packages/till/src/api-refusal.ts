import type { ApiFailure, FailureCode } from './page-api/index.ts';

/** A call of the page that is refused; its members are the answer. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly code: FailureCode;
  readonly facts: Omit<ApiFailure['error'], 'code' | 'message'>;

  constructor(code: FailureCode, message: string, facts: Omit<ApiFailure['error'], 'code' | 'message'> = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}

/** A field of a request is wrong. */
export function invalidField(field: string, mend: string): ApiRefusal {
  return new ApiRefusal('invalid', `${field}: ${mend}`, { field });
}

/** What was asked for does not exist. */
export function notFound(what: string): ApiRefusal {
  return new ApiRefusal('not_found', `there is no such ${what}`);
}
