import { type SnippetLanguage, singleQuoted } from './snippet-request.ts';

/** PHP 8, without extensions. */
export const PHP: SnippetLanguage = {
  id: 'php',
  label: 'PHP',
  write({ method, gateway, path, parameters, appCode, clientKey }) {
    return [
      '<?php',
      `$appCode = ${singleQuoted(appCode)};`,
      `$key = ${singleQuoted(clientKey)};`,
      '$parameters = [',
      ...parameters.map(([name, value]) => `    ${singleQuoted(name)} => ${singleQuoted(value)},`),
      '];',
      '',
      '// Signed are the plain values, sorted by name; encoding for the wire comes afterwards.',
      'ksort($parameters, SORT_STRING);',
      '$pairs = [];',
      'foreach ($parameters as $name => $value) {',
      '    $pairs[] = "$name=$value";',
      '}',
      "$signature = hash('sha256', implode('&', $pairs) . $key);",
      '',
      '$options = [',
      `    'method' => ${singleQuoted(method)},`,
      `    'header' => [`,
      `        'Content-Type: application/x-www-form-urlencoded',`,
      '        "X-QF-APPCODE: $appCode",',
      '        "X-QF-SIGN: $signature",',
      `        'X-QF-SIGNTYPE: SHA256',`,
      '    ],',
      ...(method === 'POST' ? [`    'content' => http_build_query($parameters),`] : []),
      '];',
      "$context = stream_context_create(['http' => $options]);",
      method === 'GET'
        ? `echo file_get_contents(${singleQuoted(`${gateway}${path}?`)} . http_build_query($parameters), false, $context), "\\n";`
        : `echo file_get_contents(${singleQuoted(gateway + path)}, false, $context), "\\n";`,
    ].join('\n');
  },
};
