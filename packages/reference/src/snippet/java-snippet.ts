import { doubleQuoted, type SnippetLanguage } from './snippet-request.ts';

/** Java 17 or newer, without libraries; `java Call.java` runs it. */
export const JAVA: SnippetLanguage = {
  id: 'java',
  label: 'Java',
  write({ method, gateway, path, parameters, appCode, clientKey }) {
    const ending =
      method === 'GET'
        ? [
            `        HttpRequest request = HttpRequest.newBuilder(URI.create(${doubleQuoted(`${gateway}${path}?`)} + form))`,
          ]
        : [
            `        HttpRequest request = HttpRequest.newBuilder(URI.create(${doubleQuoted(gateway + path)}))`,
            '            .header("Content-Type", "application/x-www-form-urlencoded")',
            '            .POST(HttpRequest.BodyPublishers.ofString(form))',
          ];
    return [
      'import java.net.*;',
      'import java.net.http.*;',
      'import java.nio.charset.StandardCharsets;',
      'import java.security.MessageDigest;',
      'import java.util.*;',
      'import java.util.stream.Collectors;',
      '',
      'public class Call {',
      '    public static void main(String[] arguments) throws Exception {',
      `        String appCode = ${doubleQuoted(appCode)};`,
      `        String key = ${doubleQuoted(clientKey)};`,
      '        Map<String, String> parameters = new TreeMap<>();',
      ...parameters.map(
        ([name, value]) => `        parameters.put(${doubleQuoted(name)}, ${doubleQuoted(value)});`,
      ),
      '',
      '        // Signed are the plain values, sorted by name; encoding for the wire comes afterwards.',
      '        String text = parameters.entrySet().stream()',
      '            .map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining("&"));',
      '        byte[] digest = MessageDigest.getInstance("SHA-256")',
      '            .digest((text + key).getBytes(StandardCharsets.UTF_8));',
      '        String form = parameters.entrySet().stream()',
      '            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))',
      '            .collect(Collectors.joining("&"));',
      '',
      ...ending,
      '            .header("X-QF-APPCODE", appCode)',
      '            .header("X-QF-SIGN", HexFormat.of().formatHex(digest))',
      '            .header("X-QF-SIGNTYPE", "SHA256")',
      '            .build();',
      '        System.out.println(HttpClient.newHttpClient()',
      '            .send(request, HttpResponse.BodyHandlers.ofString()).body());',
      '    }',
      '}',
    ].join('\n');
  },
};
