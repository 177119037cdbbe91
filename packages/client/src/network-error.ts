/**
 * Codes of connections that never came about, with the system call that must have failed: an established connection
 * can end with the same codes of the network. Everything else may have carried the request. Where a platform gives no
 * codes, as browsers do, every failure counts as unknown.
 */
const NOT_CONNECTED: ReadonlyMap<string, string | undefined> = new Map([
  ['ECONNREFUSED', 'connect'],
  ['EHOSTUNREACH', 'connect'],
  ['ENETUNREACH', 'connect'],
  ['ENOTFOUND', 'getaddrinfo'],
  ['EAI_AGAIN', 'getaddrinfo'],
  ['UND_ERR_CONNECT_TIMEOUT', undefined],
  ['CERT_HAS_EXPIRED', undefined],
  ['CERT_NOT_YET_VALID', undefined],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined],
  ['ERR_TLS_CERT_ALTNAME_INVALID', undefined],
  ['SELF_SIGNED_CERT_IN_CHAIN', undefined],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', undefined],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undefined],
]);

/** Whether a failed `fetch` provably sent nothing. */
export function isNotSent(error: unknown): boolean {
  const causes = causesOf(error);
  return causes.length > 0 && causes.every(isUnconnected);
}

/** The innermost text of a network error. */
export function textOfError(error: unknown): string {
  const [cause] = causesOf(error);
  if (cause !== undefined) return cause.code;
  return error instanceof Error ? error.message : String(error);
}

interface Cause {
  readonly code: string;
  readonly syscall: unknown;
}

function isUnconnected({ code, syscall }: Cause): boolean {
  if (!NOT_CONNECTED.has(code)) return false;
  const needed = NOT_CONNECTED.get(code);
  return needed === undefined || syscall === needed;
}

/** The coded causes; a host with several addresses gives one each. */
function causesOf(error: unknown): readonly Cause[] {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(causesOf);
  if ('code' in error && typeof error.code === 'string') {
    return [{ code: error.code, syscall: 'syscall' in error ? error.syscall : undefined }];
  }
  return causesOf(error.cause);
}
