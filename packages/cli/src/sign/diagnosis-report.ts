import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Output } from '../context.ts';
import { paint } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';
import type { Diagnosis } from './diagnose.ts';

/** Exit code of a diagnosis: done when the signature verifies. */
export function exitCodeOfDiagnosis({ kind }: Diagnosis): ExitCode {
  return kind === 'valid' ? EXIT.done : EXIT.refused;
}

/** A diagnosis as members of a JSON object. */
export function diagnosisJson(diagnosis: Diagnosis): Readonly<Record<string, unknown>> {
  switch (diagnosis.kind) {
    case 'valid': {
      const { values, emptyValues } = diagnosis.variant;
      return { verifies: true, sign_type: diagnosis.algorithm, values, empty_values: emptyValues };
    }
    case 'malformed':
      return { verifies: false, problem: diagnosis.problem };
    case 'explained':
      return { verifies: false, mistakes: diagnosis.mistakes };
    case 'unexplained':
      return { verifies: false, mistakes: [] };
  }
}

/** Prints a diagnosis for people. */
export function reportDiagnosis(output: Output, diagnosis: Diagnosis): void {
  switch (diagnosis.kind) {
    case 'valid':
      output.write(`${paint(output, 'good', 'The signature verifies.')}\n${validRemarks(diagnosis)}`);
      return;
    case 'malformed':
      output.write(`${paint(output, 'bad', 'That is no signature:')} ${printable(diagnosis.problem)}.\n`);
      return;
    case 'explained':
      output.write(`${paint(output, 'bad', 'The signature does not verify.')} It is reproduced by:\n`);
      for (const { text, mend, particular } of diagnosis.mistakes) {
        output.write(`  ${printable(text)}${particular === '' ? '' : ` (${printable(particular)})`}.\n`);
        output.write(`    ${printable(mend)}\n`);
      }
      return;
    case 'unexplained':
      output.write(
        `${paint(output, 'bad', 'The signature does not verify,')} and no known mistake reproduces it.\n` +
          '  Most often then: the key belongs to another app code or environment, or a value that was signed\n' +
          '  is not the value that was sent. Compare the string above with the one your program hashes.\n',
      );
  }
}

function validRemarks({ algorithm, variant }: Extract<Diagnosis, { kind: 'valid' }>): string {
  const remarks = [
    algorithm === 'SHA256'
      ? 'It is SHA256: send the header X-QF-SIGNTYPE: SHA256 with it.'
      : 'It is MD5: the header X-QF-SIGNTYPE may be left out. New programs use SHA256.',
    ...(variant.values === 'raw'
      ? ['The values were signed as they stand in the body, encoded. Gateways may insist on plain values.']
      : []),
    ...(variant.emptyValues === 'dropped' ? ['Parameters without a value were left out of the text.'] : []),
  ];
  return remarks.map((remark) => `  ${remark}\n`).join('');
}
