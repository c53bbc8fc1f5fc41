import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/sequencer.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Only what hangs is ended: a slow machine makes no test fail, nor does one that does three other things.
    testTimeout: 300_000,
    hookTimeout: 900_000,
    pool: 'threads',
    // One more than the cores of a small machine: scenarios wait for the program that they run as often as they work.
    maxWorkers: 3,
    // Modules are loaded once a worker: loading them for every file took a fifth of the time. Nothing in them is changed
    // by tests, and what a file changes of the process it puts back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    reporters: ['default'],
  },
});
