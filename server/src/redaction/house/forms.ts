import { decide, type PersonActor, requireAllowed } from '#access'
import { Refusal } from '#base'
import { type DetectPoint, detect } from '../detect/detect.ts'
import { writtenOf } from '../masks/policy.ts'
import type { Roster, RosterEntry } from '../roster/roster.ts'
import { spelling } from '../words/spelling.ts'
import type { MaskingParts } from './parts.ts'
import * as store from './store.ts'

// What the detector is not sure of, once for each surface form of a case and not message by message. Until somebody has said that a form
// is no name it stays hidden in whatever leaves.

export interface JudgedForm {
  readonly form: string
  /** name: hidden wherever it stands, also where the detector would not have seen it. none: left alone, unless a roster knows it. */
  readonly verdict: 'name' | 'none'
}

export interface CaseForms {
  readonly judged: ReadonlyMap<string, store.FormRow>
  /** Spellings said to be no names (MaskPolicy.spared). */
  readonly spared: ReadonlySet<string>
  /** Names said to be some, to be looked for like a roster. */
  readonly names: readonly RosterEntry[]
}

export function formsOf(rows: readonly store.FormRow[]): CaseForms {
  const judged = new Map(rows.map((row) => [row.spelling, row]))
  const standing = [...judged.values()]
  return {
    judged,
    spared: new Set(standing.filter(({ verdict }) => verdict === 'none').map((row) => row.spelling)),
    names: standing
      .filter(({ verdict }) => verdict === 'name')
      .map((row) => ({ name: row.form, person: `name:${row.spelling}`, kind: 'name' as const })),
  }
}

export interface Candidate {
  readonly form: string
  readonly spelling: string
  /** Messages that it was found in, and the surest of them. */
  readonly messages: number
  readonly confidence: number
  /** Where it was first found: place of the text in what was handed in, and of the form in it. */
  readonly first: { readonly text: number; readonly start: number; readonly end: number }
}

/** Surer than this nobody is asked: it is hidden. */
export const SURE = 0.9
const LONGEST_FORM = 40

/**
 * Names in `texts` that no roster holds and the detector is not sure of, each spelling once, without those already judged. What weighs
 * most comes first: how many messages a wrong answer would touch, times how unsure it is.
 */
export function candidatesIn(
  texts: readonly string[],
  roster: Roster | null,
  known: ReadonlyMap<string, unknown>,
  point: DetectPoint = 'release',
): Candidate[] {
  const found = new Map<string, Candidate>()
  for (const [text, body] of texts.entries()) {
    const inThis = new Set<string>()
    for (const finding of detect(body, { point, roster })) {
      if (finding.kind !== 'name' || (finding.person ?? null) !== null) continue
      const form = writtenOf(finding, body)
      const key = spelling(form)
      if (key === '' || known.has(key) || [...form].length > LONGEST_FORM) continue
      const before = found.get(key)
      const { start, end, confidence } = finding
      found.set(key, {
        form: before?.form ?? form,
        spelling: key,
        messages: (before?.messages ?? 0) + (inThis.has(key) ? 0 : 1),
        confidence: Math.max(confidence, before?.confidence ?? 0),
        first: before?.first ?? { text, start, end },
      })
      inThis.add(key)
    }
  }
  const weight = ({ messages, confidence }: Candidate): number => messages * (1 - confidence)
  return [...found.values()]
    .filter(({ confidence }) => confidence < SURE)
    .sort((a, b) => weight(b) - weight(a) || (a.spelling < b.spelling ? -1 : 1))
}

const MOST_JUDGED = 500

/** @throws Refusal `form_invalid`, and those of access */
export async function judgeForms(
  { db, recorder, clock, rules }: MaskingParts,
  actor: PersonActor,
  permit: string,
  caseNo: string,
  judged: readonly JudgedForm[],
): Promise<CaseForms> {
  const count = (verdict: JudgedForm['verdict']) => judged.filter((one) => one.verdict === verdict).length
  const detail = { names: count('name'), none: count('none') }
  await recorder.perform({ action: 'masking.judge', actor, permit, detail }, async (tx) => {
    requireAllowed(decide(actor, 'masking.judge', null, rules(), clock.now()))
    if (judged.length > MOST_JUDGED) throw new Refusal('invalid', 'form_invalid')
    for (const { form, verdict } of judged) {
      const key = spelling(form)
      if (key === '' || !form.isWellFormed() || [...form].length > LONGEST_FORM)
        throw new Refusal('invalid', 'form_invalid')
      await store.insertForm(tx, { case_no: caseNo, spelling: key, form, verdict, by: actor.id, at: clock.now() })
    }
  })
  return formsOf(await store.listForms(db, caseNo))
}
