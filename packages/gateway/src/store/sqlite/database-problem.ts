/**
 * The database cannot be opened, and opening it anyway could cost money. The message says what is wrong and what to
 * do; the gateway does not start.
 */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}
