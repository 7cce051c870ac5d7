import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type DurableFiles, durable } from '#platform'
import type { AnchorPlaces } from './places.ts'

// What is newest, so that nobody walks through a year of stamps to know it. Derived: lost, it is made again from the files
// that stand beside the stamps.

const At = z.int()
const Trouble = z.object({ code: z.string().max(60), since: At, tries: z.int(), nextAt: At })
export type Trouble = z.infer<typeof Trouble>

/** Beside each stored stamp: what it says, and where the ledger says so. */
export const StampNote = z.object({
  v: z.literal(1),
  of: z.enum(['checkpoint', 'renewal', 'hash']),
  /** Size of the ledger, or number of the renewal of stamps or of the hash. */
  number: z.int(),
  authority: z.string(),
  /** Of the stamp, by the authority's clock; milliseconds UTC. */
  time: At,
  policy: z.string(),
  serial: z.string(),
  signer: z.string(),
  /** When the certificate that signed it ends. */
  notAfter: At,
  /** Hex, of the stored response. */
  sha256: z.string(),
  /** Hex, of the statement in the ledger. */
  salt: z.string(),
  /** Ledger size and hex root that it covers. */
  size: z.int(),
  root: z.string(),
  /** Hex digest of what is stamped: SHA-256 of a renewal's list, of a hash renewal's text the new hash; null for a checkpoint. */
  list: z.string().nullable(),
  /** When the house had it. */
  at: At,
  /** Of its statement; null: not yet written. */
  index: z.int().nullable(),
})
export type StampNote = z.infer<typeof StampNote>

const LastStamp = StampNote.pick({ number: true, time: true, at: true, notAfter: true })
const LastCosignature = z.object({ size: z.int(), time: At, at: At })

const State = z.object({
  v: z.literal(1),
  /** Seals before this entry are written out for auditing cosigners. */
  sealsTo: z.int().default(0),
  /** Size at the last round, and up to where only our own statements followed it. */
  round: z.object({ size: z.int(), quiet: z.int() }),
  authorities: z.record(z.string(), z.object({ last: LastStamp.nullable(), trouble: Trouble.nullable() })),
  witnesses: z.record(z.string(), z.object({ last: LastCosignature.nullable(), trouble: Trouble.nullable() })),
  renewal: z.object({
    /** Number of the next one. */
    next: z.int(),
    lastAt: At.nullable(),
    /** End of the certificate that ends first among those behind stamps that no renewal covers. */
    earliest: At.nullable(),
    trouble: Trouble.nullable(),
  }),
})
export type AnchorState = z.infer<typeof State>

export function readState(places: AnchorPlaces): AnchorState {
  const state = lastState(places)
  // a renewal of the hash is made with the server stopped, by another process than the one that keeps the state
  for (const { at, notAfter } of stampNotes(places.rehash))
    if (at >= (state.renewal.lastAt ?? 0)) noteEnd(state, notAfter)
  return state
}

/** A certificate behind a stamp that no renewal covers yet ends at this time. */
export function noteEnd({ renewal }: AnchorState, notAfter: number): void {
  renewal.earliest = Math.min(renewal.earliest ?? notAfter, notAfter)
}

function lastState(places: AnchorPlaces): AnchorState {
  if (existsSync(places.state)) {
    try {
      return State.parse(JSON.parse(readFileSync(places.state, 'utf8')))
    } catch {
      // a damaged summary is made again: the stamps themselves are elsewhere
    }
  }
  return rebuilt(places)
}

export function writeState(places: AnchorPlaces, state: AnchorState, files: DurableFiles = durable): void {
  files.ensureDir(places.dir)
  files.writeFileDurably(places.state, Buffer.from(`${JSON.stringify(state)}\n`))
}

function rebuilt(places: AnchorPlaces): AnchorState {
  const state: AnchorState = {
    v: 1,
    sealsTo: 0,
    round: { size: 0, quiet: 0 },
    authorities: {},
    witnesses: {},
    renewal: { next: 1, lastAt: null, earliest: null, trouble: null },
  }
  const renewals = [...stampNotes(places.renewals)]
  for (const { number, at } of renewals) {
    state.renewal.next = Math.max(state.renewal.next, number + 1)
    state.renewal.lastAt = Math.max(state.renewal.lastAt ?? 0, at)
  }
  const since = state.renewal.lastAt ?? 0
  for (const note of [...stampNotes(places.stamps), ...renewals]) {
    const isCovered = note.at < since
    if (!isCovered) noteEnd(state, note.notAfter)
    if (note.of !== 'checkpoint') continue
    const before = state.authorities[note.authority]?.last
    if (!before || before.number < note.number) state.authorities[note.authority] = { last: note, trouble: null }
    state.round.size = Math.max(state.round.size, note.number)
  }
  state.round.quiet = state.round.size
  return state
}

/** Every note below a folder, in the order of their numbers. What is none is passed over. */
export function* stampNotes(dir: string): Generator<StampNote> {
  if (!existsSync(dir)) return
  const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) yield* stampNotes(path)
    else if (entry.name.endsWith('.json')) {
      const note = readNote(path)
      if (note !== null) yield note
    }
  }
}

export function readNote(path: string): StampNote | null {
  if (!existsSync(path)) return null
  try {
    return StampNote.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null // cut by a crash of an older copy: the stamp beside it still verifies
  }
}
