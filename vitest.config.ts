import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The short cuts of the long proofs first: small files that take a minute each would else come last and leave a worker idle. */
class LongProofsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      /\/scenarios\/[a-z-]*(kills|leaks|mutations|leaving)\.test\.ts$/.test(moduleId)
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ['proof/**/*.test.ts', 'server/**/*.test.ts', 'console/**/*.test.ts', 'e2e/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Tests start real processes, threads and browsers on two cores: two files at once, generous limits, no retries.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongProofsFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
