/** A part of the project whose tests are tested. */
export interface MutatedPart {
  /** Files in which mistakes are planted. */
  readonly code: readonly string[];
  /** Tests that have to find them. */
  readonly tests: readonly string[];
}

const NO_TESTS = ['!packages/**/*.test.ts', '!packages/**/test-*.ts'] as const;

/** Every part, by its name on the command line. */
export const PARTS: Readonly<Record<string, MutatedPart>> = {
  payment: {
    code: ['packages/gateway/src/payment/**/*.ts', ...NO_TESTS],
    tests: ['packages/gateway/src/payment/**/*.test.ts'],
  },
  signature: {
    code: [
      'packages/protocol/src/signature/**/*.ts',
      '!packages/protocol/src/signature/vectors/**',
      ...NO_TESTS,
    ],
    tests: ['packages/protocol/src/signature/**/*.test.ts'],
  },
  storage: {
    code: ['packages/gateway/src/store/sqlite/**/*.ts', ...NO_TESTS],
    // What auditors and statements read is tested where it is put together.
    tests: [
      'packages/gateway/src/store/**/*.test.ts',
      'packages/gateway/src/history/**/*.test.ts',
      'packages/gateway/src/trade/read-statement.test.ts',
    ],
  },
};

/** @throws Error naming the parts when there is none of this name. */
export function partOf(name: string | undefined): MutatedPart {
  const part = PARTS[name ?? ''];
  if (part === undefined) throw new Error(`name a part: ${Object.keys(PARTS).join(', ')}`);
  return part;
}
