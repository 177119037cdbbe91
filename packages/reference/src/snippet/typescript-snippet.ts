import { doubleQuoted, type SnippetLanguage } from './snippet-request.ts';

/** Node 20 or newer, without packages. */
export const TYPESCRIPT: SnippetLanguage = {
  id: 'typescript',
  label: 'TypeScript',
  write({ method, gateway, path, parameters, appCode, clientKey }) {
    const target =
      method === 'GET'
        ? `\`${gateway}${path}?\${new URLSearchParams(parameters)}\``
        : doubleQuoted(gateway + path);
    return [
      `import { createHash } from "node:crypto";`,
      '',
      `const appCode = ${doubleQuoted(appCode)};`,
      `const key = ${doubleQuoted(clientKey)};`,
      'const parameters: Record<string, string> = {',
      ...parameters.map(([name, value]) => `  ${name}: ${doubleQuoted(value)},`),
      '};',
      '',
      '// Signed are the plain values, sorted by name; encoding for the wire comes afterwards.',
      'const names = Object.keys(parameters).sort();',
      'const text = names.map((name) => name + "=" + parameters[name]).join("&");',
      'const signature = createHash("sha256").update(text + key).digest("hex");',
      '',
      `const answer = await fetch(${target}, {`,
      `  method: ${doubleQuoted(method)},`,
      '  headers: { "X-QF-APPCODE": appCode, "X-QF-SIGN": signature, "X-QF-SIGNTYPE": "SHA256" },',
      ...(method === 'POST' ? ['  body: new URLSearchParams(parameters),'] : []),
      '});',
      'console.log(await answer.text());',
    ].join('\n');
  },
};
