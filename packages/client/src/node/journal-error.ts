/** A journal that cannot be opened or written. The text says what to do. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}
