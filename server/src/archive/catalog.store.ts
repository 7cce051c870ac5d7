import { ENTRY_TYPES, type EntryType, type JsonValue } from '@cunzhen/proof/keeping'
import { type ConversationNo, type ImportId, invariant, type ParticipantNo, type RecordNo } from '#base'
import type { JournalState } from './journal.store.ts'
import { JournalReading, type JournalReadingOptions } from './reading.store.ts'

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

/** A participant with every name it was seen under. */
export interface ParticipantNames {
  no: ParticipantNo
  account: string
  names: string[]
}

export interface StatementCard {
  /** Its entry in the evidence ledger. */
  index: number
  key: string
  type: EntryType
  salt: Uint8Array
  statement: JsonValue
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

const STATEMENT_TYPES: ReadonlyMap<number, EntryType> = new Map(
  Object.entries(ENTRY_TYPES).map(([name, code]) => [code, name as EntryType]), // the keys of ENTRY_TYPES
)
const CARD = `no, platform, origin, conversation as id, title, next_seq as records, undated, first_ts as firstTs,
  last_ts as lastTs`
const PERSON = 'no, platform, account, name'

/**
 * Who spoke where, without opening a record. Reads what is committed, over a connection that cannot write; may be opened
 * on any thread. The catalog asks for no permit: its callers decide what of it a person may see.
 */
export class Catalog {
  readonly #reading: JournalReading

  /**
   * @param journalKey the keyring's secret `journal.db`; the caller zeroes it
   * @param beside another process may have the house open
   */
  constructor(journalPath: string, journalKey: Uint8Array, options: JournalReadingOptions = {}) {
    this.#reading = new JournalReading(journalPath, journalKey, options)
  }

  conversation(no: ConversationNo): ConversationCard | null {
    return this.#reading.row<ConversationCard>(`select ${CARD} from conversation where no = ?`, no)
  }

  participant(no: ParticipantNo): ParticipantCard | null {
    return this.#reading.row<ParticipantCard>(`select ${PERSON} from participant where no = ?`, no)
  }

  /** The participant whose account is exactly this one. */
  participantOf(platform: string, account: string): ParticipantCard | null {
    const sql = `select ${PERSON} from participant where platform = ? and account = ?`
    return this.#reading.row<ParticipantCard>(sql, platform, account)
  }

  /** Participants whose account or any of whose names contains `text`; Latin letters in either case. */
  findParticipants(text: string, limit = 50): ParticipantCard[] {
    if (text === '') return []
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
    const sql = `select ${PERSON} from participant where account like ? escape '\\'
      or no in (select participant from participant_name where name like ? escape '\\') order by no limit ?`
    return this.#reading.rows<ParticipantCard>(sql, pattern, pattern, limit)
  }

  /** The next participants after a number, in order, with all their names. */
  participantsAfter(after: number, limit: number): ParticipantNames[] {
    const some = this.#reading.rows<{ no: ParticipantNo; account: string }>(
      'select no, account from participant where no > ? order by no limit ?',
      after,
      limit,
    )
    const found = new Map(some.map(({ no, account }) => [no, { no, account, names: [] as string[] }]))
    const sql = 'select participant as no, name from participant_name where participant > ? and participant <= ?'
    for (const { no, name } of this.#reading.rows<{ no: ParticipantNo; name: string }>(
      sql,
      after,
      some.at(-1)?.no ?? after,
    ))
      found.get(no)?.names.push(name)
    return [...found.values()]
  }

  /** Every conversation that at least one of these takes part in. */
  conversationsOf(people: readonly ParticipantNo[]): Set<ConversationNo> {
    const sql = 'select conversation from member where participant = ?'
    const found = new Set<ConversationNo>()
    for (const person of people) {
      for (const { conversation } of this.#reading.rows<{ conversation: ConversationNo }>(sql, person))
        found.add(conversation)
    }
    return found
  }

  /** A participant's conversations, the one spoken in last first. */
  conversationCards(person: ParticipantNo): ConversationCard[] {
    const sql = `select ${CARD} from conversation where no in (select conversation from member where participant = ?)
      order by last_ts desc, no`
    return this.#reading.rows<ConversationCard>(sql, person)
  }

  /** @param limit the members with the lowest numbers; -1: all */
  membersOf(conversation: ConversationNo, limit = -1): ParticipantCard[] {
    const sql = `select ${PERSON} from participant where no in
      (select participant from member where conversation = ? order by participant limit ?) order by no`
    return this.#reading.rows<ParticipantCard>(sql, conversation, limit)
  }

  /** Every name of everybody who takes part, one query for all of them; null where more than `most` do. */
  namesIn(conversation: ConversationNo, most: number): { no: ParticipantNo; name: string }[] | null {
    const counting = 'select count(*) as members from (select 1 from member where conversation = ? limit ?)'
    const { members } = this.#reading.row<{ members: number }>(counting, conversation, most + 1) ?? { members: 0 }
    if (members > most) return null
    const sql = `select participant_name.participant as no, name
      from member join participant_name on participant_name.participant = member.participant
      where conversation = ? order by no, name`
    return this.#reading.rows(sql, conversation)
  }

  /** The import that brought a record; null where the number is not a record's. */
  importOf(record: RecordNo): ImportId | null {
    const sql =
      'select import_id as id from arrival where first_no <= ? and last_no >= ? order by first_no desc limit 1'
    return this.#reading.row<{ id: ImportId }>(sql, record, record)?.id ?? null
  }

  /** A statement of the ledger by the key it was appended under, with the salt that opens its digest. */
  statement(key: string): StatementCard | null {
    const row = this.#reading.row<{ no: number }>('select no from statement where key = ?', key)
    return row ? this.statementAt(row.no) : null
  }

  /** The statement that is this entry of the evidence ledger; null where the entry is a record or not there. */
  statementAt(index: number): StatementCard | null {
    const row = this.#reading.statement(index)
    if (!row) return null
    const type = STATEMENT_TYPES.get(row.type)
    invariant(type !== undefined, 'a statement in journal.db has a type of the ledger')
    return { index, key: row.key, type, salt: row.salt, statement: JSON.parse(row.statement) } // canonical JSON of ours
  }

  /** The epoch seals from this entry on, in order, at most `limit`. */
  seals(from: number, limit: number): StatementCard[] {
    const sql = 'select no from statement where type = ? and no >= ? order by no limit ?'
    const rows = this.#reading.rows<{ no: number }>(sql, ENTRY_TYPES.epoch, from, limit)
    return rows.flatMap(({ no }) => this.statementAt(no) ?? [])
  }

  counts(): ArchiveCounts {
    const state: JournalState = this.#reading.state()
    const { segments } = this.#reading.row<{ segments: number }>('select count(*) as segments from segment') ?? {
      segments: 0,
    }
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

  /**
   * How far an index is that holds every entry below `position`, in records: what is no record is a statement, and there
   * are few of them.
   */
  indexed(position: number): { searchable: number; archived: number } {
    const { next, records } = this.#reading.state()
    if (position >= next) return { searchable: records, archived: records }
    const sql = 'select count(*) as statements from statement where no < ?'
    const { statements } = this.#reading.row<{ statements: number }>(sql, position) ?? { statements: 0 }
    return { searchable: position - statements, archived: records }
  }

  close(): void {
    this.#reading.close()
  }
}
