import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCommand } from '../test-support/run-command.ts';

const KEY = '0123456789ABCDEF0123456789ABCDEF';
// The first request vector of the contract.
const PAIRS = [
  'txamt=10',
  'txcurrcd=HKD',
  'pay_type=800108',
  'out_trade_no=ORDER-0001',
  'txdtm=2026-03-05 18:00:00',
  'auth_code=280438849930815813',
];
const STRING =
  'auth_code=280438849930815813&out_trade_no=ORDER-0001&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-05 18:00:00';
const MD5 = 'D7E7018BC9102D935D873C2EA9EBD2E0';
const BODY =
  'txamt=10&txcurrcd=HKD&pay_type=800108&out_trade_no=ORDER-0001&txdtm=2026-03-05+18%3A00%3A00&auth_code=280438849930815813';

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

describe('opencpm sign', () => {
  it('prints the string and the digests, and not the key', async () => {
    const { exitCode, stdout } = await runCommand(['sign', '--key', KEY, ...PAIRS]);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toContain(`${STRING}<key>`);
    expect(stdout).toContain(MD5);
    expect(stdout).toMatch(/SHA256 +[0-9A-F]{64}\n/);
    expect(stdout).not.toContain(KEY);
  });

  it('shows the key only when asked to', async () => {
    const { stdout } = await runCommand(['sign', '--key', KEY, '--show-key', '--sign-type', 'MD5', ...PAIRS]);
    expect(stdout).toContain(`${STRING}${KEY}`);
    expect(stdout).not.toContain('SHA256');
  });

  it('masks a key that was sent as a parameter', async () => {
    const { stdout } = await runCommand(['sign', '--key', KEY, 'txamt=10', `key=${KEY}`]);
    expect(stdout).toContain('key=<key>&txamt=10<key>');
    expect(stdout).not.toContain(KEY);
  });

  it.each([
    ['--body', ['--body', BODY], undefined],
    ['the standard input', [], `${BODY}\n`],
  ])('reads a body from %s', async (_where, words, stdin) => {
    const options = { environment: { OPENCPM_KEY: KEY }, ...(stdin === undefined ? {} : { stdin }) };
    const { stdout } = await runCommand(['sign', ...words, '--json'], options);
    expect(JSON.parse(stdout)).toMatchObject({ string_to_sign: `${STRING}<key>`, digests: { MD5 } });
  });

  it('says that a signature verifies', async () => {
    const { exitCode, stdout } = await runCommand([
      'sign',
      '--key',
      KEY,
      '--body',
      BODY,
      '--signature',
      MD5.toLowerCase(),
    ]);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toContain('The signature verifies.');
    expect(stdout).toContain('It is MD5');
  });

  it('explains the signature of a program that signs what it encoded', async () => {
    const encoded = STRING.replace('2026-03-05 18:00:00', '2026-03-05%2018%3A00%3A00');
    const { exitCode, stdout } = await runCommand([
      'sign',
      '--key',
      KEY,
      ...PAIRS,
      '--signature',
      md5(encoded + KEY),
    ]);
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toContain('The values were percent-encoded before signing.');
    expect(stdout).not.toContain(KEY);
  });

  it('explains it as JSON', async () => {
    const { exitCode, stdout } = await runCommand([
      'sign',
      '--key',
      KEY,
      ...PAIRS,
      '--signature',
      md5(`${STRING}&key=${KEY}`),
      '--json',
    ]);
    expect(exitCode).toBe(EXIT.refused);
    expect(JSON.parse(stdout)).toMatchObject({ verifies: false, mistakes: [{ id: 'key_joined_with_name' }] });
  });

  it('explains what headers say: a missing sign type means MD5', async () => {
    const sha256 = createHash('sha256')
      .update(STRING + KEY)
      .digest('hex');
    const words = ['sign', '--explain', '--key', KEY, '--body', BODY, '--header', `X-QF-SIGN: ${sha256}`];
    const { exitCode, stdout } = await runCommand([...words, '--json']);
    expect(exitCode).toBe(EXIT.refused);
    expect(JSON.parse(stdout)).toMatchObject({ mistakes: [{ id: 'other_algorithm' }] });
    const mended = await runCommand([...words, '--header', 'X-QF-SIGNTYPE: SHA256']);
    expect(mended.exitCode).toBe(EXIT.done);
  });

  it('names the key that was used, and shows none', async () => {
    const other = 'F'.repeat(32);
    const words = ['sign', '--key', KEY, '--other-key', `production=${other}`, '--body', BODY];
    const { stdout } = await runCommand([...words, '--explain', '--signature', md5(STRING + other)]);
    expect(stdout).toContain('It was signed with another key than the one given here (that of production).');
    expect(stdout).not.toContain(other);
  });

  it.each([
    [['--explain'], 'There is no signature to explain.'],
    [['--header', 'X-QF-SIGN'], '"X-QF-SIGN" is no header.'],
    [['--header', 'X-QF-SIGNTYPE: SHA-256'], 'X-QF-SIGNTYPE is no word a gateway knows: SHA-256'],
    [['--other-key', KEY], '--other-key has no name or no key.'],
  ])('refuses %j', async (words, problem) => {
    const { exitCode, stderr } = await runCommand(['sign', '--key', KEY, '--body', BODY, ...words]);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain(problem);
  });

  it.each([
    ['0'.repeat(32), /no known mistake reproduces it/],
    ['12', /That is no signature/],
  ])('says what it can about %s', async (signature, words) => {
    const { exitCode, stdout } = await runCommand(['sign', '--key', KEY, ...PAIRS, '--signature', signature]);
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toMatch(words);
  });

  it('asks for the app code while it may be what was mixed up', async () => {
    const asks = /Give the app code too, with --app-code/;
    const words = ['sign', '--key', KEY, ...PAIRS, '--signature', '0'.repeat(32)];
    expect((await runCommand(words)).stdout).toMatch(asks);
    expect((await runCommand([...words, '--app-code', 'A1'])).stdout).not.toMatch(asks);
  });

  it.each([
    [['--key', KEY], undefined, /nothing to sign/],
    [['--key', KEY], '\n', /nothing to sign/],
    [['txamt=10'], undefined, /client key is missing/],
    [['--key', KEY, 'txamt'], undefined, /"txamt" is no parameter/],
    [['--key', KEY, 'a=1', 'a=2'], undefined, /a is given twice/],
    [['--key', KEY, 'a=1', '--body', 'a=1'], undefined, /given twice/],
    [['--key', KEY, '--body', 'a=1&a=2'], undefined, /a is given more than once/],
    [['--key', KEY, '--body', '{"a":1}'], undefined, /body is JSON/],
    [['--key', KEY, '--body', 'a=%ff'], undefined, /not valid UTF-8/],
  ])('refuses %j with the standard input %j', async (words, stdin, problem) => {
    const { exitCode, stderr } = await runCommand(['sign', ...words], stdin === undefined ? {} : { stdin });
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toMatch(problem);
  });
});
