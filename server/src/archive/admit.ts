import { encodeEntry } from '@cunzhen/proof/keeping'
import { Fault, type ParticipantNo, type RecordNo } from '#base'
import { COLUMNS, DIGEST, type PackedArrivals } from './arrival.ts'
import type { CatalogCache, OpenConversation, SourceKeys } from './catalog-cache.ts'
import type { EpochCipher } from './epoch.ts'
import type { JournalState, JournalStore } from './journal.store.ts'

/** What one group commit works on. All of it belongs to the journal thread and to one open transaction. */
export interface Group {
  readonly store: JournalStore
  readonly catalog: CatalogCache
  readonly sourceKeys: SourceKeys
  /** The epoch that encrypts now; its row is written when a group first asks for it. */
  readonly epoch: () => EpochCipher
  /** A copy: the journal's own is replaced by it when the transaction has committed. */
  readonly state: JournalState
  /** ms UTC, never before an earlier group's. */
  readonly archivedAt: number
}

/**
 * Puts one batch into the journal. Runs inside the group's transaction: a crash or an error at any point leaves nothing
 * of it, and nobody has been told otherwise, because outcomes are answered only after the commit.
 *
 * @returns per arrival, in order: the RecordNo, or -1 - RecordNo where it is a duplicate of that record
 */
export function admitBatch(group: Group, packed: PackedArrivals): Float64Array<ArrayBuffer> {
  const { store, state, sourceKeys } = group
  const outcomes = new Float64Array(packed.count)
  const tables = new BatchTables(group, packed)
  const runs = new Runs(group, packed)
  let at = 0
  for (let i = 0; i < packed.count; i++) {
    const column = (which: number) => packed.columns[i * COLUMNS + which] ?? 0
    const digest = packed.heap.subarray(at, at + DIGEST)
    const identityEnd = at + DIGEST + column(4)
    const identity = packed.heap.subarray(at + DIGEST, identityEnd)
    const encoded = packed.heap.subarray(identityEnd, identityEnd + column(5))
    at = identityEnd + column(5)
    const time = packed.times[i] ?? Number.NaN
    const sourceTs = Number.isNaN(time) ? null : time

    // 1. Known already? The tombstone is written with the number the record will have.
    const no = state.next as RecordNo // dense: this is the next free one, taken below
    const known = store.noteSeen(sourceKeys.of(tables.prefix(column(0)), identity, sourceTs), no)
    if (known !== null) {
      outcomes[i] = -1 - known
      continue
    }
    // 2. Its place: conversation, number in it, sender.
    const conversation = tables.conversation(column(0))
    const sender = column(1) === 0 ? null : tables.person(column(1) - 1)
    const seq = group.catalog.countRecord(conversation, sourceTs)
    // 3. Its ledger entry.
    const { tag } = conversation
    const entry = { type: 'record', convTag: tag, seq, archiveTs: group.archivedAt, sourceTs, digest } as const
    store.insertEntry(no, encodeEntry(entry))
    // 4. Its content, under the epoch key.
    const epoch = group.epoch()
    const address = { no, epoch: epoch.id, conversation: conversation.no, sender, kind: column(2), sourceTs }
    const { nonce, ciphertext } = epoch.seal(address, encoded)
    store.insertRecord({ ...address, nonce, ciphertext })
    // 5. The counters.
    state.next += 1
    state.records += 1
    state.unsealedBytes += ciphertext.length
    state.unsealedSince ??= group.archivedAt
    runs.note(column(3), no)
    outcomes[i] = no
  }
  runs.end()
  return outcomes
}

/** The batch's tables, looked up in the catalog when the first new record needs them: a duplicate changes nothing. */
class BatchTables {
  readonly #group: Group
  readonly #packed: PackedArrivals
  readonly #prefixes: Buffer[] = []
  readonly #conversations: OpenConversation[] = []
  readonly #people: ParticipantNo[] = []

  constructor(group: Group, packed: PackedArrivals) {
    this.#group = group
    this.#packed = packed
  }

  prefix(place: number): Buffer {
    let prefix = this.#prefixes[place]
    if (!prefix) {
      const { platform = '', origin = '' } = this.#packed.conversations[place] ?? {}
      prefix = Buffer.from(`${platform}\0${origin}\0`)
      this.#prefixes[place] = prefix
    }
    return prefix
  }

  conversation(place: number): OpenConversation {
    let open = this.#conversations[place]
    if (!open) {
      const packed = entryAt(this.#packed.conversations, place)
      for (const member of packed.members) this.person(member)
      open = this.#group.catalog.conversation(this.#group.state, packed, this.#people)
      this.#conversations[place] = open
    }
    return open
  }

  person(place: number): ParticipantNo {
    let no = this.#people[place]
    if (no === undefined) {
      no = this.#group.catalog.participant(this.#group.state, entryAt(this.#packed.people, place))
      this.#people[place] = no
    }
    return no
  }
}

/** Which import brought which run of records. */
class Runs {
  readonly #group: Group
  readonly #packed: PackedArrivals
  #place = -1
  #first = 0
  #last = -1

  constructor(group: Group, packed: PackedArrivals) {
    this.#group = group
    this.#packed = packed
  }

  note(place: number, no: number): void {
    if (place !== this.#place || no !== this.#last + 1) {
      this.end()
      this.#place = place
      this.#first = no
    }
    this.#last = no
  }

  end(): void {
    if (this.#last < this.#first) return
    this.#group.store.noteRun(entryAt(this.#packed.imports, this.#place), this.#first, this.#last)
    this.#first = this.#last + 1
  }
}

function entryAt<T>(table: readonly T[], place: number): T {
  const entry = table[place]
  if (entry === undefined) throw new Fault('broken_invariant', 'must be true: a packed batch holds what it refers to')
  return entry
}
