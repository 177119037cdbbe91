/**
 * Writes parameters as a form body, UTF-8. Everything but letters, digits and `-_.!~*'()` is percent-encoded, so that
 * no reader can take a character of a value for a separator.
 *
 * @throws RangeError for half a surrogate pair, which UTF-8 cannot carry; it names the parameter.
 */
export function writeForm(parameters: Iterable<readonly [name: string, value: string]>): string {
  const pairs: string[] = [];
  for (const [name, value] of parameters) {
    if (!name.isWellFormed() || !value.isWellFormed()) {
      throw new RangeError(`${name}: cut between characters; it ends or begins with half a surrogate pair`);
    }
    pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  }
  return pairs.join('&');
}
