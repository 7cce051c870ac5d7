import { z } from 'zod'
import { ConversationNo, Id, Kind, MaskedText, Page, ParticipantNo, RecordNo, Time } from './common.ts'

/** `permit`: "window" (what the role may find without a request) or the id of one's own running grant. */
export const Permit = z.union([z.literal('window'), Id])

export const SearchInput = Page.extend({
  permit: Permit,
  /** Words (AND), OR, NOT or -word, "phrases", parentheses, `a+b` as AND. Empty: everything in scope. */
  query: z.string().max(1000).default(''),
  /** normal: over folded text (width, case, simplified, invisible). exact: as written, byte for byte. */
  mode: z.enum(['normal', 'exact']).default('normal'),
  from: Time.nullish(),
  to: Time.nullish(),
  senders: z.array(ParticipantNo).max(1000).nullish(),
  conversations: z.array(ConversationNo).max(10_000).nullish(),
  kinds: z.array(Kind).nullish(),
  order: z.enum(['newest', 'oldest']).default('newest'),
  /** false: answer ids and times only, without opening any record. */
  open: z.boolean().default(true),
  /** true: also the number of hits per day (house zone), for the histogram. */
  byDay: z.boolean().default(false),
})
export const Hit = z.object({
  record: RecordNo,
  time: Time.nullable(),
  conversation: ConversationNo,
  /** null: the source names no sender. */
  sender: ParticipantNo.nullable(),
  kind: Kind,
  /** Absent when `open` is false. Always masked by the policy in force. */
  senderName: MaskedText.nullish(),
  conversationTitle: MaskedText.nullish(),
  text: MaskedText.nullish(),
})
export const ScopeWords = z.object({
  permit: z.string(),
  kind: z.enum(['window', 'grant']),
  role: z.string().nullable(),
  number: z.string().nullable(),
  from: Time.nullable(),
  to: Time.nullable(),
  until: Time.nullable(),
  conversations: z.enum(['all', 'own', 'group', 'listed']),
  people: z.int(),
  listed: z.int(),
  undated: z.boolean(),
  masked: z.literal(true),
})
export const SearchAnswer = z.object({
  total: z.int(),
  hits: z.array(Hit),
  next: z.string().nullable(),
  scope: ScopeWords,
  /** How far the index is: records archived, records searchable. Always honest. */
  indexed: z.object({ searchable: z.int(), archived: z.int() }),
  /** What the query was read as, word by word, after folding. */
  expansion: z.array(z.string()),
  days: z.array(z.object({ day: z.string(), hits: z.int() })).nullish(),
  act: Id,
})

export const ConversationInput = z.object({
  permit: Permit,
  conversation: ConversationNo,
  /** Centre on a record or a time, or continue from a cursor. */
  around: z.union([z.object({ record: RecordNo }), z.object({ time: Time })]).nullish(),
  cursor: z.string().nullish(),
  direction: z.enum(['older', 'newer']).default('older'),
  limit: z.int().min(1).max(500).default(100),
})
export const ShownRecord = z.object({
  record: RecordNo,
  time: Time.nullable(),
  archivedAt: Time,
  sender: ParticipantNo.nullable(),
  senderName: MaskedText,
  kind: Kind,
  text: MaskedText,
  refersTo: RecordNo.nullable(),
  recalledBy: RecordNo.nullable(),
  editedBy: z.array(RecordNo),
  platform: z.string(),
  digest: z.string(),
  /** sealed: in a segment; journal: acknowledged, not yet sealed. inLedger: under a signed checkpoint. */
  proof: z.object({ sealed: z.boolean(), inLedger: z.boolean() }),
})
export const ConversationAnswer = z.object({
  conversation: ConversationNo,
  title: MaskedText,
  platform: z.string(),
  participants: z.array(z.object({ no: ParticipantNo, name: MaskedText })),
  total: z.int(),
  records: z.array(ShownRecord),
  older: z.string().nullable(),
  newer: z.string().nullable(),
  scope: ScopeWords,
  act: Id,
})
