import { parseArgs } from 'node:util'
import { type KillsReport, killRepeatedly } from '#test/kills'

// `node server/soak/kills.ts --kills 300`: the loop that `npm test` runs ten times, run for long.

export function run(kills: number, say: (line: string) => void = console.error): Promise<KillsReport> {
  return killRepeatedly(kills, say)
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { kills: { type: 'string', default: '300' } } })
  const report = await run(Number(values.kills))
  console.log(JSON.stringify({ soak: 'kills', ...report }))
  process.exit(report.problems.length === 0 ? 0 : 1)
}
