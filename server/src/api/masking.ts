import type { z } from 'zod'
import { decide, type Permit } from '#access'
import type { OpenedRecord } from '#archive'
import { requireRecorded } from '#audit'
import type { GrantId, PersonId, RecordNo } from '#base'
import { type Instant, invariant, MINUTE, Refusal } from '#base'
import type { SignedIn } from '#identity'
import { MASK_LENGTHS, MASK_RULES, type MaskRules, MaskRulesOf, pseudonymKinds, UNREADABLE_WAYS } from '#policy'
import {
  candidatesIn,
  DEFAULT_MASKS,
  detect,
  hiddenRuns,
  isUnreadable,
  type LearningView,
  type MaskPolicy,
  maskAccountForScreen,
  maskForScreen,
  maskNameForScreen,
  type ProposalId,
  type Roster,
  type ScreenText,
  showRuns,
} from '#redaction'
import { openInOrder, placesIn } from './conversation-changes.ts'
import type { House } from './house.ts'
import type {
  FormsAnswer,
  FormsInput,
  JudgeForms,
  LearningState,
  MaskingPolicies,
  PreviewAnswer,
  PreviewInput,
  RevealAnswer,
  RevealInput,
  TriedMasking,
  TryMasking,
} from './schema/index.ts'

// The masking policy where people meet it: in words, tried on a text, beside an original, lifted from one field, and asked about names.

/** A field that was lifted is taken off the screen after so long. */
const SHOWN = MINUTE

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ...MASK_RULES,
  length: MASK_LENGTHS,
  unreadable: UNREADABLE_WAYS,
}

export async function shownPolicies(house: House, actor: SignedIn): Promise<z.input<typeof MaskingPolicies>> {
  const pack = house.policy()
  if (!pack.readable) throw new Refusal('unavailable', 'policy_unreadable')
  const policies = house.masking.view()
  const proposals = await house.masking.proposals(actor)
  const people = [...policies, ...proposals].flatMap(({ by }) => (by === null ? [] : [by]))
  const names = await house.identity.namesOf([...new Set(people)])
  return {
    proposals: proposals.map((one) => ({ ...one, looser: [...one.looser], by: names.get(one.by) ?? '' })),
    policies: policies.map((one) => ({ ...one, by: one.by === null ? null : (names.get(one.by) ?? '') })),
    choices: Object.fromEntries(Object.entries(CHOICES).map(([kind, words]) => [kind, [...words]])),
    reveal: { allowed: pack.mask.reveal !== 'never', most: pack.mask.revealsADay },
  }
}

export async function shownLearning(house: House, view: LearningView): Promise<z.input<typeof LearningState>> {
  const names = await house.identity.namesOf(view.by === null ? [] : [view.by])
  return { ...view, by: view.by === null ? null : (names.get(view.by) ?? '') }
}

/** The second person's yes. Who tries to be their own is told to those whom the pack names. */
export async function approveProposal(house: House, actor: SignedIn, id: ProposalId, reason: string): Promise<void> {
  try {
    await house.masking.approve(actor, id, reason)
  } catch (error) {
    if (error instanceof Refusal) await house.exports.refusedOutside(actor, 'masking.approve', error.code)
    throw error
  }
}

/** @throws Refusal `rules_invalid`: a kind is missing or unknown, or its word is none of those to choose from */
export function readRules(rules: Readonly<Record<string, string>>): MaskRules {
  const read = MaskRulesOf.safeParse(rules)
  if (!read.success) throw new Refusal('invalid', 'rules_invalid')
  return read.data
}

type Recipient = z.output<typeof TryMasking>['recipient']

/** Rules that somebody tries, or those in force. A label belongs to a case: without one, what should have it is hidden. */
function triedPolicy(house: House, recipient: Recipient, rules: Record<string, string> | null | undefined): MaskPolicy {
  const { policy } = house.masking.inForce(recipient)
  return rules ? { ...policy, ...readRules(rules) } : policy
}

/** Names that the house knows are looked for; the text is nobody's message. */
export async function tryMasking(
  house: House,
  { text, recipient, rules }: z.output<typeof TryMasking>,
): Promise<z.input<typeof TriedMasking>> {
  const masks = triedPolicy(house, recipient, rules)
  return { shown: asLeaving(text, await house.screen.rosterOfHouse(), masks) }
}

