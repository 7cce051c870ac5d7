import type { Kind } from '@cunzhen/proof/keeping'
import { type ArchivedRecord, type ArchiveReader, fieldsOf } from '#archive'
import { type ConversationNo, type Instant, type ParticipantNo, type RecordNo, Refusal } from '#base'

/** What the room needs of the archive. */
export type TextSource = Pick<ArchiveReader, 'end' | 'readForIndex' | 'read'>

/** One record as it is indexed. The text is plaintext: it lives only for the moment it is folded or compared. */
export interface IndexedRecord {
  readonly no: RecordNo
  readonly conversation: ConversationNo
  readonly sender: ParticipantNo | null
  readonly kind: Kind
  readonly time: Instant | null
  readonly archivedAt: Instant
  readonly text: string
}

export function indexedRecord(record: ArchivedRecord): IndexedRecord {
  const { no, conversation, sender, kind } = record
  return {
    no,
    conversation,
    sender,
    kind,
    time: record.sourceTs as Instant | null, // the archive's times are ms UTC
    archivedAt: record.archivedAt as Instant,
    text: fieldsOf(record).body,
  }
}

/** Null: no such record, or its key was destroyed. */
export function readIfThere(source: Pick<TextSource, 'read'>, no: RecordNo): IndexedRecord | null {
  try {
    const archived = source.read(no)
    return archived && indexedRecord(archived)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'key_destroyed') return null
    throw error
  }
}
