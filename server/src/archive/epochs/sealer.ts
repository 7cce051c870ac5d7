import {
  concat,
  directoryLeaf,
  type EpochStatement,
  epochSalt,
  epochStatement,
  equalBytes,
  type LabelledRange,
  LeafRow,
  labelledLeaf,
  mapLeaf,
} from '@cunzhen/proof/keeping'
import { type Clock, type ConversationNo, Fault, HOUR, Refusal } from '#base'
import { type LedgerReader, openLedgerReader } from '#ledger'
import { archiveFiles } from '../house-files.ts'
import { JournalReading } from '../reading.store.ts'
import type { StatementInput } from '../statements.ts'
import { ChainStore, type FoldState } from './chains.store.ts'
import { recordOf } from './entry-record.ts'
import { lastSeal, tagsAfter } from './epoch-source.ts'
import { MapProver, type SealedPlace, type WantedTag } from './map-prover.ts'

export interface SealerInit {
  house: string
  /** The keyring's secrets `journal.db` and `log`; zeroed by the caller. */
  secrets: { journal: Uint8Array; log: Uint8Array }
  /** Of the evidence ledger. */
  verifierKey: string
  appendStatement: (input: StatementInput) => Promise<number>
  clock: Clock
  options?: SealerOptions
}

export interface SealerOptions {
  /** Longest time between two seals while records come in. Default one hour. */
  epochMs?: number
  /** Entries a second from which folding waits for a quieter moment. Default 2000. */
  busyEntries?: number
}

/** A seal over all conversations, and what it takes to show some of them under it (formats/completeness.md). */
export interface EpochSeal {
  /** Entry of the seal's statement. */
  index: number
  salt: Uint8Array
  statement: EpochStatement
  /** The wanted conversations and the neighbours of absent ones, in the map's order. */
  places: SealedPlace[]
  /** Shared inclusion proofs, hashes one behind the other. */
  mapProof: Uint8Array
  directoryProof: Uint8Array
}

const STRETCH = 32_768

/**
 * Follows the signed ledger and keeps of each conversation the right edge of its tree; states the map's root in the ledger when
 * asked or when an hour is over. Everything it keeps follows from signed entries: after a crash it goes on from the last
 * committed stretch, and what does not fit is computed again from the first entry.
 */
export class Sealer {
  readonly #init: SealerInit
  readonly #reading: JournalReading
  readonly #ledger: LedgerReader
  readonly #store: ChainStore
  readonly #logKey: Uint8Array
  #turn: Promise<unknown> = Promise.resolve()
  #seenSize = 0
  #isClosing = false
  #directory = new LeafRow()

  private constructor(init: SealerInit) {
    const files = archiveFiles(init.house)
    this.#init = init
    this.#reading = new JournalReading(files.journal, init.secrets.journal)
    this.#ledger = openLedgerReader(files.ledger, init.verifierKey)
    this.#store = ChainStore.open(files.epochs, init.secrets.journal)
    this.#logKey = init.secrets.log.slice()
  }

  static open(init: SealerInit): Sealer {
    const sealer = new Sealer(init)
    sealer.#checkHistory()
    return sealer
  }

