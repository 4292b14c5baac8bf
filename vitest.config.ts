import { defineConfig } from 'vitest/config';

/** Whole programs in ptys and behind sockets, and tests that fill the terminal layer's one table of styles. */
const ALONE = ['test/session/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/src/terminal/**/*.test.ts'];
const NEVER = ['**/node_modules/**', '**/*.peer.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/build-once.ts'],
    // Session tests mostly wait for a program; by default two cores would get one worker.
    maxWorkers: 3,
    // As for the peers: CI must tell a slow moment from a fault; at a desk every flake is to be seen.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        // Nothing of ours is mocked and no other module has state, so the files share a worker: half the CPU.
        test: { name: 'shared', include: ['test/**/*.test.{ts,tsx}'], exclude: [...ALONE, ...NEVER], isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE, exclude: NEVER } },
    ],
  },
});
