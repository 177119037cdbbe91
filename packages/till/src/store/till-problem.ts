/** The till cannot start or go on; the message says why and what to do. */
export class TillProblem extends Error {
  override readonly name = 'TillProblem';
}
