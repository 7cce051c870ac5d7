import type { ConversationNo, ImportId, ParticipantNo, RecordNo } from '#base'
import type { SqliteDatabase } from '#platform'
import type { JournalState } from './journal.store.ts'
import { JournalReading } from './reading.store.ts'

/** A conversation as its source names it. Names are content: they stay behind permission like the records. */
export interface ConversationCard {
  no: ConversationNo
  platform: string
  origin: string
  /** Its id in the source. */
  id: string
  /** '' where the source gives none. */
  title: string
  records: number
  undated: number
  /** Source time of the earliest and latest dated record, ms UTC; null = none is dated. */
  firstTs: number | null
  lastTs: number | null
}

export interface ParticipantCard {
  no: ParticipantNo
  platform: string
  account: string
  /** The name that arrived last; '' where none ever did. */
  name: string
}

export interface ArchiveCounts {
  /** Entries of the evidence ledger: records and statements. */
  entries: number
  records: number
  conversations: number
  participants: number
  segments: number
  /** Everything before this RecordNo lies in segments. */
  sealedTo: number
  prunedTo: number
  unsealedBytes: number
}

const CARD = `no, platform, origin, conversation as id, title, next_seq as records, undated, first_ts as firstTs,
  last_ts as lastTs`
const PERSON = 'no, platform, account, name'

/**
 * Who spoke where, without opening a record. Reads what is committed, over a connection that cannot write; may be opened
 * on any thread. The catalog asks for no permit: its callers decide what of it a person may see.
 */
export class Catalog {
  readonly #reading: JournalReading
  readonly #db: SqliteDatabase

  /** @param journalKey the keyring's secret `journal.db`; the caller zeroes it */
  constructor(journalPath: string, journalKey: Uint8Array) {
    this.#reading = new JournalReading(journalPath, journalKey)
    this.#db = this.#reading.db
  }

  conversation(no: ConversationNo): ConversationCard | null {
    return this.#one<ConversationCard>(`select ${CARD} from conversation where no = ?`, no)
  }

  participant(no: ParticipantNo): ParticipantCard | null {
    return this.#one<ParticipantCard>(`select ${PERSON} from participant where no = ?`, no)
  }

  /** The participant whose account is exactly this one. */
  participantOf(platform: string, account: string): ParticipantCard | null {
    const sql = `select ${PERSON} from participant where platform = ? and account = ?`
    return this.#db.prepare<[string, string], ParticipantCard>(sql).get(platform, account) ?? null
  }

  /** Every name a participant was seen under. */
  namesOf(no: ParticipantNo): string[] {
    const sql = 'select name from participant_name where participant = ? order by name'
    return this.#db
      .prepare<[number], { name: string }>(sql)
      .all(no)
      .map((row) => row.name)
  }

  /** Participants whose account or any of whose names contains `text`; Latin letters in either case. */
  findParticipants(text: string, limit = 50): ParticipantCard[] {
    if (text === '') return []
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
    const sql = `select ${PERSON} from participant where account like ?1 escape '\\'
      or no in (select participant from participant_name where name like ?1 escape '\\') order by no limit ?2`
    return this.#db.prepare<[string, number], ParticipantCard>(sql).all(pattern, limit)
  }

  /** Every conversation that at least one of these takes part in. */
  conversationsOf(people: readonly ParticipantNo[]): Set<ConversationNo> {
    const sql = 'select conversation from member where participant = ?'
    const find = this.#db.prepare<[number], { conversation: ConversationNo }>(sql)
    const found = new Set<ConversationNo>()
    for (const person of people) for (const { conversation } of find.all(person)) found.add(conversation)
    return found
  }

  /** A participant's conversations, the one spoken in last first. */
  conversationCards(person: ParticipantNo): ConversationCard[] {
    const sql = `select ${CARD} from conversation where no in (select conversation from member where participant = ?)
      order by last_ts desc, no`
    return this.#db.prepare<[number], ConversationCard>(sql).all(person)
  }

  membersOf(conversation: ConversationNo): ParticipantCard[] {
    const sql = `select ${PERSON} from participant where no in (select participant from member where conversation = ?)
      order by no`
    return this.#db.prepare<[number], ParticipantCard>(sql).all(conversation)
  }

  /** The import that brought a record; null where the number is not a record's. */
  importOf(record: RecordNo): ImportId | null {
    const sql =
      'select import_id as id from arrival where first_no <= ?1 and last_no >= ?1 order by first_no desc limit 1'
    return this.#one<{ id: ImportId }>(sql, record)?.id ?? null
  }

  counts(): ArchiveCounts {
    const state: JournalState = this.#reading.state()
    const { segments } = this.#one<{ segments: number }>('select count(*) as segments from segment') ?? { segments: 0 }
    return {
      entries: state.next,
      records: state.records,
      conversations: state.nextConversation - 1,
      participants: state.nextParticipant - 1,
      segments,
      sealedTo: state.sealedTo,
      prunedTo: state.prunedTo,
      unsealedBytes: state.unsealedBytes,
    }
  }

  close(): void {
    this.#reading.close()
  }

  #one<Row>(sql: string, ...values: number[]): Row | null {
    return this.#db.prepare<number[], Row>(sql).get(...values) ?? null
  }
}
