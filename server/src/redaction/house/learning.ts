import { decide, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type Instant, type PersonId, Refusal } from '#base'
import type { HouseDb } from '#platform'
import { type Lessons, lessonsOf } from '../names/lessons.ts'
import * as store from './store.ts'

// The scorer of names learns from what people of the house said of surface forms, case by case. What it learned stays in the house's
// database and the memory of its threads.

export interface LearningParts {
  readonly db: HouseDb
  readonly recorder: Recorder
  readonly clock: Clock
  readonly rules: () => RulesInForce
}

export interface LearningView {
  readonly on: boolean
  /** Confirmed marks, a form once for each case: that it is a name, that it is none. */
  readonly names: number
  readonly none: number
  /** Which marks are learned from; null: none are. */
  readonly version: string | null
  /** Who switched it last, and why; null: nobody ever did, and it is on. */
  readonly by: PersonId | null
  readonly at: Instant | null
  readonly reason: string | null
}

export interface Learning {
  /** What the marks teach now; null: nothing, or it is switched off. */
  lessons(): Promise<Lessons | null>
  view(): Promise<LearningView>
  /**
   * @throws Refusal `changed_meanwhile`, `reason_missing`, and those of access
   */
  turn(actor: PersonActor, wanted: { on: boolean; reason: string }): Promise<LearningView>
}

const SHORTEST_REASON = 4
const LONGEST_REASON = 500

export function createLearning({ db, recorder, clock, rules }: LearningParts): Learning {
  let kept: { upTo: number; lessons: Lessons | null } | null = null
  const learned = async (): Promise<Lessons | null> => {
    const upTo = await store.lastForm(db)
    if (kept?.upTo !== upTo) {
      const rows = await store.standingForms(db)
      kept = { upTo, lessons: lessonsOf(`marks/v1 up to ${upTo}`, rows) }
    }
    return kept.lessons
  }
  const learning: Learning = {
    async lessons() {
      const switched = await store.lastSwitch(db)
      return switched?.on_ === 0 ? null : learned()
    },
    async view() {
      const [switched, rows, lessons] = await Promise.all([
        store.lastSwitch(db),
        store.standingForms(db),
        learning.lessons(),
      ])
      const count = (verdict: store.FormRow['verdict']) => rows.filter((row) => row.verdict === verdict).length
      return {
        on: switched?.on_ !== 0,
        names: count('name'),
        none: count('none'),
        version: lessons?.version ?? null,
        by: switched?.by ?? null,
        at: switched?.at ?? null,
        reason: switched?.reason ?? null,
      }
    },
    async turn(actor, { on, reason }) {
      const because = reason.trim()
      const note = { action: 'masking.learn', actor, detail: { on, because } } as const
      await recorder.perform(note, async (tx) => {
        requireAllowed(decide(actor, 'masking.learn', null, rules(), clock.now()))
        if (because.length < SHORTEST_REASON || because.length > LONGEST_REASON || !because.isWellFormed())
          throw new Refusal('invalid', 'reason_missing')
        const before = await store.lastSwitch(tx)
        if ((before?.on_ !== 0) === on) throw new Refusal('conflict', 'changed_meanwhile')
        await store.insertSwitch(tx, { on_: on ? 1 : 0, reason: because, by: actor.id, at: clock.now() })
      })
      return learning.view()
    },
  }
  return learning
}
