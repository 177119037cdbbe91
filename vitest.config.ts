import { defineConfig } from 'vitest/config';

/** Rules of money and signatures: no branch without a test. */
const EVERY_BRANCH = { branches: 100 };

export default defineConfig({
  test: {
    globalSetup: ['./pages/before-tests.ts', './tests/openapi/count-answers.ts'],
    setupFiles: ['./tests/openapi/watch-every-test.ts'],
    include: ['{packages,tests,simulation,examples,docs}/**/*.test.ts'],
    reporters: ['default', './tests/closing-line-reporter.ts'],
    // Without it Vitest leaves a core free: half of a machine with two.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A condition is waited for as long as a busy machine may need; one that holds is seen at once.
    expect: { poll: { timeout: 30_000 } },
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: [
        '**/*.test.ts',
        '**/test-*.ts',
        '**/test-support/**',
        '**/contract/**',
        '**/store-contract.ts',
      ],
      reporter: ['text-summary', 'json-summary'],
      thresholds: {
        'packages/protocol/src/{form,parameter,payment-code,signature}/**': EVERY_BRANCH,
        'packages/gateway/src/{payment,trade,merchant,clock}/**': EVERY_BRANCH,
        'packages/gateway/src/http/{authenticate,request-rate,wire-request}.ts': EVERY_BRANCH,
      },
    },
  },
});
