import { defineConfig } from 'vitest/config';

/** Browser tests: the built files in a real Chromium, before a stub of the API. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['browser-tests/**/*.test.ts'],
    env: { TZ: 'Europe/Paris' },
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    slowTestThreshold: 10_000,
  },
});
