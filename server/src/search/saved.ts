import type { Kind } from '@cunzhen/proof/keeping'
import type { PersonActor } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type ConversationNo, type Instant, newId, type ParticipantNo, Refusal } from '#base'
import type { HouseDb } from '#platform'
import type { RetentionClasses } from '#policy'
import type { Order } from './find/cursor.ts'
import { type Mode, parseQuery } from './query/query.ts'
import { listSaved, putSaved, removeSaved, type SavedRow, type SavedSearchId } from './saved.store.ts'

/** What is asked again when a saved search is run: as a normal search, under the permit it was saved under. */
export interface SavedAsk {
  readonly query: string
  readonly mode: Mode
  readonly from: Instant | null
  readonly to: Instant | null
  readonly senders: readonly ParticipantNo[] | null
  readonly conversations: readonly ConversationNo[] | null
  readonly kinds: readonly Kind[] | null
  readonly order: Order
}

export interface SavedSearch {
  readonly id: SavedSearchId
  /** `window` or a grant's id. */
  readonly permit: string
  readonly name: string
  readonly asked: SavedAsk
  readonly savedAt: Instant
}

export interface SavedSearches {
  /** One's own under these permits, by name: what was kept for a grant is out of sight when the grant has ended. */
  list(actor: PersonActor, permits: readonly string[]): Promise<SavedSearch[]>
  /**
   * Keeps a search; one of the same name under the same permit is replaced.
   * @throws Refusal (invalid) of parseQuery, `saved_name_empty`; (conflict) `saved_too_many`
   */
  save(actor: PersonActor, permit: string, name: string, asked: SavedAsk): Promise<SavedSearch>
  /** @throws Refusal (not_found) `no_such_saved_search`, also for somebody else's */
  forget(actor: PersonActor, id: SavedSearchId): Promise<void>
}

const MOST_SAVED = 200 // of one person

export function createSavedSearches(parts: {
  db: HouseDb
  recorder: Recorder
  clock: Clock
  /** What `class:` may name now. */
  classes: () => RetentionClasses
}): SavedSearches {
  const { db, recorder, clock, classes } = parts
  return {
    async list(actor, permits) {
      const rows = await listSaved(db, actor.id)
      return rows.filter(({ permit }) => permits.includes(permit)).map(savedOf)
    },

    async save(actor, permit, typedName, asked) {
      parseQuery(asked.query, asked.mode, classes())
      const name = typedName.trim()
      if (name === '') throw new Refusal('invalid', 'saved_name_empty')
      const saved: SavedSearch = { id: newId('sav'), permit, name, asked, savedAt: clock.now() }
      const note = { action: 'search.save', actor, permit, detail: { name, query: asked.query } } as const
      await recorder.perform(note, async (tx) => {
        await putSaved(tx, {
          id: saved.id,
          person_id: actor.id,
          permit,
          name,
          asked: JSON.stringify(asked),
          saved_at: saved.savedAt,
        })
        if ((await listSaved(tx, actor.id)).length > MOST_SAVED) throw new Refusal('conflict', 'saved_too_many')
      })
      return saved
    },

    async forget(actor, id) {
      await recorder.perform({ action: 'search.forget', actor, detail: { saved: id } }, async (tx) => {
        if (!(await removeSaved(tx, id, actor.id))) throw new Refusal('not_found', 'no_such_saved_search')
      })
    },
  }
}

function savedOf({ id, permit, name, asked, saved_at }: SavedRow): SavedSearch {
  return { id, permit, name, asked: JSON.parse(asked) as SavedAsk, savedAt: saved_at } // written by `save` from a SavedAsk
}
