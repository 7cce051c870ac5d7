import { killRotations, type RotationKillsReport } from '#test/rotation-kills'

/** Key rotation killed at random moments; `npm test` runs a few. */
export function run(kills: number, say: (line: string) => void = console.error): Promise<RotationKillsReport> {
  return killRotations(kills, say)
}
