import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { HOUSE, type PersonActor, requireAllowed } from '#access'
import { Fault, type PersonId, Refusal } from '#base'
import { fileDigest, type Tx } from '#platform'
import { alarmOfChange } from '../alarms/alarms.ts'
import { packagePath, removeFiles } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import {
  type DecisionKind,
  insertDecision,
  insertOriginal,
  listUnsaidDecisions,
  setDecisionIndex,
} from '../register/release.store.ts'
import { changeExport, type ExportChange, findExport, type StoredExport } from '../register/store.ts'
import { checklistOf, ORIGINALS, type OriginalItem, standingOf } from '../standing/checklist.ts'
import { releaseRules, releaseVerdict } from '../standing/release-rules.ts'

// The yes that a finished package waits for (D6, D7). Counsel looks at the bytes that leave, rendered out of the package; the release
// signs their digest; whoever takes the package gets those bytes or nothing.

/** A byte that changed ends whatever was said of the package. @throws Refusal `package_changed`; Fault `export_missing` */
export async function requireUnchanged(parts: ExportParts, row: StoredExport): Promise<void> {
  const path = packagePath(parts.house, row.id)
  if (!existsSync(path))
    throw new Fault('export_missing', 'a finished package is gone; restore exports/ from a backup, or export again')
  const { sha256 } = await fileDigest(path)
  if (sha256.toString('hex') === row.sha256) return
  await voidPackage(parts, row)
  throw new Refusal('conflict', 'package_changed')
}

/** The package that lies there is not the one that was made: nobody gets it. Its file stays for whoever looks into it. */
export async function voidPackage(parts: ExportParts, row: StoredExport): Promise<void> {
  const about = { action: 'export.void', actor: HOUSE, permit: row.grant_id, request: row.request_id } as const
  const isEnded = await parts.recorder.performIf({ ...about, detail: { export: row.id } }, async (tx) => {
    const ended = { state: 'failed', problem: 'package_changed', password: null } as const
    if (!(await changeExport(tx, row.id, row.state, ended))) return false
    await say(tx, parts, row, { what: 'void', by: null, reason: 'package_changed' })
    return true
  })
  if (!isEnded) return
  await alarmOfChange(parts, row.id)
  await sayDecisions(parts).catch(() => undefined) // the schedule finds it waiting
}

interface Step {
  readonly verb: 'release' | 'second' | 'refuse' | 'withdraw'
  readonly what: DecisionKind
  readonly seen: string | null
  readonly reason: string
  /** What becomes of the export; null: it stays as it is. */
  readonly change: (row: StoredExport) => ExportChange | null
}

/** The package may be taken. @throws Refusal of the verdict: `checklist_incomplete`, `preview_needed`, `package_changed`, … */
export function release(parts: ExportParts, actor: PersonActor, row: StoredExport, sha256: string): Promise<void> {
  // the house's own key to an age file was for looking at it: from now on the recipient alone opens it
  const change = () => ({ state: 'ready', ...(row.age_recipient !== null && { password: null }) }) as const
  return step(parts, actor, row, { verb: 'release', what: 'released', seen: sha256, reason: '', change })
}

/** The second approval of a bulk export. @throws Refusal of the verdict, `reason_missing` */
export function approveSecond(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  { sha256, reason }: { sha256: string; reason: string },
): Promise<void> {
  return step(parts, actor, row, { verb: 'second', what: 'second', seen: sha256, reason, change: () => null })
}

/** Counsel says no: file and password go. @throws Refusal of the verdict, `reason_missing` */
export async function refuse(parts: ExportParts, actor: PersonActor, row: StoredExport, reason: string): Promise<void> {
  const change = () => ({ state: 'refused', password: null }) as const
  await step(parts, actor, row, { verb: 'refuse', what: 'refused', seen: null, reason, change })
  removeFiles(parts.house, row.id)
}

/** A release is taken back: downloads under way are cut off, and the package waits again. @throws Refusal of the verdict */
export function withdraw(parts: ExportParts, actor: PersonActor, row: StoredExport, reason: string): Promise<void> {
  const change = () => ({ state: 'awaiting_release' }) as const
  return step(parts, actor, row, { verb: 'withdraw', what: 'withdrawn', seen: null, reason, change })
}

