import type { IncomingMessage } from 'node:http';

/** Largest body taken; every parameter at its longest fits several times. */
export const BODY_BYTES_MAX = 64 * 1024;

/** Why a body did not arrive: it is too large, or the name of the error its connection ended with. */
export interface BodyProblem {
  readonly problem: string;
}

/**
 * Reads the body of a request, whatever its method. Most arrive in one piece, which is taken as it is.
 *
 * @param done is called once, with the body or with the reason why there is none.
 */
export function readBody(request: IncomingMessage, done: (body: Uint8Array | BodyProblem) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    done({ problem: 'too large' });
    return;
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  let over = false;
  const finish = (body: Uint8Array | BodyProblem): void => {
    if (over) return;
    over = true;
    done(body);
  };
  request.on('data', (piece: Uint8Array) => {
    length += piece.length;
    if (length > BODY_BYTES_MAX) finish({ problem: 'too large' });
    else pieces.push(piece);
  });
  request.on('end', () => {
    const [only] = pieces;
    finish(only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces));
  });
  request.on('error', (error: NodeJS.ErrnoException) => finish({ problem: error.code ?? error.name }));
}
