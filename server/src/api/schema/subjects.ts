import { z } from 'zod'
import { ConversationNo, Id, ParticipantNo, Time } from './common.ts'
import { ConversationSummary, IdentifierKind, Participant, Subject } from './people.ts'

// One person behind many accounts: what the house proposes, what people say to it, merging and splitting.

/** Why somebody did it; two letters at least, stands in the audit. */
export const Reason = z.object({ reason: z.string().max(2000) })

export const NewIdentifier = z.object({ kind: IdentifierKind, value: z.string().min(1).max(200) })
/** CSV: customer,name,kind,value — customer is a phone, an id or a known identifier; name only where one is to be made. */
export const IdentifierImport = z.object({ csv: z.string().max(20_000_000) })
export const IdentifiersImported = z.object({
  added: z.int(),
  created: z.int(),
  known: z.int(),
  refused: z.array(z.object({ line: z.int(), code: z.string() })),
})

const Named = z.object({ id: Id, name: z.string() })
export const Proposal = z.object({
  id: Id,
  /** new: these accounts are one customer, not registered yet. link: this account too is theirs. merge: two are one. */
  what: z.enum(['new', 'link', 'merge']),
  /** By what they are the same. */
  by: z.enum(['phone', 'account']),
  subject: Named.nullable(),
  other: Named.nullable(),
  participants: z.array(Participant),
  madeAt: Time,
})
export const Proposals = z.object({
  proposals: z.array(Proposal),
  open: z.int(),
  /** How many accounts were looked at, of how many. */
  looked: z.object({ seen: z.int(), of: z.int() }),
})
/** `name`: of the new customer, where the proposal is one. */
export const ConfirmProposal = Reason.extend({ name: z.string().max(100).nullish() })

export const MergeWith = z.object({ other: Id })
export const MergeSubjects = MergeWith.extend(Reason.shape)
const Talks = Named.extend({ conversations: z.int() })
export const MergePlan = z.object({
  kept: Talks,
  gone: Talks,
  participants: z.array(ParticipantNo),
  identifiers: z.int(),
  takesPhone: z.boolean(),
  conversations: z.int(),
})

export const SplitOff = z.object({ participants: z.array(ParticipantNo).max(1000).default([]) })
/** `name`: the other customer's; null: the accounts are nobody's from then on. */
export const SplitSubject = SplitOff.extend(Reason.shape).extend({
  identifiers: z.array(Id).max(1000).default([]),
  name: z.string().max(100).nullish(),
})
export const SplitPlan = z.object({
  conversations: z.object({ before: z.int(), stays: z.int(), leaves: z.int() }),
  staying: z.array(ParticipantNo),
  leaving: z.array(ParticipantNo),
})
export const SplitDone = z.object({ stays: Subject, made: Subject.nullable() })

/** Conversations of all accounts of one customer, each with the accounts of theirs that take part. */
export const SubjectConversations = z.object({
  conversations: z.array(ConversationSummary.extend({ no: ConversationNo, own: z.array(ParticipantNo) })),
})
