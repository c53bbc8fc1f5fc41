import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Only what hangs is ended: a slow machine makes no test fail.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'threads',
    maxWorkers: 2,
    reporters: ['default'],
  },
});
