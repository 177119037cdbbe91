import { defineConfig } from 'vitest/config';

/** The tests that have to find the planted mistakes, as main.ts names them. */
export default defineConfig({
  test: {
    include: (process.env['OPENCPM_MUTATION_TESTS'] ?? '').split('\n'),
    testTimeout: 10_000,
    hookTimeout: 10_000,
    // Each mistake gets a worker of its own; within it the files share what they load.
    isolate: false,
  },
});
