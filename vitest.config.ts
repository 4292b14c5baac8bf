import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/**/*.peer.test.ts', '**/node_modules/**'],
    globalSetup: ['test/support/build-once.ts'],
    // Session tests mostly wait for a program; by default two cores would get one worker.
    maxWorkers: 3,
    // As for the peers: CI must tell a slow moment from a fault; at a desk every flake is to be seen.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
