import { z } from 'zod'
import type { ConversationCard } from '#archive'
import type { ParticipantNo as ParticipantNumber, SubjectId } from '#base'
import type { SubjectView } from '#subjects'
import { operation } from '../contract.ts'
import type { House } from '../house.ts'
import {
  ConversationSummary,
  Find,
  Id,
  LinkParticipants,
  NewSubject,
  Participant,
  ParticipantNo,
  Subject,
  SubjectConversations,
} from '../schema/index.ts'
import { titleOf } from '../titles.ts'

const ById = z.object({ id: Id })
const FindQuery = Find.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) })
export const wireSubject = (view: SubjectView): z.input<typeof Subject> => ({
  ...view,
  participants: [...view.participants],
  identifiers: [...view.identifiers],
  merges: [...view.merges],
})

const find = operation({
  id: 'subjects/find',
  method: 'POST',
  path: '/subjects/find',
  right: 'subject.find',
  says: 'Customers by name, phone, account or identifier. A POST, because what is typed must not stand in a URL.',
  body: Find,
  answer: z.object({ subjects: z.array(Subject) }),
  async handle(house, { body }, { actor }) {
    return { subjects: (await house.subjects.find(actor, body.find, body.limit)).map(wireSubject) }
  },
})

const list = operation({
  id: 'subjects/list',
  method: 'GET',
  path: '/subjects',
  right: 'subject.find',
  says: 'The first customers by name.',
  query: FindQuery.pick({ limit: true }),
  answer: z.object({ subjects: z.array(Subject) }),
  async handle(house, { query }, { actor }) {
    return { subjects: (await house.subjects.find(actor, '', query.limit)).map(wireSubject) }
  },
})

const add = operation({
  id: 'subjects/add',
  method: 'POST',
  path: '/subjects',
  right: 'subject.manage',
  says: 'Make a customer; accounts that are the phone are linked.',
  body: NewSubject,
  answer: Subject,
  handle: async (house, { body }, { actor }) => wireSubject(await house.subjects.add(actor, body)),
})

const view = operation({
  id: 'subjects/view',
  method: 'GET',
  path: '/subjects/:id',
  right: 'subject.view',
  says: 'One customer with the linked accounts.',
  params: ById,
  answer: Subject,
  handle: async (house, { params }, { actor }) => wireSubject(await house.subjects.view(actor, params.id as SubjectId)), // looked up there
})

const link = operation({
  id: 'subjects/link',
  method: 'POST',
  path: '/subjects/:id/participants',
  right: 'subject.manage',
  says: 'Link platform accounts to a customer.',
  params: ById,
  body: LinkParticipants,
  answer: Subject,
  async handle(house, { params, body }, { actor }) {
    const participants = body.participants as ParticipantNumber[] // both are looked up there
    return wireSubject(await house.subjects.link(actor, params.id as SubjectId, participants, body.reason))
  },
})

const unlink = operation({
  id: 'subjects/unlink',
  method: 'DELETE',
  path: '/subjects/:id/participants/:no',
  right: 'subject.manage',
  says: 'Take a platform account from a customer.',
  params: ById.extend({ no: z.coerce.number().pipe(ParticipantNo) }),
  answer: Subject,
  async handle(house, { params }, { actor }) {
    // both are looked up there
    return wireSubject(await house.subjects.unlink(actor, params.id as SubjectId, params.no as ParticipantNumber))
  },
})

const participants = operation({
  id: 'participants/find',
  method: 'POST',
  path: '/participants/find',
  right: 'participant.find',
  says: 'Platform accounts by account or name.',
  body: Find,
  answer: z.object({ participants: z.array(Participant) }),
  async handle(house, { body }, { actor }) {
    return { participants: await house.subjects.findParticipants(actor, body.find, body.limit) }
  },
})

const conversations = operation({
  id: 'conversations/list',
  method: 'GET',
  path: '/conversations',
  right: 'conversation.find',
  says: 'The conversations that an account takes part in: numbers and times, no content.',
  query: z.object({ participant: z.coerce.number().pipe(ParticipantNo) }),
  answer: z.object({ conversations: z.array(ConversationSummary) }),
  async handle(house, { query }, { actor }) {
    const no = query.participant as ParticipantNumber // an unknown one takes part in nothing
    await house.recorder.record({ action: 'conversation.find', actor, detail: { participant: no } })
    return { conversations: await conversationsOf(house, no, house.may(actor, 'request.decide').allowed) }
  },
})

const theirs = operation({
  id: 'subjects/conversations',
  method: 'GET',
  path: '/subjects/:id/conversations',
  right: 'conversation.find',
  says: 'Every conversation of a customer, over all their accounts: numbers and times, no content.',
  params: ById,
  answer: SubjectConversations,
  async handle(house, { params }, { actor }) {
    const id = params.id as SubjectId // looked up there
    const numbers = new Set(await house.subjects.conversations(actor, id))
    const own = await house.subjects.participantsOf([id])
    const counts = house.may(actor, 'request.decide').allowed
    const cards = own.flatMap((no) => house.archive.catalog.conversationCards(no))
    const once = [...new Map(cards.map((card) => [card.no, card])).values()].filter(({ no }) => numbers.has(no))
    const conversations = (await summariesOf(house, once, counts)).map((summary) => ({
      ...summary,
      own: own.filter((no) => summary.participants.includes(no)),
    }))
    return { conversations }
  },
})

type Summary = z.input<typeof ConversationSummary>

async function conversationsOf(house: House, no: ParticipantNumber, counts: boolean): Promise<Summary[]> {
  return summariesOf(house, house.archive.catalog.conversationCards(no), counts)
}

async function summariesOf(house: House, cards: readonly ConversationCard[], counts: boolean): Promise<Summary[]> {
  const { catalog } = house.archive
  const rosterOf = await house.screen.rosters()
  return cards.map(
    (card): Summary => ({
      no: card.no,
      platform: card.platform,
      title: titleOf(card.title, card.id, rosterOf(card.no)).text,
      participants: catalog.membersOf(card.no).map((member) => member.no),
      records: counts ? card.records : null,
      from: counts ? card.firstTs : null,
      to: counts ? card.lastTs : null,
    }),
  )
}

export const subjectOperations = [find, list, add, view, link, unlink, theirs, participants, conversations]
