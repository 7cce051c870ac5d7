import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HOUSE } from '#access'
import type { ExportId, Instant } from '#base'
import { addPeriod } from '#policy'
import { exportsDir } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import { findExport } from '../register/store.ts'

// What lies in exports/ and belongs to no package that may still be asked for: half packages, spools, and files of an export that
// ended. A run removes its own, a start removes what a crash left; whatever both missed goes after the policy's period.

/** `.exp_….zip.….new`, `exp_….zip`, `exp_….verify.html` (places.ts). Other names are not ours, and stay. */
const OURS = /^(?<temporary>\.)?(?<id>exp_[a-z0-9]{16})\./

/** @returns how many files are gone. While the policy cannot be read nothing is removed. */
export async function purgeLeftovers(parts: ExportParts, isRunning: (id: ExportId) => boolean): Promise<number> {
  const policy = parts.policy()
  if (!policy.readable) return 0
  const { tempPurge } = policy.release
  const now = parts.clock.now()
  const left: string[] = []
  for (const name of readdirSync(exportsDir(parts.house))) {
    const { id, temporary } = OURS.exec(name)?.groups ?? {}
    if (id === undefined || isRunning(id as ExportId)) continue // of the right form; looked up below
    if (temporary === undefined && (await isKept(parts, id as ExportId))) continue
    const path = join(exportsDir(parts.house), name)
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (written !== undefined && addPeriod(written as Instant, tempPurge) <= now) left.push(path)
  }
  if (left.length === 0) return 0
  await parts.recorder.record({
    action: 'export.purge',
    actor: HOUSE,
    detail: { files: left.length, after: tempPurge.text },
  })
  for (const path of left) rmSync(path, { force: true })
  return left.length
}

/** A package that somebody may take or say yes to, or one whose changed bytes somebody has to look into. */
async function isKept(parts: ExportParts, id: ExportId): Promise<boolean> {
  const row = await findExport(parts.db, id)
  if (row === undefined) return false
  return ['running', 'awaiting_release', 'ready'].includes(row.state) || row.problem === 'package_changed'
}
