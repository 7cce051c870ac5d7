import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { convKeyString, convTag, convTagKey } from '@cunzhen/proof/keeping'
import type { ConversationNo, ParticipantNo } from '#base'
import type { PackedConversation, PackedPerson } from './arrival.ts'
import type { ConversationRow, JournalState, JournalStore } from './journal.store.ts'

const MOST_CONVERSATIONS = 10_000
const MOST_PEOPLE = 100_000

/** A conversation as the writer holds it: its row, its tag in the ledger, and who is known to belong to it. */
export interface OpenConversation extends ConversationRow {
  readonly tag: Uint8Array
  readonly members: Set<ParticipantNo>
}

interface KnownPerson {
  readonly no: ParticipantNo
  readonly names: Set<string>
  name: string
}

/**
 * The writer's memory of conversations and participants. Owned by the journal thread; changed only inside its
 * transaction, and forgotten whole when one fails, so that nothing rolled back is remembered.
 */
export class CatalogCache {
  readonly #store: JournalStore
  readonly #logKey: Uint8Array
  readonly #conversations = new Map<string, OpenConversation>()
  readonly #people = new Map<string, KnownPerson>()
  readonly #changed = new Set<OpenConversation>()

  /** @param logKey k_log, the keyring's secret `log`; kept as long as the cache */
  constructor(store: JournalStore, logKey: Uint8Array) {
    this.#store = store
    this.#logKey = logKey.slice()
  }

  /** The conversation, made where it is new, with title, members and names brought up to date. */
  conversation(state: JournalState, packed: PackedConversation, people: readonly ParticipantNo[]): OpenConversation {
    const { platform, origin, conversation, title } = packed
    const key = convKeyString(platform, origin, conversation)
    const open = this.#conversations.get(key) ?? this.#load(state, packed, key)
    this.#conversations.delete(key)
    this.#conversations.set(key, open) // most recently used last
    if (title !== '' && title !== open.title) {
      open.title = title
      this.#changed.add(open)
    }
    for (const place of packed.members) {
      const no = people[place]
      if (no === undefined || open.members.has(no)) continue
      this.#store.insertMember(open.no, no)
      open.members.add(no)
    }
    return open
  }

  participant(state: JournalState, person: PackedPerson): ParticipantNo {
    const { platform, account, names } = person
    const key = `${platform}\0${account}`
    const known = this.#people.get(key) ?? this.#loadPerson(state, person)
    this.#people.delete(key)
    this.#people.set(key, known)
    for (const name of names) {
      if (known.names.has(name) && (known.name === name || name !== names.at(-1))) continue
      this.#store.nameParticipant(known.no, name)
      known.names.add(name)
      known.name = name
    }
    return known.no
  }

  /** Counts one more record. @returns its number in the conversation, from 0 */
  countRecord(open: OpenConversation, sourceTs: number | null): number {
    if (sourceTs === null) open.undated += 1
    else {
      if (open.firstTs === null || sourceTs < open.firstTs) open.firstTs = sourceTs
      if (open.lastTs === null || sourceTs > open.lastTs) open.lastTs = sourceTs
    }
    this.#changed.add(open)
    return open.nextSeq++
  }

  /** Writes what changed; the last step inside the transaction. */
  flush(): void {
    for (const open of this.#changed) this.#store.updateConversation(open)
    this.#changed.clear()
  }

  /** After the commit: drops what was used longest ago. */
  trim(): void {
    dropOldest(this.#conversations, MOST_CONVERSATIONS)
    dropOldest(this.#people, MOST_PEOPLE)
  }

  forget(): void {
    this.#conversations.clear()
    this.#people.clear()
    this.#changed.clear()
  }

  #load(state: JournalState, packed: PackedConversation, key: string): OpenConversation {
    const { platform, origin, conversation, title } = packed
    const tag = convTag(convTagKey(this.#logKey, key), key)
    const row = this.#store.conversation(platform, origin, conversation)
    if (row) return { ...row, tag, members: new Set(this.#store.membersOf(row.no)) }
    const no = state.nextConversation++ as ConversationNo // counted in the same transaction as the row
    this.#store.insertConversation(no, platform, origin, conversation, title)
    return { no, title, nextSeq: 0, undated: 0, firstTs: null, lastTs: null, tag, members: new Set() }
  }

  #loadPerson(state: JournalState, { platform, account }: PackedPerson): KnownPerson {
    const row = this.#store.participant(platform, account)
    if (row) return { no: row.no, name: row.name, names: new Set([row.name]) }
    const no = state.nextParticipant++ as ParticipantNo // counted in the same transaction as the row
    this.#store.insertParticipant(no, platform, account, '')
    return { no, name: '', names: new Set() }
  }
}

/** The key under which a message's source id is remembered for ever: 4 bytes of coarse time ‖ 16 bytes of HMAC-SHA256. */
export class SourceKeys {
  readonly #key: KeyObject

  /** @param dedupeKey the keyring's secret `dedupe` */
  constructor(dedupeKey: Uint8Array) {
    this.#key = createSecretKey(dedupeKey)
  }

  /**
   * The time prefix keeps one import's keys together in the table (random keys cost twice as much). It is part of the
   * key: the same identity at another hour is another message.
   * @param prefix platform ‖ NUL ‖ origin ‖ NUL
   */
  of(prefix: Uint8Array, identity: Uint8Array, sourceTs: number | null): Buffer {
    const key = Buffer.allocUnsafe(20)
    const hour = sourceTs === null ? 0 : Math.floor(sourceTs / 3_600_000)
    key.writeUInt32BE(Math.min(Math.max(hour, 0), 0xffffffff), 0)
    createHmac('sha256', this.#key).update(prefix).update(identity).digest().copy(key, 4, 0, 16)
    return key
  }
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
