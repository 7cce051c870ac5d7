import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HOUSE } from '#access'
import type { Recorder } from '#audit'
import type { Clock, Instant } from '#base'
import { addPeriod, type Period } from '#policy'
import type { IntakePlaces } from './places.ts'
import type { Queue } from './queue.ts'

// Uploads that no import will read and scratch files of imports that ended. Each import removes its own and a start removes
// what a crash left; what both missed (a file that could not be removed, an upload that nobody imported) goes when it is as old
// as the policy lets temporary files be. All of it is encrypted under keys that live in memory only.

export interface LeftoverParts {
  readonly places: IntakePlaces
  readonly queue: Pick<Queue, 'reads' | 'isIdle'>
  readonly clock: Clock
  readonly recorder: Recorder
  /** How long a temporary file may lie; null while the policy cannot be read: then nothing is removed. */
  readonly tempPurge: () => Period | null
}

/** @returns how many files are gone */
export async function purgeLeftovers(parts: LeftoverParts): Promise<number> {
  const { places, queue, clock, recorder } = parts
  const period = parts.tempPurge()
  if (!period) return 0
  const isOld = (path: string) => {
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    return written !== undefined && addPeriod(written as Instant, period) <= clock.now() // ms UTC
  }
  const uploads = filesOf(places.spool).filter((path) => !queue.reads(path))
  // an import that is paused does not write to its own for as long as it pleases its person
  const scratch = queue.isIdle() ? filesOf(places.scratch) : []
  const left = [...uploads, ...scratch].filter(isOld)
  if (left.length === 0) return 0
  await recorder.record({ action: 'intake.purge', actor: HOUSE, detail: { files: left.length, after: period.text } })
  for (const path of left) rmSync(path, { force: true })
  return left.length
}

function filesOf(dir: string): string[] {
  return readdirSync(dir).map((name) => join(dir, name))
}
