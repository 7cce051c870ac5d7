import { createSecretKey, type KeyObject } from 'node:crypto'
import { decodeEntry } from '@cunzhen/proof/keeping'
import { type ConversationNo, invariant, type KeyId, type ParticipantNo, type RecordNo, type SegmentId } from '#base'
import { openRecord } from './epoch.ts'
import { recordDamaged } from './reader.ts'
import type { JournalReading } from './reading.store.ts'
import type { SegmentInput } from './segment/write.ts'

/** What the next segment takes: from ≤ no < to, `count` records with `bytes` of ciphertext. */
export interface SealRange {
  from: number
  to: number
  count: number
  bytes: number
}

const PAGE = 4096

/**
 * The next range to seal: about `most` bytes of journal, or all there is.
 * @returns null where there is no record to seal
 */
export function nextRange(journal: JournalReading, most: number): SealRange | null {
  const { sealedTo: from, next } = journal.state()
  const range: SealRange = { from, to: from, count: 0, bytes: 0 }
  while (range.bytes < most) {
    const sizes = journal.sizesFrom(range.to, next, PAGE)
    for (const { no, bytes } of sizes) {
      if (range.bytes >= most) break
      range.to = no + 1
      range.count += 1
      range.bytes += bytes
    }
    if (sizes.length < PAGE) break
  }
  // what follows the last record are statements only: they belong to the same range
  if (range.bytes < most) range.to = next
  return range.count > 0 ? range : null
}

/**
 * A range of the journal in memory, still encrypted; a record is opened when its block is made. Takes about
 * `range.bytes` and 60 bytes a record. Loading breathes: the thread's other work goes on.
 */
export class SealInput implements SegmentInput {
  readonly id: SegmentId
  readonly retention = 0
  readonly from: number
  readonly to: number
  readonly count: number
  readonly #arena: Buffer
  readonly #ends: Float64Array
  readonly #columns: { [Name in ColumnName]: Float64Array | Uint32Array }
  readonly #keys: Map<number, KeyObject>

  private constructor(id: SegmentId, range: SealRange, keys: Map<number, KeyObject>) {
    this.id = id
    this.from = range.from
    this.to = range.to
    this.count = range.count
    this.#arena = Buffer.allocUnsafe(range.bytes)
    this.#ends = new Float64Array(range.count)
    this.#columns = {
      no: new Float64Array(range.count),
      epoch: new Uint32Array(range.count),
      nonce: new Float64Array(range.count),
      conversation: new Uint32Array(range.count),
      sender: new Uint32Array(range.count),
      kind: new Uint32Array(range.count),
      sourceTs: new Float64Array(range.count),
      seq: new Float64Array(range.count),
      archivedAt: new Float64Array(range.count),
    }
    this.#keys = keys
  }

  /** @param openKey opens an epoch's key */
  static async load(
    journal: JournalReading,
    openKey: (id: KeyId) => Uint8Array,
    id: SegmentId,
    range: SealRange,
    breathe: () => Promise<void>,
  ): Promise<SealInput> {
    const input = new SealInput(id, range, new Map())
    let position = 0
    let end = 0
    for (let from = range.from; position < range.count; await breathe()) {
      const rows = journal.recordsFrom(from, range.to, PAGE)
      invariant(rows.length > 0, 'records stay in the journal until they are sealed')
      for (const row of rows) {
        if (!input.#keys.has(row.epoch)) input.#keys.set(row.epoch, epochKey(journal, openKey, row.epoch, row.no))
        const { seq, archiveTs } = decodeEntry(row.entry)
        const columns = input.#columns
        columns.no[position] = row.no
        columns.epoch[position] = row.epoch
        columns.nonce[position] = row.nonce
        columns.conversation[position] = row.conversation
        columns.sender[position] = row.sender ?? 0
        columns.kind[position] = row.kind
        columns.sourceTs[position] = row.sourceTs ?? Number.NaN
        columns.seq[position] = seq
        columns.archivedAt[position] = archiveTs
        input.#arena.set(row.ciphertext, end)
        end += row.ciphertext.length
        input.#ends[position] = end
        position += 1
        from = row.no + 1
      }
    }
    invariant(end === range.bytes, 'a journal row does not change')
    return input
  }

  no(position: number): RecordNo {
    return this.#at('no', position) as RecordNo // loaded from a row of that type, like the ones below
  }

  conversation(position: number): ConversationNo {
    return this.#at('conversation', position) as ConversationNo
  }

  kind(position: number): number {
    return this.#at('kind', position)
  }

  sourceTs(position: number): number | null {
    const time = this.#at('sourceTs', position)
    return Number.isNaN(time) ? null : time
  }

  length(position: number): number {
    return this.#end(position) - this.#end(position - 1)
  }

  content(position: number) {
    const epoch = this.#at('epoch', position)
    const key = this.#keys.get(epoch)
    invariant(key, 'the key of each epoch was opened while loading')
    const sender = (this.#at('sender', position) || null) as ParticipantNo | null
    const [no, conversation, kind] = [this.no(position), this.conversation(position), this.kind(position)]
    const address = { no, epoch, conversation, sender, kind, sourceTs: this.sourceTs(position) }
    const ciphertext = this.#arena.subarray(this.#end(position - 1), this.#end(position))
    const bytes = openRecord(key, address, this.#at('nonce', position), ciphertext)
    if (!bytes) throw recordDamaged(no)
    return { sender, seq: this.#at('seq', position), archivedAt: this.#at('archivedAt', position), bytes }
  }

  #at(column: ColumnName, position: number): number {
    return this.#columns[column][position] ?? 0
  }

  #end(position: number): number {
    return position < 0 ? 0 : (this.#ends[position] ?? 0)
  }
}

type ColumnName = 'no' | 'epoch' | 'nonce' | 'conversation' | 'sender' | 'kind' | 'sourceTs' | 'seq' | 'archivedAt'

function epochKey(journal: JournalReading, openKey: (id: KeyId) => Uint8Array, epoch: number, no: RecordNo): KeyObject {
  const id = journal.epochKey(epoch)
  if (!id) throw recordDamaged(no)
  const bytes = openKey(id)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
