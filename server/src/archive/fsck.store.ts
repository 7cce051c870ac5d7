import type { ConversationNo, ParticipantNo } from '#base'
import type { SqliteDatabase } from '#platform'

// What fsck reads of journal.db beyond what others read: whole tables, in order, as they are in one snapshot.

export interface CatalogRow {
  no: ConversationNo
  platform: string
  origin: string
  id: string
  nextSeq: number
  undated: number
  firstTs: number | null
  lastTs: number | null
}

export interface FsckRows {
  isSound(): boolean
  conversations(): IterableIterator<CatalogRow>
  participants(): IterableIterator<{ no: ParticipantNo; platform: string; account: string }>
  seen(): IterableIterator<{ key: Uint8Array; no: number }>
  runs(): IterableIterator<{ first: number; last: number }>
  epochs(): { id: number; key: string }[]
  /** Members that are in no other table. */
  strayMembers(): number
  /** Rows of entries and records outside prunedTo ≤ no < next, and records without an entry. */
  strayRows(prunedTo: number, next: number): number
  /** Ciphertext of records from `from` on. */
  bytesFrom(from: number): number
}

export function fsckRows(db: SqliteDatabase): FsckRows {
  return {
    isSound() {
      const rows = db.prepare<[], { integrity_check: string }>('pragma integrity_check').all()
      return rows.length === 1 && rows[0]?.integrity_check === 'ok'
    },
    conversations: () =>
      db
        .prepare<[], CatalogRow>(`select no, platform, origin, conversation as id, next_seq as nextSeq, undated,
          first_ts as firstTs, last_ts as lastTs from conversation order by no`)
        .iterate(),
    participants: () =>
      db
        .prepare<[], { no: ParticipantNo; platform: string; account: string }>(
          'select no, platform, account from participant order by no',
        )
        .iterate(),
    seen: () => db.prepare<[], { key: Uint8Array; no: number }>('select key, no from seen').iterate(),
    runs: () =>
      db
        .prepare<[], { first: number; last: number }>(
          'select first_no as first, last_no as last from arrival order by first_no',
        )
        .iterate(),
    epochs: () => db.prepare<[], { id: number; key: string }>('select id, key from epoch').all(),
    strayMembers: () =>
      db
        .prepare<[], number>(`select count(*) from member where conversation not in (select no from conversation)
          or participant not in (select no from participant)`)
        .pluck()
        .get() ?? 0,
    strayRows: (prunedTo, next) =>
      db
        .prepare<[number, number, number, number], number>(`select
          (select count(*) from entry where no < ? or no >= ?) + (select count(*) from record where no < ? or no >= ?)
          + (select count(*) from record where no not in (select no from entry))`)
        .pluck()
        .get(prunedTo, next, prunedTo, next) ?? 0,
    bytesFrom: (from) =>
      db.prepare<[number], number>('select total(length(ciphertext)) from record where no >= ?').pluck().get(from) ?? 0,
  }
}
