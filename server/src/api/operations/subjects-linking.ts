import { z } from 'zod'
import type { ParticipantNo as ParticipantNumber, SubjectId } from '#base'
import type { IdentifierId, MergeId, ProposalId, Proposals as ProposalsFound } from '#subjects'
import { operation } from '../contract.ts'
import {
  ConfirmProposal,
  Id,
  IdentifierImport,
  IdentifiersImported,
  MergePlan,
  MergeSubjects,
  MergeWith,
  NewIdentifier,
  Proposals,
  Reason,
  SplitDone,
  SplitOff,
  SplitPlan,
  SplitSubject,
  Subject,
} from '../schema/index.ts'
import { wireSubject } from './subjects.ts'

const ById = z.object({ id: Id })

const wireProposals = ({ proposals, open, looked }: ProposalsFound): z.input<typeof Proposals> => ({
  proposals: proposals.map((each) => ({ ...each, participants: [...each.participants] })),
  open,
  looked,
})

const proposals = operation({
  id: 'subjects/proposals',
  method: 'GET',
  path: '/subjects/proposals',
  right: 'subject.find',
  says: 'What the house thinks belongs together and nobody has decided yet; catches up with new accounts first.',
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: Proposals,
  handle: async (house, { query }, { actor }) => wireProposals(await house.subjects.proposals(actor, query.limit)),
})

const confirm = operation({
  id: 'subjects/confirm',
  method: 'POST',
  path: '/subjects/proposals/:id/confirm',
  right: 'subject.decide',
  says: 'Say yes to a proposal: it is carried out.',
  params: ById,
  body: ConfirmProposal,
  answer: Subject,
  async handle(house, { params, body }, { actor }) {
    const decision = { reason: body.reason, name: body.name ?? null }
    return wireSubject(await house.subjects.confirm(actor, params.id as ProposalId, decision)) // looked up there
  },
})

const refuse = operation({
  id: 'subjects/refuse',
  method: 'POST',
  path: '/subjects/proposals/:id/refuse',
  right: 'subject.decide',
  says: 'Say no to a proposal: it is not made again.',
  params: ById,
  body: Reason,
  answer: z.object({}),
  async handle(house, { params, body }, { actor }) {
    await house.subjects.refuse(actor, params.id as ProposalId, body.reason) // looked up there
    return {}
  },
})

const identify = operation({
  id: 'subjects/identify',
  method: 'POST',
  path: '/subjects/:id/identifiers',
  right: 'subject.identify',
  says: 'Add an order number, a customer number or a further phone by which the customer is found.',
  params: ById,
  body: NewIdentifier,
  answer: Subject,
  async handle(house, { params, body }, { actor }) {
    return wireSubject(await house.subjects.addIdentifier(actor, params.id as SubjectId, body)) // looked up there
  },
})

const forget = operation({
  id: 'subjects/forget-identifier',
  method: 'DELETE',
  path: '/subjects/:id/identifiers/:identifier',
  right: 'subject.identify',
  says: 'Take an identifier from a customer.',
  params: ById.extend({ identifier: Id }),
  answer: Subject,
  async handle(house, { params }, { actor }) {
    const identifier = params.identifier as IdentifierId // both are looked up there
    return wireSubject(await house.subjects.removeIdentifier(actor, params.id as SubjectId, identifier))
  },
})

const importAll = operation({
  id: 'subjects/import-identifiers',
  method: 'POST',
  path: '/subjects/identifiers/import',
  right: 'subject.identify',
  says: 'Take identifiers from CSV; good lines are taken, bad ones named by line and code.',
  body: IdentifierImport,
  bodyLimit: 25 * 1024 * 1024,
  answer: IdentifiersImported,
  async handle(house, { body }, { actor }) {
    const { refused, ...counts } = await house.subjects.importIdentifiers(actor, body.csv)
    return { ...counts, refused: [...refused] }
  },
})

const planMerge = operation({
  id: 'subjects/plan-merge',
  method: 'POST',
  path: '/subjects/:id/merge/preview',
  right: 'subject.merge',
  says: 'What a merge would change; nothing is changed.',
  params: ById,
  body: MergeWith,
  answer: MergePlan,
  async handle(house, { params, body }, { actor }) {
    // both are looked up there
    const plan = await house.subjects.planMerge(actor, params.id as SubjectId, body.other as SubjectId)
    return { ...plan, participants: [...plan.participants] }
  },
})

const merge = operation({
  id: 'subjects/merge',
  method: 'POST',
  path: '/subjects/:id/merge',
  right: 'subject.merge',
  says: 'The other customer turns out to be this one; can be undone.',
  params: ById,
  body: MergeSubjects,
  answer: Subject,
  async handle(house, { params, body }, { actor }) {
    const [kept, gone] = [params.id as SubjectId, body.other as SubjectId] // both are looked up there
    return wireSubject(await house.subjects.merge(actor, kept, gone, body.reason))
  },
})

const undo = operation({
  id: 'subjects/undo-merge',
  method: 'POST',
  path: '/subjects/merges/:id/undo',
  right: 'subject.undo_merge',
  says: 'Take a merge back: what went over goes back.',
  params: ById,
  body: Reason,
  answer: Subject,
  async handle(house, { params, body }, { actor }) {
    return wireSubject(await house.subjects.undoMerge(actor, params.id as MergeId, body.reason)) // looked up there
  },
})

const planSplit = operation({
  id: 'subjects/plan-split',
  method: 'POST',
  path: '/subjects/:id/split/preview',
  right: 'subject.split',
  says: 'What a split would change; nothing is changed.',
  params: ById,
  body: SplitOff,
  answer: SplitPlan,
  async handle(house, { params, body }, { actor }) {
    const participants = body.participants as ParticipantNumber[] // both are looked up there
    const plan = await house.subjects.planSplit(actor, params.id as SubjectId, participants)
    return { ...plan, staying: [...plan.staying], leaving: [...plan.leaving] }
  },
})

const split = operation({
  id: 'subjects/split',
  method: 'POST',
  path: '/subjects/:id/split',
  right: 'subject.split',
  says: 'Take accounts and identifiers from a customer, for a new one or for nobody.',
  params: ById,
  body: SplitSubject,
  answer: SplitDone,
  async handle(house, { params, body }, { actor }) {
    const { stays, made } = await house.subjects.split(actor, params.id as SubjectId, {
      participants: body.participants as ParticipantNumber[], // all are looked up there
      identifiers: body.identifiers as IdentifierId[],
      name: body.name ?? null,
      reason: body.reason,
    })
    return { stays: wireSubject(stays), made: made && wireSubject(made) }
  },
})

export const subjectLinkingOperations = [
  proposals,
  confirm,
  refuse,
  identify,
  forget,
  importAll,
  planMerge,
  merge,
  undo,
  planSplit,
  split,
]
