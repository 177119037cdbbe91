import { type SnippetLanguage, singleQuoted } from './snippet-request.ts';

/** Python 3.8 or newer, without packages. */
export const PYTHON: SnippetLanguage = {
  id: 'python',
  label: 'Python',
  write({ method, gateway, path, parameters, appCode, clientKey }) {
    return [
      'import hashlib, urllib.parse, urllib.request',
      '',
      `app_code = ${singleQuoted(appCode)}`,
      `key = ${singleQuoted(clientKey)}`,
      'parameters = {',
      ...parameters.map(([name, value]) => `    ${singleQuoted(name)}: ${singleQuoted(value)},`),
      '}',
      '',
      '# Signed are the plain values, sorted by name; encoding for the wire comes afterwards.',
      'text = "&".join(f"{name}={value}" for name, value in sorted(parameters.items()))',
      'signature = hashlib.sha256((text + key).encode()).hexdigest()',
      '',
      'form = urllib.parse.urlencode(parameters)',
      'request = urllib.request.Request(',
      method === 'GET'
        ? `    ${singleQuoted(`${gateway}${path}?`)} + form,`
        : `    ${singleQuoted(gateway + path)}, data=form.encode(),`,
      '    headers={"X-QF-APPCODE": app_code, "X-QF-SIGN": signature, "X-QF-SIGNTYPE": "SHA256"},',
      ')',
      'with urllib.request.urlopen(request, timeout=10) as answer:',
      '    print(answer.read().decode())',
    ].join('\n');
  },
};
