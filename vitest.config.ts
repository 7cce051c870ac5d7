import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['proof/**/*.test.ts', 'server/**/*.test.ts', 'console/**/*.test.ts', 'e2e/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Tests start real processes, threads and browsers on two cores: two files at once, generous limits, no retries.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
