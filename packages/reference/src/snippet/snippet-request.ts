/** A request as a program of a few lines sends it. */
export interface SnippetRequest {
  readonly method: 'GET' | 'POST';
  /** Base URL without a slash at its end. */
  readonly gateway: string;
  readonly path: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly appCode: string;
  readonly clientKey: string;
}

/** A language of the snippets. */
export interface SnippetLanguage {
  readonly id: string;
  readonly label: string;
  /** A whole program that signs the request with SHA256, sends it and prints the answer. */
  write(request: SnippetRequest): string;
}

/** A text in double quotes with backslash escapes, as TypeScript and Java read it; `$` stands for itself there. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text);
}

/** A text in single quotes in which only `\` and `'` are escaped, as PHP and Python read it. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
