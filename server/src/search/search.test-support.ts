import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord, type Kind } from '@cunzhen/proof/keeping'
import type { ResolvedScope } from '#access'
import type { ArchivedRecord } from '#archive'
import { type ConversationNo, type Instant, type KeyId, newId, type ParticipantNo, type RecordNo, Refusal } from '#base'
import type { KeyRegister } from '#platform/keys'
import type { SearchInput } from './find/answer.ts'
import { Searcher } from './find/searcher.ts'
import { Signals } from './shards/signals.ts'
import type { TextSource } from './shards/source.ts'
import { Indexer } from './write/indexer.ts'
import { settleShard } from './write/settle.ts'

/** A record as the tests tell it; `no` is its place in the list. */
export interface Told {
  text: string
  time: number | null
  conversation?: number
  sender?: number | null
  kind?: Kind
  archivedAt?: number
}

export const ARCHIVED_AT = Date.UTC(2026, 10, 2, 2)

/** A short archive in memory with the reader's own answers; every seventh number belongs to an entry that is no record. */
export class ToldSource implements TextSource {
  readonly told: (Told | null)[] = []
  readonly destroyed = new Set<number>()
  opened: number[] = []

  add(...records: Told[]): number[] {
    return records.map((record) => {
      if (this.told.length % 7 === 6) this.told.push(null)
      return this.told.push(record) - 1
    })
  }

  end(): RecordNo {
    return this.told.length as RecordNo
  }

  readForIndex(from: RecordNo, limit: number) {
    const records: ArchivedRecord[] = []
    let no: number = from
    for (; no < this.told.length && records.length < limit; no++) {
      const record = this.#record(no)
      if (record) records.push(record)
    }
    return { records, next: no as RecordNo }
  }

  read(no: RecordNo): ArchivedRecord | null {
    if (this.destroyed.has(no)) throw new Refusal('not_found', 'key_destroyed')
    this.opened.push(no)
    return this.#record(no)
  }

  #record(no: number): ArchivedRecord | null {
    const told = this.told[no]
    if (!told) return null
    const kind = told.kind ?? 'text'
    const bytes = encodeRecord(new Uint8Array(16), {
      platform: 'test',
      origin: '',
      sourceId: '',
      conversation: 'c',
      sender: 's',
      senderName: '',
      recipients: '',
      sourceTs: told.time,
      kind,
      refersTo: '',
      extra: '',
      body: told.text,
    })
    return {
      no: no as RecordNo,
      conversation: (told.conversation ?? 1) as ConversationNo,
      sender: told.sender === null ? null : ((told.sender ?? 1) as ParticipantNo),
      kind,
      sourceTs: told.time,
      seq: 0,
      archivedAt: told.archivedAt ?? ARCHIVED_AT,
      sealed: false,
      bytes,
    }
  }
}

/** A key register in memory. */
export function memoryRegister(): Pick<KeyRegister, 'create' | 'open' | 'destroy'> & {
  readonly keys: Map<KeyId, Uint8Array>
} {
  const keys = new Map<KeyId, Uint8Array>()
  return {
    keys,
    create(_purpose, count = 1) {
      return Array.from({ length: count }, () => {
        const made = { id: newId<KeyId>('key'), key: new Uint8Array(randomBytes(32)) }
        keys.set(made.id, made.key.slice())
        return made
      })
    },
    open(id) {
      const key = keys.get(id)
      if (!key) throw new Refusal('not_found', 'key_destroyed')
      return key.slice()
    },
    destroy(ids) {
      for (const id of ids) keys.delete(id)
    },
  }
}

export class TestIndex {
  readonly dir = mkdtempSync(join(tmpdir(), 'cunzhen-search-'))
  readonly source = new ToldSource()
  readonly register = memoryRegister()
  readonly clock = { at: ARCHIVED_AT, now: () => this.clock.at as Instant }
  readonly signals = new Signals()
  /** Small enough for the few rows of a test to have lists and words without one. */
  readonly frequent = 4
  #indexer: Indexer | null = null
  readonly searcher = new Searcher(this)

  get indexer(): Indexer {
    this.#indexer ??= new Indexer(this)
    return this.#indexer
  }

  /** Forgets everything in memory without closing, as a killed process does. */
  crash(): void {
    this.#indexer = null
  }

  indexAll(): void {
    while (this.indexer.step());
    this.indexer.savePosition()
  }

  settleAll(): void {
    for (const { name } of [...this.indexer.files.entries]) {
      const settling = settleShard(this.indexer, name)
      while (!settling.next().done);
    }
  }

  find(query: string, over: Partial<SearchInput> = {}) {
    return this.searcher.run({ scope: EVERYTHING, query, mode: 'normal', order: 'newest', limit: 50, ...over })
  }

  /** All hits, page by page. */
  findAll(query: string, over: Partial<SearchInput> = {}): { numbers: number[]; total: number } {
    const numbers: number[] = []
    let cursor: string | null = null
    let total = 0
    do {
      const page: ReturnType<TestIndex['find']> = this.find(query, { limit: 17, ...over, cursor })
      numbers.push(...page.hits.map((hit) => hit.record))
      total = page.total
      cursor = page.next
    } while (cursor)
    return { numbers, total }
  }

  remove(): void {
    this.searcher.close()
    this.#indexer?.close()
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export const EVERYTHING: ResolvedScope = { conversations: 'all', from: null, to: null, kinds: null, undated: true }
