import { defineConfig } from 'vitest/config';

/** The contract suites against real programs; `npm run peers` brings those. */
export default defineConfig({
  test: {
    include: ['test/contract/**/*.peer.test.ts'],
    globalSetup: ['test/support/build-once.ts'],
    fileParallelism: false,
    // Real programs on a machine that others use too: a second try tells a slow moment from a fault.
    retry: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
