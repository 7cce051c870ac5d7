import { z } from 'zod'
import { ConversationNo, Id, MaskedText, ParticipantNo, RecordNo, Time } from './common.ts'
import { Hit, Permit } from './search.ts'

// What reviewers note about records: never a change of the record, never a delete.

export const MARK_KINDS = ['mark', 'tag', 'note'] as const
export const MarkKind = z.enum(MARK_KINDS)
export const Mark = z.object({
  id: Id,
  record: RecordNo,
  conversation: ConversationNo,
  time: Time.nullable(),
  kind: MarkKind,
  /** As typed where it is one's own, masked where somebody else shared it. */
  text: MaskedText,
  shared: z.boolean(),
  own: z.boolean(),
  by: z.string(),
  at: Time,
  /** Taken off, and still history. */
  removed: z.object({ at: Time, by: z.string() }).nullable(),
})
export const MarkList = z.object({ marks: z.array(Mark) })
export const NewMark = z.object({
  permit: Permit,
  records: z.array(RecordNo).min(1).max(100),
  kind: MarkKind,
  /** A tag's word (60 letters), a note (4,000), empty for a mark. */
  text: z.string().max(4000).default(''),
  /** true: seen by everybody who uses the same permit. */
  shared: z.boolean().default(false),
})
export const ReadMarks = z.object({
  permit: Permit,
  /** Null: all under the permit. */
  records: z.array(RecordNo).max(10_000).nullish(),
  /** true: also those that were taken off. */
  removed: z.boolean().default(false),
})
export const RemoveMark = z.object({ permit: Permit })
export const ExtractInput = z.object({
  permit: Permit,
  kinds: z.array(MarkKind).min(1).nullish(),
  /** Only records with this tag. */
  tag: z.string().max(60).nullish(),
  limit: z.int().min(1).max(1000).default(200),
  /** Marked records to leave out at the beginning. */
  skip: z.int().min(0).default(0),
})
/** The marked records in order of time, as "23 of n in scope". */
export const ExtractAnswer = z.object({
  marked: z.int(),
  inScope: z.int(),
  records: z.array(Hit.extend({ sender: ParticipantNo.nullable(), marks: z.array(Mark) })),
  act: Id,
})
