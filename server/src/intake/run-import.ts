import { createHash, createHmac, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { toHex } from '@cunzhen/proof'
import type { ArchiveObjects, Journal } from '#archive'
import { type Clock, Fault, type ImportId, type Instant, type KeyId, newId, type QuarantineId, Refusal } from '#base'
import { durable, type HouseDb, startThread, type Thread } from '#platform'
import type { Bounds } from './containers/entry.ts'
import type { ImportInput, ImportJob, IntakeHandlers, IntakeListener } from './intake.thread.ts'
import type { ReceiveOptions } from './options.ts'
import type { IntakePlaces } from './places.ts'
import type { QuarantinedSpan } from './quarantine.ts'
import type { Progress, Received } from './received.ts'
import {
  addQuarantined,
  beginImport,
  changeImport,
  type ImportChange,
  type ImportState,
  keepsBytes,
  resolveSpan,
  spanWithBytes,
  wasFinished,
} from './store.ts'
import { savedKeys } from './wecom-keys.store.ts'

/** Keys of quarantine files; the key register, as wire hands it over. */
export interface QuarantineKeys {
  create(): { id: KeyId; key: Uint8Array }
  open(id: KeyId): Uint8Array
  destroy(ids: readonly KeyId[]): void
}

export interface RunParts {
  db: HouseDb
  clock: Clock
  journal: Pick<Journal, 'appendStatement'>
  /** Where files that messages name are kept. */
  objects: ArchiveObjects
  keys: QuarantineKeys
  /** Gives the import's thread a line to the journal thread, under the name `journal`. */
  connect(thread: Thread<IntakeHandlers>): void
  places: IntakePlaces
  bounds: Bounds
  /** HMAC key for digests of sources and of quarantined bytes. */
  digestKey: Uint8Array
}

export interface Job {
  id: ImportId
  input: ImportInput
  fileName: string
  options: ReceiveOptions
}

/** How far a running import is, newer than its row. */
export type Live = Map<ImportId, Progress>

/** How an import ended that was not read to its end. */
export interface Ending {
  state: Extract<ImportState, 'interrupted' | 'cancelled'>
  problem: string
}

const SAVE_EVERY = 2000

/**
 * Runs one import to its end and says so in its row. Never throws: what stops it is the import's state.
 */
export async function runImport(
  parts: RunParts,
  job: Job,
  live: Live,
  onThread: (thread: Thread<IntakeHandlers>) => void,
  endingOf: (code: string) => Ending,
  onUnsaved: (change: ImportChange) => void,
): Promise<void> {
  const { db, clock } = parts
  let keyId: KeyId | null = null
  try {
    // 1. A key for what may have to be quarantined, and its id in the row. A crash in between leaves a key that opens
    //    nothing. From here on a crash leaves the row `running`, which the next start turns into `interrupted`.
    const made = await db.between(() => parts.keys.create())
    keyId = made.id
    await db.write((tx) => beginImport(tx, job.id, made.id))
    // 2. The thread reads the source. What the journal acknowledged stays; spans of quarantine are in the house database
    //    before the thread goes on.
    const received = await readSource(parts, job, made.key, live, onThread)
    const sourceDigest = createHmac('sha256', parts.digestKey).update('source\n').update(received.sourceDigest).digest()
    const again = await wasFinished(db, sourceDigest)
    // 3. The statement in the evidence ledger. Said once however often it is tried: its key is the import's id.
    const { statement, salt, entry } = await stateBatch(parts, job, received)
    // 4. The row says finished. A crash before this leaves `interrupted` with everything archived and stated.
    await save(db, job.id, {
      ...progressOf({ ...received, totalBytes: received.counts.bytes, part: null }),
      state: isFailure(received) ? 'failed' : 'finished',
      problem: again && received.problem === null ? 'same_source' : received.problem,
      gaps: JSON.stringify(received.gaps),
      finished_at: clock.now(),
      source_digest: sourceDigest,
      statement: JSON.stringify(statement),
      statement_salt: salt,
      statement_entry: entry,
    })
  } catch (error) {
    const reached = live.get(job.id)
    const ending = { ...(reached ? progressOf(reached) : {}), ...endingOf(codeOf(error)), finished_at: clock.now() }
    // where the disk is full, even this cannot be written: it is said from memory, and written when there is room
    await save(db, job.id, ending).catch(() => onUnsaved(ending))
  } finally {
    live.delete(job.id)
    if (keyId !== null) await dropUnusedQuarantine(parts, job.id, keyId)
  }
}

/**
 * Removes a quarantine file whose bytes all lie elsewhere already (or that was never written), and its key, unless that
 * still opens the counts of the parts whose spans lie elsewhere.
 */
export async function dropUnusedQuarantine(parts: RunParts, id: ImportId, keyId: KeyId): Promise<void> {
  if (await keepsBytes(parts.db, id)) return
  const { quarantineFile, countsFile } = parts.places
  if (existsSync(countsFile(id))) return durable.removeDurably([quarantineFile(id)])
  // 1. the row forgets the key; a crash after this leaves a key and a file that nothing refers to
  await save(parts.db, id, { quarantine_key: null })
  // 2. both are removed
  await parts.db.between(() => parts.keys.destroy([keyId]))
  durable.removeDurably([quarantineFile(id)])
}

async function readSource(
  parts: RunParts,
  job: Job,
  key: Uint8Array,
  live: Live,
  onThread: (thread: Thread<IntakeHandlers>) => void,
): Promise<Received> {
  let savedAt = parts.clock.now()
  const serves: IntakeListener = {
    quarantined: (spans) => addSpans(parts, job.id, spans),
    resolved: (span) => parts.db.write((tx) => resolveSpan(tx, span, job.id, parts.clock.now())),
    // never while a transaction of the house database is open: the register writes on a connection of its own
    createObjectKey: () => parts.db.between(() => parts.objects.createKey()),
    destroyObjectKey: (id) => parts.db.between(() => parts.objects.destroyKey(id)),
    progress(progress) {
      live.set(job.id, progress)
      if (parts.clock.now() - savedAt < SAVE_EVERY) return
      savedAt = parts.clock.now()
      // the newest counts for a reader after a crash; the row's last word is written at the end
      void save(parts.db, job.id, progressOf(progress)).catch(() => undefined)
    },
  }
  const url = new URL('./intake.thread.ts', import.meta.url)
  const thread = await startThread<IntakeHandlers>(url, { init: undefined, serves })
  onThread(thread)
  try {
    parts.connect(thread)
    const { id, input, fileName } = job
    const options = { ...job.options, keys: [...(job.options.keys ?? []), ...(await savedKeys(parts.db))] }
    return await thread.call.run({
      importId: id,
      input,
      fileName,
      options,
      bounds: parts.bounds,
      scratchDir: parts.places.scratch,
      quarantinePath: parts.places.quarantineFile(id),
      countsPath: parts.places.countsFile(id),
      quarantineKey: key,
      digestKey: parts.digestKey,
      objects: parts.objects.places(),
    } satisfies ImportJob)
  } finally {
    key.fill(0)
    await thread.stop()
  }
}

async function addSpans(parts: RunParts, id: ImportId, spans: readonly QuarantinedSpan[]): Promise<void> {
  const at: Instant = parts.clock.now()
  await parts.db.write(async (tx) => {
    for (const { part, start, end, reason, items, kept } of spans) {
      const same_as = await spanWithBytes(tx, kept.digest, kept.length)
      await addQuarantined(tx, {
        id: newId<QuarantineId>('qrt'),
        import: id,
        part,
        start,
        end,
        reason,
        items,
        at,
        digest: Buffer.from(kept.digest),
        same_as,
        file_at: kept.at,
        file_block: kept.block,
        length: kept.length,
        resolved_by: null,
        resolved_at: null,
      })
    }
  })
}

async function stateBatch(parts: RunParts, job: Job, received: Received) {
  const salt = new Uint8Array(randomBytes(16))
  const { items, archived, duplicates, quarantined, bytes } = received.counts
  const statement = {
    v: 1,
    import: job.id,
    // salted once more: the statement may be shown to someone who must not be able to guess the file
    source: toHex(createHash('sha256').update(salt).update(received.sourceDigest).digest()),
    items,
    archived,
    duplicates,
    quarantined,
    bytes,
    gapsKnowable: received.gaps.knowable,
    missing: received.gaps.gaps.reduce((sum, gap) => sum + gap.missing, 0),
  }
  const entry = await parts.journal.appendStatement({ type: 'batch', key: job.id, salt, statement })
  return { statement, salt, entry }
}

function isFailure({ counts, problem }: Received): boolean {
  return problem === 'format_unknown' || (problem === 'column_missing' && counts.quarantined === counts.items)
}

function progressOf(progress: Progress): ImportChange {
  return {
    counts: JSON.stringify(progress.counts),
    reasons: JSON.stringify(progress.reasons),
    format: progress.format,
    encoding: progress.encoding,
    total_bytes: progress.totalBytes,
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Refusal && error.code === 'journal_full') return 'disk_full' // one word for it, whoever met it
  return error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected_error'
}

function save(db: HouseDb, id: ImportId, change: ImportChange): Promise<void> {
  return db.write((tx) => changeImport(tx, id, change))
}
