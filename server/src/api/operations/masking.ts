import { z } from 'zod'
import type { ProposalId } from '#redaction'
import { operation } from '../contract.ts'
import {
  approveProposal,
  judge,
  preview,
  readRules,
  reveal,
  shownLearning,
  shownPolicies,
  tryMasking,
  waitingForms,
} from '../masking.ts'
import {
  ChangeMasking,
  EndProposal,
  FormsAnswer,
  FormsInput,
  Id,
  JudgeForms,
  LearningState,
  MaskingPolicies,
  MaskingVersion,
  PreviewAnswer,
  PreviewInput,
  RevealAnswer,
  RevealInput,
  TriedMasking,
  TryMasking,
  TurnLearning,
} from '../schema/index.ts'

const ById = z.object({ id: Id })

const read = operation({
  id: 'masking/read',
  method: 'GET',
  path: '/masking',
  right: 'masking.read',
  says: 'The masking policy in force: for each class of recipients what is done with each kind.',
  answer: MaskingPolicies,
  handle: (house, _input, { actor }) => shownPolicies(house, actor),
})

const history = operation({
  id: 'masking/history',
  method: 'GET',
  path: '/masking/history',
  right: 'masking.read',
  says: 'Every version that the house wrote, newest first.',
  answer: z.object({ versions: z.array(MaskingVersion) }),
  async handle(house) {
    const rows = await house.masking.history()
    const people = rows.flatMap(({ by, second }) => (second === null ? [by] : [by, second]))
    const names = await house.identity.namesOf([...new Set(people)])
    return {
      versions: rows.map(({ version, recipient, rules, reason, by, second, at }) => ({
        version,
        recipient,
        rules: rules === null ? null : (JSON.parse(rules) as Record<string, string>), // as change() wrote it
        reason,
        by: names.get(by) ?? '',
        second: second === null ? null : (names.get(second) ?? ''),
        at,
      })),
    }
  },
})

const change = operation({
  id: 'masking/change',
  method: 'POST',
  path: '/masking',
  right: 'masking.change',
  says: 'Put other rules in force for one class of recipients, or the pack’s again; looser ones wait for a second person.',
  body: ChangeMasking,
  answer: MaskingPolicies,
  async handle(house, { body }, { actor }) {
    const rules = body.rules === null ? null : readRules(body.rules)
    await house.masking.change(actor, { ...body, rules })
    return shownPolicies(house, actor)
  },
})

const approve = operation({
  id: 'masking/approve',
  method: 'POST',
  path: '/masking/proposals/:id/approve',
  right: 'masking.approve',
  says: 'As another than the proposer: put the looser rules in force.',
  params: ById,
  body: EndProposal,
  answer: MaskingPolicies,
  async handle(house, { params, body }, { actor }) {
    await approveProposal(house, actor, params.id as ProposalId, body.reason) // looked up there
    return shownPolicies(house, actor)
  },
})

const decline = operation({
  id: 'masking/decline',
  method: 'POST',
  path: '/masking/proposals/:id/decline',
  right: 'masking.decline',
  says: 'Say no to a proposal, or take one’s own back.',
  params: ById,
  body: EndProposal,
  answer: MaskingPolicies,
  async handle(house, { params, body }, { actor }) {
    await house.masking.decline(actor, params.id as ProposalId, body.reason) // looked up there
    return shownPolicies(house, actor)
  },
})

const trial = operation({
  id: 'masking/try',
  method: 'POST',
  path: '/masking/try',
  right: 'masking.read',
  says: 'What rules leave of a text of one’s own.',
  body: TryMasking,
  answer: TriedMasking,
  handle: (house, { body }) => tryMasking(house, body),
})

const side = operation({
  id: 'masking/preview',
  method: 'POST',
  path: '/masking/preview',
  right: 'conversation.preview',
  says: 'Records of a permit as a class of recipients would get them, beside the original or beside what a screen shows.',
  body: PreviewInput,
  answer: PreviewAnswer,
  handle: (house, { body }, { actor }) => preview(house, actor, body),
})

const lift = operation({
  id: 'masking/reveal',
  method: 'POST',
  path: '/masking/reveal',
  right: 'conversation.reveal',
  says: 'One field of one record under a grant as it was written: for a reason, by a fresh code, counted.',
  body: RevealInput,
  answer: RevealAnswer,
  handle: (house, { body }, { actor }) => reveal(house, actor, body),
})

const forms = operation({
  id: 'masking/forms',
  method: 'POST',
  path: '/masking/forms',
  right: 'conversation.review_forms',
  says: 'What the detector is not sure of in a grant’s records, once for each surface form of the case.',
  body: FormsInput,
  answer: FormsAnswer,
  handle: (house, { body }, { actor }) => waitingForms(house, actor, body),
})

const say = operation({
  id: 'masking/judge',
  method: 'POST',
  path: '/masking/judge',
  right: 'masking.judge',
  says: 'Say of surface forms of the case whether they are names.',
  body: JudgeForms,
  answer: z.object({ judged: z.int() }),
  handle: (house, { body }, { actor }) => judge(house, actor, body),
})

const learning = operation({
  id: 'masking/learning',
  method: 'GET',
  path: '/masking/learning',
  right: 'masking.read',
  says: 'Whether the scorer of names learns from what people of the house said of surface forms, and from how many.',
  answer: LearningState,
  handle: async (house) => shownLearning(house, await house.learning.view()),
})

const turn = operation({
  id: 'masking/learn',
  method: 'POST',
  path: '/masking/learn',
  right: 'masking.learn',
  says: 'Switch that learning off or on again.',
  body: TurnLearning,
  answer: LearningState,
  handle: async (house, { body }, { actor }) => shownLearning(house, await house.learning.turn(actor, body)),
})

export const maskingOperations = [
  read,
  history,
  change,
  approve,
  decline,
  trial,
  side,
  lift,
  forms,
  say,
  learning,
  turn,
]
