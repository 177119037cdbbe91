import { PAYMENT_PATH, QUERY_PATH } from '../../wire/support/wire-client.ts';

function post(lines: readonly string[], body = '', path = PAYMENT_PATH): string {
  return `POST ${path} HTTP/1.1\r\nHost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`;
}

/** Messages that are no proper request, or only just one; each must end in a designed refusal or a closed connection. */
export const RAW_MESSAGES: readonly (readonly [what: string, bytes: Buffer])[] = (
  [
    ['length and chunks', post(['Content-Length: 3', 'Transfer-Encoding: chunked'], '0\r\n\r\n')],
    ['two lengths', post(['Content-Length: 0', 'Content-Length: 5'], 'a=1&b')],
    ['a folded header', post(['X-A: 1', ' folded', 'Content-Length: 0'])],
    ['a bare line feed', post(['X-A: 1\nX-B: 2', 'Content-Length: 0'])],
    ['a bare carriage return', post(['X-A: 1\rX-B: 2', 'Content-Length: 0'])],
    ['extensions of chunks', post(['Transfer-Encoding: chunked'], '3;x=y;z="w"\r\na=1\r\n0;end\r\n\r\n')],
    [
      'long extensions of chunks',
      post(['Transfer-Encoding: chunked'], `3;${'x'.repeat(20_000)}\r\na=1\r\n0\r\n\r\n`),
    ],
    [
      'trailers',
      post(['Transfer-Encoding: chunked', 'Trailer: X-QF-SIGN'], '3\r\na=1\r\n0\r\nX-QF-SIGN: 1\r\n\r\n'),
    ],
    ['a chunk of 2^64', post(['Transfer-Encoding: chunked'], '10000000000000000\r\n')],
    ['a space before the colon', post(['Content-Length : 0'])],
    ['a NUL in a header', post(['X-A: \u0000', 'Content-Length: 0'])],
    ['bytes beyond ASCII in a header', post(['X-QF-APPCODE: \u00ff\u00fe', 'Content-Length: 0'])],
    ['a target with a host', `GET http://x${QUERY_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a target with a wrong escape', `GET ${QUERY_PATH}%zz?%zz HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a target of 20,000 characters', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a header of 20,000 characters', post([`X-A: ${'a'.repeat(20_000)}`])],
    ['3,000 headers', post(Array.from({ length: 3_000 }, (_, index) => `X${index}: 1`))],
    ['no host', `GET ${QUERY_PATH} HTTP/1.1\r\n\r\n`],
    ['two hosts', `GET ${QUERY_PATH} HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n`],
    ['version 1.0', `GET ${QUERY_PATH} HTTP/1.0\r\n\r\n`],
    ['version 0.9', `GET ${QUERY_PATH}\r\n`],
    ['version 3.7', `GET ${QUERY_PATH} HTTP/3.7\r\nHost: x\r\n\r\n`],
    ['a body larger than allowed', post(['Content-Length: 70000'], 'a'.repeat(70_000))],
    ['a body said to be enormous', post(['Content-Length: 9007199254740993'], 'a')],
    ['expecting a go-ahead', post(['Expect: 100-continue', 'Content-Length: 3'], 'a=1')],
    ['expecting something else', post(['Expect: 200-maybe', 'Content-Length: 3'], 'a=1')],
    [
      'an upgrade to a web socket',
      `GET ${QUERY_PATH} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    ],
    [
      'an upgrade to HTTP/2',
      `GET ${QUERY_PATH} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
    ],
    ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['the beginning of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['a request with garbage behind it', `${post(['Content-Length: 0'])}\u0000\u00ff garbage\r\n\r\n`],
    ['ten requests at once', post(['Content-Length: 0']).repeat(10)],
    ['blank lines alone', '\r\n'.repeat(100)],
    ['a compressed body', post(['Content-Encoding: gzip', 'Content-Length: 3'], '\u001f\u008b\u0008')],
    [
      'two content types',
      post(
        ['Content-Type: text/plain', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 3'],
        'a=1',
      ),
    ],
    ['a content type that is none', post(['Content-Type: ;;;==', 'Content-Length: 3'], 'a=1')],
    [
      'a content type of 8,000 characters',
      post([`Content-Type: ${'a/'.repeat(4_000)}`, 'Content-Length: 3'], 'a=1'),
    ],
  ] as const
).map(([what, text]) => [what, Buffer.from(text, 'latin1')] as const);
