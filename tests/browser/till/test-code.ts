let issued = Math.floor(Math.random() * 1_000_000);

/**
 * A payment code of WeChat's form that no phone has issued; its last six digits are a test number of the sandbox.
 *
 * @param testNumber `410001` is paid at once; `40` and a response code is refused with that code.
 */
export function testCode(testNumber = '410001'): string {
  issued += 1;
  return `1342${String(issued).padStart(8, '0').slice(-8)}${testNumber}`;
}

/** Test numbers by what they do. */
export const TEST = {
  paid: '410001',
  paidAfterPassword: '410002',
  refusedAfterPassword: '410003',
  waitsForEver: '410004',
  processingThenPaid: '410005',
  slow: '410007',
  answerLost: '410009',
  neverArrived: '410011',
} as const;
