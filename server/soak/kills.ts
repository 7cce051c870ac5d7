import { type KillsReport, killRepeatedly } from '#test/kills'
import { killRebuilds, type RebuildKillsReport } from '#test/rebuild-kills'
import { killRotations, type RotationKillsReport } from '#test/rotation-kills'
import { killServers, type ServerKillsReport } from '#test/server-kills'

// `npm run soak -- kills [N]` and `power [N]`: N kills, shared out among what can be killed. `npm test` runs a few of each
// kind (archive/start.test.ts, test/scenarios/kills.test.ts, test/scenarios/keys.test.ts).

export interface AllKillsReport {
  readonly kills: number
  readonly kinds: {
    /** Intake, checkpoint, seal, prune and start of the archive alone, as often as it can. */
    archive: KillsReport
    /** The whole server under batches over HTTP and file imports. */
    server: ServerKillsReport
    /** `cunzhen rebuild`. */
    rebuild: RebuildKillsReport
    /** Keys rotated without a pause; it is not among the power cuts. */
    rotation: RotationKillsReport | null
  }
  readonly seconds: number
  readonly problems: string[]
}

type Say = (line: string) => void

/** Of 300: 200, 60, 20, 20. */
export async function run(kills: number, say: Say): Promise<AllKillsReport | null> {
  const few = Math.ceil(kills / 15)
  const servers = Math.ceil(kills / 5)
  return killAll(
    { archive: Math.max(1, kills - servers - 2 * few), servers, rebuilds: few, rotations: few },
    say,
    'kill',
  )
}

/** Of 100: 60, 30, 10. Null where there is no C compiler for the shim that loses what was not synced. */
export async function runWithPowerCuts(cuts: number, say: Say): Promise<AllKillsReport | null> {
  const rebuilds = Math.ceil(cuts / 10)
  const servers = Math.ceil((cuts * 3) / 10)
  return killAll({ archive: Math.max(1, cuts - servers - rebuilds), servers, rebuilds, rotations: 0 }, say, 'power')
}

interface Shares {
  readonly archive: number
  readonly servers: number
  readonly rebuilds: number
  readonly rotations: number
}

async function killAll(shares: Shares, say: Say, how: 'kill' | 'power'): Promise<AllKillsReport | null> {
  const startedAt = performance.now()
  const rebuild = await killRebuilds(shares.rebuilds, { say, how })
  if (!rebuild) return null
  const server = await killServers(shares.servers, { say, how })
  const archive = await killRepeatedly(shares.archive, say, how)
  if (!server || !archive) return null
  const rotation = shares.rotations > 0 ? await killRotations(shares.rotations, say) : null
  const kinds = { archive, server, rebuild, rotation }
  const reports = Object.entries(kinds).flatMap(([kind, report]) => (report ? [{ kind, ...report }] : []))
  return {
    kills: reports.reduce((sum, report) => sum + report.kills, 0),
    kinds,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    problems: reports.flatMap(({ kind, problems }) => problems.map((problem) => `${kind}: ${problem}`)),
  }
}