/** What the rules leave of a text; a label that only a case can give is its kind's word here. */
function asLeaving(text: string, roster: Roster, masks: MaskPolicy): ScreenText {
  const runs = hiddenRuns(text, detect(text, { point: 'release', roster }), masks, standInLabel(masks))
  return showRuns(text, runs)
}

function standInLabel(masks: MaskPolicy): (() => string) | null {
  if (pseudonymKinds(masks).length === 0) return null
  return () => (masks.language === 'zh' ? '假名' : 'pseudonym')
}

/**
 * Records as a class of recipients would get them, beside the original for those who may see it, else beside what a screen shows.
 * @throws the refusals of the permit; `reveal_needs_grant`, `step_up_needed`, `rules_invalid`
 */
export async function preview(
  house: House,
  actor: SignedIn,
  input: z.output<typeof PreviewInput>,
): Promise<z.input<typeof PreviewAnswer>> {
  const masks = triedPolicy(house, input.recipient, input.rules)
  const permit = await house.requests.permitFor(actor, input.permit)
  const records = [...new Set(input.records)] as RecordNo[] // refused where one is not in scope
  const action = input.originals ? 'conversation.preview_original' : 'conversation.preview'
  const detail = { recipient: input.recipient, records }
  const receipt = await allowedAct(house, actor, permit, action, detail)
  const opened = await house.archive.open(permit, receipt, records)
  const rosterOf = await house.screen.rosters()
  const rows = opened.map((record) => {
    const roster = rosterOf(record.convNo)
    const { fields } = record
    const unreadable = isUnreadable(fields) ? masks.unreadable : null
    const original = { name: plain(fields.senderName || fields.sender), text: plain(fields.body) }
    return {
      record: record.no,
      time: fields.sourceTs,
      left: input.originals ? original : sideOf(record, roster, (text) => maskForScreen(text, roster)),
      right: sideOf(record, { ...roster, masks }, (text) =>
        unreadable === null ? asLeaving(text, roster, masks) : plain(''),
      ),
      unreadable,
    }
  })
  return { left: input.originals ? 'original' : 'screen', rows, act: receipt.id }
}

function sideOf({ fields }: OpenedRecord, roster: Roster, body: (text: string) => ScreenText) {
  const { senderName, sender } = fields
  const name = senderName ? maskNameForScreen(senderName, roster) : maskAccountForScreen(sender, roster)
  return { name, text: body(fields.body) }
}

const plain = (text: string): ScreenText => ({ text, masks: [], highlights: [] })

/** Decided first, a refusal is in the audit; then on disk, before anything is opened. */
async function allowedAct(
  house: House,
  actor: SignedIn,
  permit: Permit,
  action: 'conversation.preview' | 'conversation.preview_original' | 'conversation.review_forms',
  detail: Record<string, string | number | readonly number[]>,
) {
  const note = { action, actor, permit: permit.id, detail } as const
  invariant(permit.kind === 'window' || permit.kind === 'grant', 'people look under windows and grants')
  const facts = { permit: permit.kind }
  const now = house.clock.now()
  const verdict =
    action === 'conversation.preview'
      ? decide(actor, action, null, house.policy(), now)
      : decide(actor, action, facts, house.policy(), now)
  await requireRecorded(house.recorder, note, verdict)
  return house.recorder.record(note)
}

/**
 * One field of one record as it was written. Critical sequence: permit, rule, fresh code, count and act on disk, and only then the field.
 * @throws the refusals of the permit and of Masking.reveal; `code_wrong`, `record_not_found`
 */
export async function reveal(
  house: House,
  actor: SignedIn,
  { permit: asked, record, field, reason, code }: z.output<typeof RevealInput>,
): Promise<z.input<typeof RevealAnswer>> {
  // 1. The permit as it is now.
  const permit = await house.requests.permitFor(actor, asked)
  invariant(permit.kind === 'window' || permit.kind === 'grant', 'people look under windows and grants')
  // 2. May this be, by a code that is good for this one field; the count and the act, synced. A crash from here on leaves an act
  // without a look.
  const { receipt, today, most } = await house.masking.reveal(
    actor,
    { permit: permit.id, kind: permit.kind, record: record as RecordNo, field, reason },
    () => house.identity.stepUp(actor, code),
  )
  // 3. The record, only if it lies in the scope.
  const [opened] = await house.archive.open(permit, receipt, [record as RecordNo])
  if (!opened) throw new Refusal('not_found', 'record_not_found')
  const text = opened.fields[field]
  const secrets = detect(text, { point: 'review' }).filter(({ kind }) => kind === 'secret')
  return {
    shown: showRuns(text, hiddenRuns(text, secrets, { ...DEFAULT_MASKS, length: 'fixed' })),
    until: (house.clock.now() + SHOWN) as Instant,
    today,
    most,
    act: receipt.id,
  }
}

