import type { StrangerActor } from '#access'
import { type Clock, type Instant, MINUTE } from '#base'
import type { ActNote, Recorder } from './record.ts'

type Turned = Omit<ActNote, 'actor'> & { readonly actor: StrangerActor }

interface Knocks {
  readonly note: Turned
  readonly reason: string
  /** When the last act was written, and how many came since. */
  readonly at: Instant
  more: number
}

interface DoorParts {
  readonly clock: Clock
  readonly recorder: Recorder
}

/**
 * Acts about what was turned away at a door: wrong keys, tokens, signatures. Whoever knocks without a key must not fill the
 * audit: one act a minute for each action, detail and reason, with the number of others before it.
 */
export class Door {
  readonly #parts: DoorParts
  readonly #last = new Map<string, Knocks>()

  constructor(parts: DoorParts) {
    this.#parts = parts
  }

  /** @param note its detail is one of few: nothing that the stranger said */
  async turnedAway(note: Turned, reason: string): Promise<void> {
    const key = JSON.stringify([note.action, note.detail ?? null, reason])
    const now = this.#parts.clock.now()
    const known = this.#last.get(key)
    if (known && now - known.at < MINUTE) {
      known.more += 1
      return
    }
    const knocks = { note, reason, at: now, more: 0 }
    this.#last.set(key, knocks)
    try {
      await this.#write(knocks, known?.more ?? 0)
    } catch (error) {
      // nobody was told of this one, nor of those before it: the next act counts them
      knocks.more += 1 + (known?.more ?? 0)
      throw error
    }
  }

  /** Those that came after their minute's act and were followed by none. */
  async flush(): Promise<void> {
    const now = this.#parts.clock.now()
    for (const [key, knocks] of this.#last) {
      if (now - knocks.at < MINUTE) continue
      this.#last.delete(key)
      if (knocks.more === 0) continue
      try {
        await this.#write(knocks, knocks.more)
      } catch (error) {
        const since = this.#last.get(key) // the next turn tries again
        if (since) since.more += knocks.more
        else this.#last.set(key, knocks)
        throw error
      }
    }
  }

  async #write({ note, reason }: Knocks, more: number): Promise<void> {
    const detail = { ...note.detail, ...(more > 0 && { more }) }
    await this.#parts.recorder.record({ ...note, detail }, reason)
  }
}
