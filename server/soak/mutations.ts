import { type MutationsReport, mutatePackages } from '#test/mutations'

/** One change after the other to a package; `npm test` makes a few hundred (test/scenarios/package-mutations.test.ts). */
export function run(mutations: number, say: (line: string) => void = console.error): Promise<MutationsReport> {
  return mutatePackages(mutations, say, Date.now())
}
