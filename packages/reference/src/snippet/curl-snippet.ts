import type { SnippetLanguage } from './snippet-request.ts';

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A POSIX shell with curl and openssl. */
export const CURL: SnippetLanguage = {
  id: 'curl',
  label: 'curl',
  write({ method, gateway, path, parameters, appCode, clientKey }) {
    const sorted = parameters.toSorted(([left], [right]) => (left < right ? -1 : 1));
    const text = sorted.map((pair) => pair.join('=')).join('&');
    return [
      `app_code=${shellWord(appCode)}`,
      `key=${shellWord(clientKey)}`,
      '',
      '# Signed are the plain values, sorted by name, with the key behind them.',
      `text=${shellWord(text)}`,
      `sign=$(printf '%s' "$text$key" | openssl dgst -sha256 -r | cut -c1-64)`,
      '',
      `curl -s ${method === 'GET' ? '-G ' : ''}${shellWord(gateway + path)} \\`,
      '  -H "X-QF-APPCODE: $app_code" \\',
      '  -H "X-QF-SIGN: $sign" \\',
      `  -H 'X-QF-SIGNTYPE: SHA256' \\`,
      ...parameters.map(
        (pair, index) =>
          `  --data-urlencode ${shellWord(pair.join('='))}${index === parameters.length - 1 ? '' : ' \\'}`,
      ),
    ].join('\n');
  },
};
