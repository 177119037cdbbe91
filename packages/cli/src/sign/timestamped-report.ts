import { requestTextV2, type SignedRequest, signRequestV2 } from '@opencpm/protocol';
import { nodeByteHashes } from '@opencpm/protocol/node';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';
import {
  type Explanation,
  exitCodeOfExplanation,
  explanationJson,
  reportExplanation,
} from './explanation-report.ts';

/**
 * Prints how a request of the newer form is signed and what is wrong with a given signature.
 *
 * @param explanation `undefined` when no signature is to be explained.
 * @returns the exit code: done, unless a given signature does not verify.
 */
export function reportTimestamped(
  context: CommandContext,
  request: SignedRequest,
  key: string,
  explanation: Explanation | undefined,
): ExitCode {
  const text = requestTextV2(request, nodeByteHashes);
  const headers = [
    ['X-QF-APPCODE', request.appCode],
    ['X-QF-SIGNTYPE', 'HMAC-SHA256'],
    ['X-QF-TIMESTAMP', request.timestamp],
    ['X-QF-NONCE', request.nonce],
    ['X-QF-SIGN', signRequestV2(request, key, nodeByteHashes)],
  ] as const;
  if (context.json) {
    printJson(context.stdout, {
      text_to_sign: text,
      headers: Object.fromEntries(headers),
      ...(explanation === undefined ? {} : explanationJson(explanation)),
    });
  } else {
    const { stdout } = context;
    const lines = text.split('\n');
    const shown =
      `text to sign, ${lines.length} lines without a line break at the end:\n` +
      `${lines.map((line) => `  ${line}\n`).join('')}\n${formatFields(headers)}`;
    if (explanation !== undefined) {
      reportExplanation(stdout, explanation, request.appCode);
      stdout.write('\n');
    }
    stdout.write(shown);
  }
  return explanation === undefined ? EXIT.done : exitCodeOfExplanation(explanation);
}
