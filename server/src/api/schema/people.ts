import { z } from 'zod'
import { ConversationNo, Id, ParticipantNo, Role, Time } from './common.ts'

export const Account = z.object({ platform: z.string(), account: z.string() })
export const Person = z.object({
  id: Id,
  username: z.string(),
  name: z.string(),
  roles: z.array(Role),
  groups: z.array(z.string()),
  managerId: Id.nullable(),
  accounts: z.array(Account),
  state: z.enum(['invited', 'active', 'disabled']),
  createdAt: Time,
})
export const NewPerson = z.object({
  username: z.string().regex(/^[\w.@-]{2,64}$/),
  name: z.string().min(1).max(100),
  roles: z.array(Role).default([]),
  groups: z.array(z.string().max(100)).default([]),
  manager: z.string().nullish(),
  accounts: z.array(Account).default([]),
  phone: z.string().nullish(),
})
export const EditPerson = z.object({
  name: z.string().optional(),
  roles: z.array(Role).optional(),
  groups: z.array(z.string()).optional(),
  manager: z.string().nullish(),
  accounts: z.array(Account).optional(),
  disabled: z.boolean().optional(),
})
/** CSV: username,name,roles,groups,manager,accounts,phone — lists split by `;`, accounts as `platform:account`. */
export const PeopleImport = z.object({ csv: z.string().max(20_000_000) })
export const PeopleImported = z.object({
  created: z.int(),
  updated: z.int(),
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
export const Subject = z.object({
  id: Id,
  name: z.string(),
  phone: z.string().nullable(),
  note: z.string(),
  participants: z.array(Participant),
  createdAt: Time,
})
export const NewSubject = z.object({
  name: z.string().min(1).max(100),
  phone: z.string().max(40).nullish(),
  note: z.string().max(2000).default(''),
})
export const Find = z.object({ find: z.string().max(200).default(''), limit: z.int().min(1).max(200).default(50) })
export const LinkParticipants = z.object({ participants: z.array(ParticipantNo).min(1).max(100) })
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
