import type { SignedRequest } from '@opencpm/protocol';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';
import type { TimestampedExplanation } from './timestamped-signing.ts';

/**
 * Prints how a request of the newer form is signed and what is wrong with a given signature.
 *
 * @returns the exit code: done, unless a given signature does not verify.
 */
export function reportTimestamped(
  context: CommandContext,
  request: SignedRequest,
  { text, signature, verdict }: TimestampedExplanation,
): ExitCode {
  const headers = [
    ['X-QF-APPCODE', request.appCode],
    ['X-QF-SIGNTYPE', 'HMAC-SHA256'],
    ['X-QF-TIMESTAMP', request.timestamp],
    ['X-QF-NONCE', request.nonce],
    ['X-QF-SIGN', signature],
  ] as const;
  if (context.json) {
    printJson(context.stdout, {
      text_to_sign: text,
      headers: Object.fromEntries(headers),
      ...(verdict === undefined ? {} : { verifies: verdict.verifies, mistake: verdict.mistake ?? null }),
    });
  } else {
    const { stdout } = context;
    stdout.write(`text to sign, ${text.split('\n').length} lines without a line break at the end:\n`);
    stdout.write(
      text
        .split('\n')
        .map((line) => `  ${line}\n`)
        .join(''),
    );
    stdout.write(`\n${formatFields(headers)}`);
    if (verdict !== undefined) {
      const words = verdict.verifies ? 'The signature verifies.' : 'The signature does not verify.';
      stdout.write(`\n${paint(stdout, verdict.verifies ? 'good' : 'bad', words)}\n`);
      if (verdict.mistake !== undefined) stdout.write(`  Found: ${verdict.mistake}.\n`);
    }
  }
  return verdict === undefined || verdict.verifies ? EXIT.done : EXIT.refused;
}
