/**
 * Writes parameters as a form body. Everything but unreserved characters is percent-encoded, so that no reader can
 * take a character of a value for a separator.
 */
export function writeForm(parameters: Iterable<readonly [name: string, value: string]>): string {
  const pairs: string[] = [];
  for (const [name, value] of parameters) {
    pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  }
  return pairs.join('&');
}
