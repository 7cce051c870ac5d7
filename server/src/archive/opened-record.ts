import type { RecordFields } from '@cunzhen/proof/keeping'
import type { ConversationNo, ParticipantNo, RecordNo } from '#base'

/** A record with its content, handed out under a permit. */
export interface OpenedRecord {
  no: RecordNo
  fields: RecordFields
  /** Number in its conversation, from 0. */
  seq: number
  /** ms UTC. */
  archivedAt: number
  /** Its commitment, computed from what was read; null where nobody asked for it. */
  digest: Uint8Array | null
  convNo: ConversationNo
  /** null where the source names no sender. */
  senderNo: ParticipantNo | null
  /** True where it was read from a segment. */
  sealed: boolean
}
