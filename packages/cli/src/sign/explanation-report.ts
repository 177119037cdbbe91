import type { SignatureExplanation, TimestampedExplanation } from '@opencpm/protocol/signature-explainer';
import type { Output } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { paint } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';

/** What was found out about a signature of either form. */
export type Explanation = SignatureExplanation | TimestampedExplanation;

/** Exit code of an explanation: done when the signature verifies. */
export function exitCodeOfExplanation({ kind }: Explanation): ExitCode {
  return kind === 'valid' ? EXIT.done : EXIT.refused;
}

/** An explanation as members of a JSON object. */
export function explanationJson(explanation: Explanation): Readonly<Record<string, unknown>> {
  switch (explanation.kind) {
    case 'valid': {
      if (!('variant' in explanation)) return { verifies: true, sign_type: 'HMAC-SHA256' };
      const { values, emptyValues } = explanation.variant;
      return { verifies: true, sign_type: explanation.algorithm, values, empty_values: emptyValues };
    }
    case 'malformed':
      return { verifies: false, problem: explanation.problem };
    case 'explained':
      return { verifies: false, mistakes: explanation.mistakes };
    case 'unexplained':
      return { verifies: false, mistakes: [] };
  }
}

/**
 * Prints an explanation for people.
 *
 * @param appCode the one that was sent, where it was given: some mistakes are found only with it.
 */
export function reportExplanation(
  output: Output,
  explanation: Explanation,
  appCode: string | undefined,
): void {
  switch (explanation.kind) {
    case 'valid':
      output.write(`${paint(output, 'good', 'The signature verifies.')}\n${validRemarks(explanation)}`);
      return;
    case 'malformed':
      output.write(`${paint(output, 'bad', 'That is no signature:')} ${printable(explanation.problem)}.\n`);
      return;
    case 'explained':
      output.write(`${paint(output, 'bad', 'The signature does not verify.')} It is reproduced by:\n`);
      for (const { text, mend, particular } of explanation.mistakes) {
        output.write(`  ${printable(text)}${particular === '' ? '' : ` (${printable(particular)})`}.\n`);
        output.write(`    ${printable(mend)}\n`);
      }
      return;
    case 'unexplained':
      output.write(
        `${paint(output, 'bad', 'The signature does not verify,')} and no known mistake reproduces it.\n` +
          '  Most often then: it was made with another key, of another app code or environment. Give the others\n' +
          '  you have with --other-key NAME=KEY. Else a value that was signed is not the value that was sent:\n' +
          '  compare the text here with the one your program hashes.\n' +
          (appCode === undefined
            ? '  Give the app code too, with --app-code: it may have been signed along, or taken for the key.\n'
            : ''),
      );
  }
}

function validRemarks(explanation: Extract<Explanation, { kind: 'valid' }>): string {
  const remarks = 'variant' in explanation ? variantRemarks(explanation) : [];
  const elsewhere =
    'When the gateway answers 1108 all the same, it knows another key for this app code: see opencpm key list.';
  return [...remarks, elsewhere].map((remark) => `  ${remark}\n`).join('');
}

function variantRemarks({
  algorithm,
  variant,
}: Extract<SignatureExplanation, { kind: 'valid' }>): readonly string[] {
  return [
    algorithm === 'SHA256'
      ? 'It is SHA256: send the header X-QF-SIGNTYPE: SHA256 with it.'
      : 'It is MD5: the header X-QF-SIGNTYPE may be left out. New programs use SHA256.',
    ...(variant.values === 'raw'
      ? ['The values were signed as they stand in the body, encoded. Gateways may insist on plain values.']
      : []),
    ...(variant.emptyValues === 'dropped' ? ['Parameters without a value were left out of the text.'] : []),
  ];
}