  /** Folds what is new unless much is coming in; seals when an hour is over and there are records that no seal covers. */
  turn(): Promise<void> {
    return this.#alone(async () => {
      const { next } = this.#reading.state()
      const came = next - this.#seenSize
      this.#seenSize = next
      const state = this.#store.state()
      if (next <= state.folded) return
      const isDue = this.#isDue(state)
      if (!isDue && came > (this.#init.options?.busyEntries ?? 2000)) return
      await this.#fold(this.#ledger.head().size)
      if (isDue && this.#hasNews()) await this.#seal([])
    })
  }

  /**
   * Seals everything that the signed ledger holds now, and proves the wanted conversations under it.
   * @throws Fault `seal_conflict` where the ledger has another seal over the same entries
   */
  seal(wanted: readonly ConversationNo[] | 'all'): Promise<EpochSeal> {
    return this.#alone(async () => {
      await this.#fold(this.#ledger.head().size)
      return this.#seal(wanted)
    })
  }

  /** Lets what runs end, then closes the files. */
  async close(): Promise<void> {
    this.#isClosing = true
    await this.#turn.catch(() => undefined) // its caller has the error
    this.#logKey.fill(0)
    this.#store.close()
    this.#reading.close()
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.catch(() => undefined).then(work)
    this.#turn = done
    return done
  }

  /** A file ahead of its ledger, or of another one, is of no use: both happen when a backup is put back. */
  #checkHistory(): void {
    const { folded, lastEntry } = this.#store.state()
    if (folded === 0) return
    const { size } = this.#ledger.head()
    if (folded <= size && equalBytes(this.#ledger.readEntry(folded - 1, size), lastEntry)) return
    this.#clear()
  }

  #clear(): void {
    this.#store.clear()
    this.#directory = new LeafRow()
  }

  #isDue({ records }: FoldState): boolean {
    const last = lastSeal(this.#reading)
    if (last === null) return records > 0 && this.#init.clock.now() - this.#timeOf(0) >= this.#epochMs
    return this.#init.clock.now() - this.#timeOf(last.no) >= this.#epochMs
  }

  #hasNews(): boolean {
    return this.#store.state().records > (lastSeal(this.#reading)?.statement.records ?? 0)
  }

  get #epochMs(): number {
    return this.#init.options?.epochMs ?? HOUR
  }

  /** When the entry was written; not yet signed: now. */
  #timeOf(no: number): number {
    const { size } = this.#ledger.head()
    if (no >= size) return this.#init.clock.now()
    const entry = this.#ledger.readEntry(no, size)
    return Number(new DataView(entry.buffer, entry.byteOffset).getBigInt64(41))
  }

  async #fold(size: number): Promise<void> {
    for (let state = this.#store.state(); state.folded < size; state = this.#store.state()) {
      if (this.#isClosing) throw new Refusal('unavailable', 'journal_closed')
      const to = Math.min(state.folded + STRETCH, size)
      const chains = new Map<string, { tag: Uint8Array; range: LabelledRange }>()
      let { records, lastEntry } = state
      for (const entry of this.#ledger.readEntries(state.folded, to, size)) {
        lastEntry = entry
        const record = recordOf(entry)
        if (record === null) continue
        const key = Buffer.from(record.tag).toString('latin1')
        const chain = chains.get(key) ?? { tag: record.tag, range: this.#store.chain(record.tag) }
        chains.set(key, chain)
        if (record.seq !== chain.range.size) return this.#startOver(state)
        chain.range.append(labelledLeaf(record.sourceTs, record.digest))
        records += 1
      }
      // all of a stretch or nothing: what a crash leaves is a state that was committed whole
      this.#store.commit(chains.values(), { folded: to, records, lastEntry })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Numbers that do not go on: our own state is wrong, or the ledger is. Only the second comes back after a fresh start. */
  async #startOver({ folded }: FoldState): Promise<void> {
    if (folded === 0) {
      throw new Fault('ledger_damaged', 'records of a conversation have gaps; run `npm run cunzhen -- fsck`')
    }
    this.#clear()
    await this.#fold(this.#ledger.head().size)
  }

  async #seal(wanted: readonly ConversationNo[] | 'all'): Promise<EpochSeal> {
    const { folded: size, records } = this.#store.state()
    for (const rows of tagsAfter(this.#reading, this.#logKey, this.#store.numbered())) this.#store.addNumbers(rows)
    // 1. the directory, and the tags of what is wanted
    const directory = this.#grownDirectory()
    const tags = wanted === 'all' ? [] : this.#tagsOf(wanted)
    // 2. the map, in the order of its tags, which is the table's
    const map = new LeafRow()
    const prover = new MapProver(wanted === 'all' ? null : tags, (tag) => this.#store.chain(tag))
    for (const [tag, head] of this.#store.mapEntries()) {
      prover.pass({ tag, head, at: map.length })
      map.push(mapLeaf({ tag, head }))
    }
    prover.end(map.length)
    const figures = { size, records, conversations: map.length, root: map.root() }
    const statement = epochStatement(figures, { size: directory.length, root: directory.root() })
    // 3. into the ledger, once for each size
    const salt = epochSalt(size)
    const index = await this.#append({ type: 'epoch', key: `epoch:${size}`, salt, statement })
    const nos = tags.map(({ no }) => no - 1) // in the directory's order
    const directoryProof = nos.length === 0 ? [] : directory.proof(nos)
    const mapProof = prover.indices.length === 0 ? [] : map.proof(prover.indices)
    return {
      index,
      salt,
      statement,
      places: prover.places,
      mapProof: concat(...mapProof),
      directoryProof: concat(...directoryProof),
    }
  }

  /** The directory only grows: what was read once is kept, 32 bytes a conversation. */
  #grownDirectory(): LeafRow {
    for (;;) {
      const tags = this.#store.tagsFrom(this.#directory.length + 1)
      if (tags.length === 0) return this.#directory
      for (const tag of tags) this.#directory.push(directoryLeaf(tag))
    }
  }

  #tagsOf(wanted: readonly ConversationNo[]): WantedTag[] {
    const sorted = [...new Set(wanted)].sort((a, b) => a - b)
    return sorted.flatMap((no) => {
      const tag = this.#store.tagOf(no)
      return tag === null ? [] : [{ no, tag }] // a number that no conversation has
    })
  }

  async #append(input: StatementInput): Promise<number> {
    try {
      return await this.#init.appendStatement(input)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'statement_key_taken') throw error
      const hint = 'the ledger has another seal over the same entries; run `npm run cunzhen -- fsck`'
      throw new Fault('seal_conflict', hint, {}, { cause: error })
    }
  }
}
