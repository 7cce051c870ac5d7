import { z } from 'zod'
import { ConversationNo, Id, ParticipantNo, Role, Time } from './common.ts'
import { ATTRIBUTES } from './directory.ts'

export const Account = z.object({ platform: z.string(), account: z.string() })
export const Person = z.object({
  id: Id,
  username: z.string(),
  name: z.string(),
  roles: z.array(Role),
  groups: z.array(z.string()),
  managerId: Id.nullable(),
  accounts: z.array(Account),
  /** Of the directory: department, title, email … */
  attributes: z.record(z.string(), z.string()),
  /** Those of `groups` that a rule put the person in. */
  ruleGroups: z.array(z.string()),
  state: z.enum(['invited', 'active', 'disabled']),
  createdAt: Time,
})
/** What is absent stays; '' takes away. */
export const PersonAttributes = z.partialRecord(z.enum(ATTRIBUTES), z.string().max(200))
export const NewPerson = z.object({
  username: z.string().regex(/^[\w.@-]{2,64}$/),
  name: z.string().min(1).max(100),
  roles: z.array(Role).default([]),
  groups: z.array(z.string().max(100)).default([]),
  manager: z.string().nullish(),
  accounts: z.array(Account).default([]),
  attributes: PersonAttributes.default({}),
  phone: z.string().nullish(),
})
export const EditPerson = z.object({
  name: z.string().optional(),
  roles: z.array(Role).optional(),
  groups: z.array(z.string()).optional(),
  manager: z.string().nullish(),
  accounts: z.array(Account).optional(),
  attributes: PersonAttributes.optional(),
  disabled: z.boolean().optional(),
})
/**
 * CSV: username,name,roles,groups,manager,accounts,phone,active and the attributes — lists split by `;`, accounts as
 * `platform:account`, active yes or no; all but username and name may be absent.
 */
export const PeopleImport = z.object({
  csv: z.string().max(20_000_000),
  /** true: nothing is changed, the answer says what would be. */
  trial: z.boolean().default(false),
  /** disable: people who came from a list before and are not in this one. */
  absent: z.enum(['keep', 'disable']).default('keep'),
})
export const PeopleImported = z.object({
  created: z.int(),
  updated: z.int(),
  same: z.int(),
  disabled: z.int(),
  /** What changes, person by person; at most 2,000. `line` 0: not in the file. `before` null: not there. */
  lines: z.array(
    z.object({
      line: z.int(),
      username: z.string(),
      what: z.enum(['add', 'update', 'same', 'disable']),
      changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string() })),
    }),
  ),
  /** Memberships of groups with a rule that come and go. */
  groups: z.object({ added: z.int(), removed: z.int() }),
  refused: z.array(z.object({ line: z.int(), code: z.string() })),
  links: z.array(z.object({ username: z.string(), link: z.string() })),
})
export const OneTimeLink = z.object({ link: z.string(), expires: Time })

/** A platform account as the records name it; name and account are shown masked unless the viewer may see them. */
export const Participant = z.object({
  no: ParticipantNo,
  platform: z.string(),
  account: z.string(),
  name: z.string(),
  subjectId: Id.nullable(),
  personId: Id.nullable(),
  conversations: z.int(),
})
/** What else a customer is known by: shown by its last letters, kept whole as a keyed hash only. */
export const IdentifierKind = z.enum(['phone', 'order', 'customer_no', 'email', 'other'])
export const Identifier = z.object({
  id: Id,
  kind: IdentifierKind,
  hint: z.string(),
  source: z.enum(['hand', 'csv']),
  addedAt: Time,
})
/** Another customer who turned out to be this one; `undone`: and did not after all. */
export const Merge = z.object({
  id: Id,
  gone: z.object({ id: Id, name: z.string() }),
  at: Time,
  by: z.string(),
  reason: z.string(),
  undone: z.object({ at: Time, by: z.string(), reason: z.string() }).nullable(),
})
export const Subject = z.object({
  id: Id,
  name: z.string(),
  phone: z.string().nullable(),
  note: z.string(),
  participants: z.array(Participant),
  identifiers: z.array(Identifier),
  merges: z.array(Merge),
  /** The customer that this one turned out to be; everything is there. */
  mergedInto: Id.nullable(),
  createdAt: Time,
})
export const NewSubject = z.object({
  name: z.string().min(1).max(100),
  phone: z.string().max(40).nullish(),
  note: z.string().max(2000).default(''),
})
export const Find = z.object({ find: z.string().max(200).default(''), limit: z.int().min(1).max(200).default(50) })
export const LinkParticipants = z.object({
  participants: z.array(ParticipantNo).min(1).max(100),
  /** Why they are the same person; stands in the audit. */
  reason: z.string().max(2000).default(''),
})
export const ConversationSummary = z.object({
  no: ConversationNo,
  platform: z.string(),
  title: z.string(),
  participants: z.array(ParticipantNo),
  /** Counts and times only for whoever decides on requests: a requester learns none before the grant. */
  records: z.int().nullable(),
  from: Time.nullable(),
  to: Time.nullable(),
})
