import { type LeaksReport, lookForLeaks } from '#test/leaks'

/** Packages of so many rows searched for what they hide; `npm test` has a few hundred (test/scenarios/package-leaks.test.ts). */
export function run(rows: number, say: (line: string) => void = console.error): Promise<LeaksReport> {
  return lookForLeaks(rows, say)
}