/** Records that one review looks through, newest first. */
const MOST_LOOKED = 5000
const AT_ONCE = 1000
const MOST_WAITING = 200
/** Letters at each side of a form. */
const AROUND = 12

/** Surface forms of the case that nobody has judged yet, each once. */
export async function waitingForms(
  house: House,
  actor: SignedIn,
  input: z.output<typeof FormsInput>,
): Promise<z.input<typeof FormsAnswer>> {
  const permit = await house.requests.permitFor(actor, input.permit)
  const receipt = await allowedAct(house, actor, permit, 'conversation.review_forms', { most: MOST_LOOKED })
  const { caseNo } = await house.requests.readGrant(permit.id as GrantId) // allowedAct lets grants through only
  const forms = await house.masking.forms(caseNo)
  const bodies: string[] = []
  let inScope = 0
  for (let cursor: string | null = null; bodies.length < MOST_LOOKED; ) {
    const page = await placesIn(house, permit, receipt, { order: 'newest', limit: AT_ONCE, cursor })
    inScope = page.total
    const records = await openInOrder(house, permit, receipt, page.hits)
    for (const { fields } of records) bodies.push(fields.body)
    cursor = page.next
    if (cursor === null) break
  }
  const roster = await house.screen.rosterOfHouse()
  const waiting = candidatesIn(bodies, roster, forms.judged).slice(0, MOST_WAITING)
  const judged = [...forms.judged.values()]
  const names = await house.identity.namesOf([...new Set(judged.map(({ by }): PersonId => by))])
  return {
    looked: bodies.length,
    inScope,
    waiting: waiting.map(({ form, messages, confidence, first }) => {
      const body = bodies[first.text] ?? ''
      return { form, messages, confidence, around: around(body, first, roster) }
    }),
    judged: judged.map(({ form, verdict, by, at }) => ({ form, verdict, by: names.get(by) ?? '', at })),
    act: receipt.id,
  }
}

/** The form in its sentence; everything else that is masked stays so. */
function around(body: string, { start, end }: { start: number; end: number }, roster: Roster): ScreenText {
  const others = detect(body, { point: 'review', roster }).filter((one) => one.end <= start || one.start >= end)
  const runs = hiddenRuns(body, others, roster.masks ?? DEFAULT_MASKS)
  const shown = showRuns(body, runs, [[start, end]])
  const [hit] = shown.highlights
  const from = [...shown.text.slice(0, hit?.start ?? 0)].slice(-AROUND).join('')
  const to = [...shown.text.slice(hit?.end ?? 0)].slice(0, AROUND).join('')
  const form = shown.text.slice(hit?.start ?? 0, hit?.end ?? 0)
  const begin = (hit?.start ?? 0) - from.length
  const stop = (hit?.end ?? 0) + to.length
  const inside = shown.masks
    .filter((mask) => mask.start < stop && mask.end > begin)
    .map((mask) => ({
      ...mask,
      start: Math.max(0, mask.start - begin),
      end: Math.min(stop, mask.end) - begin,
    }))
  return {
    text: from + form + to,
    masks: inside,
    highlights: [{ start: from.length, end: from.length + form.length, kind: 'hit' }],
  }
}

export async function judge(
  house: House,
  actor: SignedIn,
  { permit: asked, judged }: z.output<typeof JudgeForms>,
): Promise<{ judged: number }> {
  const permit = await house.requests.permitFor(actor, asked)
  const { caseNo } = await house.requests.readGrant(permit.id as GrantId) // the schema takes a grant's id only
  const forms = await house.masking.judge(actor, permit.id, caseNo, judged)
  return { judged: forms.judged.size }
}
