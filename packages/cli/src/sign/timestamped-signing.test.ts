import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCommand } from '../test-support/run-command.ts';

const KEY = '0123456789ABCDEF0123456789ABCDEF';
const APP = 'A6A49A66B4C04D93B2E4B1A3C0FFEE01';
const NONCE = 'n2-0123456789abcdef';
const BODY = 'out_trade_no=ORDER-0001&page=1';
const HASH = createHash('sha256').update(BODY).digest('hex');
const LINES = ['QF2', 'POST', '/trade/v1/query', APP, '1772704801', NONCE];
const TEXT = [...LINES, HASH].join('\n');
const WORDS = [
  'sign',
  '--sign-type',
  'HMAC-SHA256',
  '--key',
  KEY,
  '--app-code',
  APP,
  '--path',
  '/trade/v1/query',
];
const FIXED = ['--timestamp', '1772704801', '--nonce', NONCE];

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function derived(purpose: string): Buffer {
  return mac(mac(APP, KEY), `${purpose}\u0001`);
}

function hex(key: string | Buffer, text: string): string {
  return mac(key, text).toString('hex');
}

const RIGHT = hex(derived('QF2 request'), TEXT);

describe('opencpm sign --sign-type HMAC-SHA256', () => {
  it('prints the text, the headers and the signature, and not the key', async () => {
    const { exitCode, stdout } = await runCommand([...WORDS, ...FIXED, '--body', BODY]);
    expect(exitCode).toBe(EXIT.done);
    for (const line of TEXT.split('\n')) expect(stdout).toContain(`  ${line}\n`);
    expect(stdout).toMatch(new RegExp(`X-QF-SIGN +${RIGHT}\n`));
    expect(stdout).not.toContain(KEY);
  });

  it('prints them as JSON, of arguments, of a body on the standard input, or of nothing', async () => {
    const pairs = await runCommand([...WORDS, ...FIXED, '--json', 'out_trade_no=ORDER-0001', 'page=1']);
    expect(JSON.parse(pairs.stdout)).toEqual({
      text_to_sign: TEXT,
      headers: {
        'X-QF-APPCODE': APP,
        'X-QF-SIGNTYPE': 'HMAC-SHA256',
        'X-QF-TIMESTAMP': '1772704801',
        'X-QF-NONCE': NONCE,
        'X-QF-SIGN': RIGHT,
      },
    });
    const piped = await runCommand([...WORDS, ...FIXED, '--json'], { stdin: BODY });
    expect(JSON.parse(piped.stdout)).toMatchObject({ text_to_sign: TEXT });
    const empty = await runCommand([...WORDS, '--json', '--method', 'get']);
    const { text_to_sign: text, headers } = JSON.parse(empty.stdout);
    expect(text).toContain(`QF2\nGET\n/trade/v1/query\n${APP}\n`);
    expect(text).toContain(createHash('sha256').digest('hex'));
    expect(headers['X-QF-NONCE']).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['the client key itself', hex(KEY, TEXT), 'key_not_derived'],
    ['the key for answers', hex(derived('QF2 answer'), TEXT), 'key_for_answers'],
    ['a line break at the end', hex(derived('QF2 request'), `${TEXT}\n`), 'lines_joined_otherwise'],
    ['CR LF', hex(derived('QF2 request'), TEXT.replaceAll('\n', '\r\n')), 'lines_joined_otherwise'],
    ['upper case', hex(derived('QF2 request'), [...LINES, HASH.toUpperCase()].join('\n')), 'last_line'],
    ['a method in lower case', hex(derived('QF2 request'), TEXT.replace('POST', 'post')), 'other_method'],
    ['the body itself', hex(derived('QF2 request'), [...LINES, BODY].join('\n')), 'last_line'],
    [
      'an empty body',
      hex(derived('QF2 request'), [...LINES, createHash('sha256').digest('hex')].join('\n')),
      'other_body',
    ],
  ])('explains a signature: %s', async (_what, signature, id) => {
    const words = [...WORDS, ...FIXED, '--body', BODY, '--signature', signature];
    const { exitCode, stdout } = await runCommand([...words, '--json']);
    expect(exitCode).toBe(EXIT.refused);
    expect(JSON.parse(stdout)).toMatchObject({ verifies: false, mistakes: [{ id }] });
    const text = (await runCommand(words)).stdout;
    expect(text).toContain('The signature does not verify. It is reproduced by:');
  });

  it.each([
    ['verifies', RIGHT.toUpperCase(), EXIT.done, { verifies: true }, 'The signature verifies.'],
    ['is no hex', 'abc', EXIT.refused, { verifies: false }, 'That is no signature'],
    ['is unknown', 'A'.repeat(64), EXIT.refused, { mistakes: [] }, 'no known mistake reproduces it'],
  ])('says of a signature that it %s', async (_what, signature, code, said, words) => {
    const call = [...WORDS, ...FIXED, '--body', BODY, '--signature', signature];
    const { exitCode, stdout } = await runCommand([...call, '--json']);
    expect(exitCode).toBe(code);
    expect(JSON.parse(stdout)).toMatchObject(said);
    expect((await runCommand(call)).stdout).toContain(words);
  });

  it('takes everything from headers that were pasted', async () => {
    const headers = [
      `X-QF-APPCODE: ${APP}`,
      'x-qf-signtype: hmac-sha256',
      'X-QF-TIMESTAMP: 1772704801',
      `X-QF-NONCE: ${NONCE}`,
      `X-QF-SIGN: ${RIGHT}`,
      'Content-Type: application/x-www-form-urlencoded',
    ].flatMap((header) => ['--header', header]);
    const words = ['sign', '--explain', '--key', KEY, '--path', '/trade/v1/query', '--body', BODY];
    const { exitCode, stdout } = await runCommand([...words, ...headers]);
    expect(stdout).toContain('The signature verifies.');
    expect(exitCode).toBe(EXIT.done);
  });

  it.each([
    [['--path', 'trade'], /--path is missing/],
    [['--path', '/x', '--method', 'PUT'], /--method is neither GET nor POST/],
    [['--path', '/x', '--timestamp', 'now'], /--timestamp is no number/],
    [['--path', '/x', '--nonce', 'short'], /--nonce does not fit/],
  ])('refuses %j', async (words, problem) => {
    const base = ['sign', '--sign-type', 'HMAC-SHA256', '--key', KEY, '--app-code', APP, '--body', BODY];
    const { exitCode, stderr } = await runCommand([...base, ...words]);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toMatch(problem);
  });

  it('refuses a method the wire does not know, also for a form that leaves it out', async () => {
    const { exitCode, stderr } = await runCommand(['sign', '--key', KEY, '--method', 'PUT', 'txamt=10']);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('--method is neither GET nor POST: PUT');
  });

  it('asks for the app code, which is covered', async () => {
    const { exitCode, stderr } = await runCommand([
      'sign',
      '--sign-type',
      'HMAC-SHA256',
      '--key',
      KEY,
      '--path',
      '/x',
    ]);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toMatch(/app code is missing/);
  });
});
