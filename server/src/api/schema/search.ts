import { z } from 'zod'
import { ShownAttachment } from './attachments.ts'
import { ConversationNo, Id, Kind, MaskedText, Page, ParticipantNo, RecordNo, Time } from './common.ts'

/** `permit`: "window" (what the role may find without a request) or the id of one's own running grant. */
export const Permit = z.union([z.literal('window'), Id])

export const FACETS = ['sender', 'kind', 'conversation'] as const
export const EXPANSION_KINDS = ['word', 'whole', 'edit', 'sound', 'initials', 'evasive', 'field'] as const
/** How one word or field of a query was read. */
export const Expansion = z.object({
  /** As it stands in the query. */
  typed: z.string(),
  kind: z.enum(EXPANSION_KINDS),
  /** Folded words, syllables, spellings or values. Never whom a name was found to mean. */
  became: z.array(z.string()),
  /** It must not be there. */
  isNot: z.boolean(),
})

export const SearchInput = Page.extend({
  permit: Permit,
  /** Words (AND), OR, NOT or -word, "phrases", parentheses, `=whole`, `~loose`, `py:`, fields: docs/search.md. Empty:
   *  everything in scope. */
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
  /** Also how the hits fall on people, kinds and conversations. */
  facets: z.array(z.enum(FACETS)).max(FACETS.length).default([]),
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
  /** Its files, where it has any. */
  attachments: z.array(ShownAttachment).nullish(),
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
const Rest = z.object({ values: z.int(), hits: z.int() })
/** The 50 values with the most hits, and the others together. Only what was asked for is there. */
export const Facets = z.object({
  sender: z
    .object({
      top: z.array(z.object({ sender: ParticipantNo.nullable(), name: MaskedText.nullable(), hits: z.int() })),
      rest: Rest,
    })
    .optional(),
  kind: z.object({ top: z.array(z.object({ kind: Kind, hits: z.int() })), rest: Rest }).optional(),
  conversation: z
    .object({
      top: z.array(z.object({ conversation: ConversationNo, title: MaskedText, hits: z.int() })),
      rest: Rest,
    })
    .optional(),
})
export const SearchAnswer = z.object({
  total: z.int(),
  hits: z.array(Hit),
  next: z.string().nullable(),
  scope: ScopeWords,
  /** How far the index is: records archived, records searchable. Always honest. */
  indexed: z.object({ searchable: z.int(), archived: z.int() }),
  /** How the query was read, word by word. */
  expansion: z.array(Expansion),
  days: z.array(z.object({ day: z.string(), hits: z.int() })).nullish(),
  facets: Facets,
  act: Id,
})

const Names = z.array(z.string().min(1).max(200)).max(64).default([])
/** A query as the form beside the box: fields that every hit must satisfy have places of their own, the rest is words. */
export const SearchForm = z.object({
  /** In the query language. */
  words: z.string().max(1000).default(''),
  /** `#number`, or a part of an account or name; the others likewise by number, title, id, platform or ending. */
  senders: Names,
  participants: Names,
  /** Customers by a part of their name; departments and groups of the house's own people. */
  subjects: Names,
  departments: Names,
  projects: Names,
  groups: Names,
  conversations: Names,
  platforms: Names,
  kinds: z.array(Kind).default([]),
  files: Names,
  /** Classes of retention, by the words of the policy; `none`: in none. */
  classes: Names,
  /** `mark`, `tag`, `note`, `any`, or the word of a tag; `tags`: words of tags. */
  marks: Names,
  tags: Names,
  /** Half-open, whole seconds. */
  from: Time.nullable().default(null),
  to: Time.nullable().default(null),
})
export interface QueryTree {
  what: 'word' | 'field' | 'all' | 'any' | 'none'
  /** word: plain, whole, loose, pinyin, sound or evasive. */
  how?: string | undefined
  text?: string | undefined
  field?: string | undefined
  values?: string[] | undefined
  parts?: QueryTree[] | undefined
  part?: QueryTree | undefined
}
/** The query as data; which members are there follows from `what`. */
export const QueryTree: z.ZodType<QueryTree> = z.object({
  what: z.enum(['word', 'field', 'all', 'any', 'none']),
  how: z.string().optional(),
  text: z.string().optional(),
  field: z.string().optional(),
  values: z.array(z.string()).optional(),
  get parts() {
    return z.array(QueryTree).optional()
  },
  get part() {
    return QueryTree.optional()
  },
})
/** A query or a form; nothing is searched and no name is looked up. */
export const ExplainInput = z.object({
  query: z.string().max(1000).nullish(),
  form: SearchForm.nullish(),
  mode: z.enum(['normal', 'exact']).default('normal'),
})
export const ExplainAnswer = z.object({
  /** The query as it was read, written anew: equal in meaning to what was typed. */
  query: z.string(),
  form: SearchForm,
  tree: QueryTree.nullable(),
  expansion: z.array(Expansion),
  /** The classes of retention that the policy in force has. */
  classes: z.array(z.string()),
})

/** What a saved search asks, each time it is run. */
export const SavedAsk = SearchInput.pick({
  query: true,
  mode: true,
  from: true,
  to: true,
  senders: true,
  conversations: true,
  kinds: true,
  order: true,
})
export const NewSavedSearch = z.object({ permit: Permit, name: z.string().max(80), asked: SavedAsk })
export const SavedSearch = z.object({
  id: Id,
  permit: z.string(),
  name: z.string(),
  asked: SavedAsk,
  savedAt: Time,
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
  /** It answers or changes a record that is not on this page: POST /api/search/original finds it. */
  refersElsewhere: z.boolean(),
  recalledBy: RecordNo.nullable(),
  editedBy: z.array(RecordNo),
  /** The recall, and the later versions in their order, wherever in the conversation they lie. */
  recall: z.object({ record: RecordNo, time: Time.nullable(), text: MaskedText }).nullable(),
  versions: z.array(z.object({ record: RecordNo, time: Time.nullable(), text: MaskedText })),
  /** Of a record of unknown kind: what the source said, as it was kept; at most 4,000 letters. */
  kept: MaskedText.nullable(),
  attachments: z.array(ShownAttachment),
  platform: z.string(),
  digest: z.string(),
  /** sealed: in a segment; journal: acknowledged, not yet sealed. inLedger: under a signed checkpoint. */
  proof: z.object({ sealed: z.boolean(), inLedger: z.boolean() }),
})
/** The record that this one answers, recalls or edits. */
export const OriginalInput = z.object({ permit: Permit, record: RecordNo })
export const OriginalAnswer = z.object({
  /** Null: not among those looked at, or outside the scope; the two are not told apart. */
  record: RecordNo.nullable(),
  /** Records that were looked at, newest before it first. */
  looked: z.int(),
  act: Id,
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
