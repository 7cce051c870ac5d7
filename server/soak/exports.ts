import { type ExportKillsReport, killExports } from '#test/export-kills'

/** Exports killed at random moments; `npm test` runs a few (test/scenarios/export-kills.test.ts). */
export async function run(kills: number, say: (line: string) => void = console.error): Promise<ExportKillsReport> {
  const report = await killExports(kills, say)
  // kills that all came too late or too early would prove nothing
  if (report.cut < kills / 4)
    report.problems.push(`only ${report.cut} of ${kills} kills came in the middle of an export`)
  if (report.whole < kills / 10) report.problems.push(`only ${report.whole} exports came to their end`)
  return report
}
