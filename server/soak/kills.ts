import { type KillsReport, killRepeatedly } from '#test/kills'

// The loops that `npm test` runs ten and five times, run for long.

export const run = (kills: number, say: (line: string) => void): Promise<KillsReport | null> =>
  killRepeatedly(kills, say)

/** Null where there is no C compiler for the shim that loses what was not synced. */
export const runWithPowerCuts = (kills: number, say: (line: string) => void): Promise<KillsReport | null> =>
  killRepeatedly(kills, say, 'power')