async function step(parts: ExportParts, actor: PersonActor, row: StoredExport, taken: Step): Promise<void> {
  const { verb, what, seen } = taken
  const reason = taken.reason.trim()
  // who says yes says it to what lies there at this moment
  const isYes = seen !== null && row.state === 'awaiting_release' && row.sha256 === seen
  if (isYes) await requireUnchanged(parts, row)
  const about = { action: `export.${verb}`, actor, permit: row.grant_id, request: row.request_id } as const
  await parts.recorder.perform(
    { ...about, detail: { export: row.id, sha256: row.sha256 ?? '' } },
    async (tx, draft) => {
      const current = await findExport(tx, row.id)
      if (current === undefined) throw new Refusal('not_found', 'not_found')
      requireAllowed(await releaseVerdict(parts, actor, current, verb, seen))
      if (verb !== 'release' && !isText(reason)) throw new Refusal('invalid', 'reason_missing')
      const change = taken.change(current)
      if (change !== null && !(await changeExport(tx, row.id, current.state, change)))
        throw new Refusal('conflict', 'changed_meanwhile')
      draft.detail({ checklist: await say(tx, parts, current, { what, by: actor.id, reason }) })
    },
  )
  await sayDecisions(parts).catch(() => undefined) // the schedule finds it waiting
}

const isText = (text: string) => text.length >= 4 && text.length <= 1000 && text.isWellFormed()

/** Why so much of it is needed. @throws Refusal of the verdict, `reason_missing` */
export async function stateReason(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  reason: string,
): Promise<void> {
  const about = { action: 'export.reason', actor, permit: row.grant_id, request: row.request_id } as const
  await parts.recorder.perform({ ...about, detail: { export: row.id } }, async (tx) => {
    const current = await findExport(tx, row.id)
    if (current === undefined) throw new Refusal('not_found', 'not_found')
    requireAllowed(await releaseVerdict(parts, actor, current, 'reason'))
    if (!isText(reason.trim())) throw new Refusal('invalid', 'reason_missing')
    if (!(await changeExport(tx, row.id, current.state, { bulk_reason: reason.trim() })))
      throw new Refusal('conflict', 'changed_meanwhile')
  })
}

export interface PaperOriginal {
  readonly item: OriginalItem
  readonly number: string
  readonly place: string
}

/** A paper that lies in a file of the house, entered by who handled it. @throws Refusal of the verdict, `original_incomplete` */
export async function registerOriginal(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  { item, number, place }: PaperOriginal,
): Promise<void> {
  const about = { action: 'export.original', actor, permit: row.grant_id, request: row.request_id } as const
  await parts.recorder.perform({ ...about, detail: { export: row.id, item } }, async (tx) => {
    const current = await findExport(tx, row.id)
    if (current === undefined) throw new Refusal('not_found', 'not_found')
    requireAllowed(await releaseVerdict(parts, actor, current, 'original'))
    const isWhole = [number, place].every((text) => text.trim() !== '' && text.length <= 200 && text.isWellFormed())
    if (!ORIGINALS.includes(item) || !isWhole) throw new Refusal('invalid', 'original_incomplete')
    await insertOriginal(tx, {
      export_id: row.id,
      attempt: current.attempt,
      item,
      number: number.trim(),
      place: place.trim(),
      by_id: actor.id,
      at: parts.clock.now(),
    })
  })
}

/** Puts a decision and what the ledger will say of it aside. @returns the checklist as it stood, `item=state` */
async function say(
  tx: Tx,
  parts: ExportParts,
  row: StoredExport,
  { what, by, reason }: { what: DecisionKind; by: PersonId | null; reason: string },
): Promise<string[]> {
  const at = parts.clock.now()
  const { second } = await standingOf(tx, row)
  const items = await checklistOf(parts, releaseRules(parts), row, second?.by_id ?? null)
  const checklist = items.map(({ key, state }) => `${key}=${state}`)
  // codes, ids and times only: a reason is free text about somebody, and stays in the house
  const statement = {
    v: 1,
    what: `release_${what}`,
    export: row.number,
    attempt: row.attempt,
    sha256: row.sha256 ?? '',
    rows: row.rows ?? 0,
    checklist,
    second: second?.by_id ?? '',
    by: by ?? '',
    at,
  }
  await insertDecision(tx, {
    export_id: row.id,
    attempt: row.attempt,
    what,
    by_id: by,
    at,
    reason,
    sha256: row.sha256 ?? '',
    salt: new Uint8Array(randomBytes(16)),
    statement: JSON.stringify(statement),
    ledger_index: null,
  })
  return checklist
}

/** Every decision that the evidence ledger does not have yet; said again after a crash it is the same entry. */
export async function sayDecisions(parts: ExportParts): Promise<void> {
  for (const { seq, export_id, salt, statement } of await listUnsaidDecisions(parts.db)) {
    const index = await parts.archive.journal.appendStatement({
      type: 'export',
      key: `release/${export_id}/${seq}`,
      salt: new Uint8Array(salt),
      statement: JSON.parse(statement) as object, // as `say` wrote it
    })
    await parts.db.write((tx) => setDecisionIndex(tx, seq, index))
  }
}
