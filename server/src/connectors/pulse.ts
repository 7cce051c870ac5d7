import { type ConnectorId, HOUR, type Instant, startOfDay } from '#base'
import { type Hole, Numbers, type SavedNumbers } from './numbers.ts'
import type { Connector } from './registry.ts'
import type { Taken } from './take.ts'

// How a connector is: what came last, how late, what is missing, how long it has been silent. Kept in memory, saved every
// few seconds and at the end: after a kill the counts of the last seconds are wanting, the archive itself is not.

export interface SavedPulse {
  readonly lastArrival: Instant | null
  readonly lastSourceTime: number | null
  /** ms between the newest source time of the last request and its arrival. */
  readonly lag: number | null
  readonly day: Instant
  readonly archived: number
  readonly duplicates: number
  readonly refused: number
  readonly numbers: SavedNumbers
  /** When the silence that lasts was noticed; null: none. */
  readonly silentSince: Instant | null
  /** Written by an orderly end: nothing after it was lost. */
  readonly whole: boolean
}

export interface PulseView {
  readonly id: ConnectorId
  readonly lastArrival: Instant | null
  readonly lastSourceTime: number | null
  readonly lag: number | null
  readonly today: { readonly archived: number; readonly duplicates: number; readonly refused: number }
  readonly gapsKnowable: boolean
  readonly missing: number
  readonly gaps: readonly Hole[]
  /** Nothing has come since then, and that is longer than its hours. */
  readonly silentSince: Instant | null
}

export class Pulse {
  #lastArrival: Instant | null
  #lastSourceTime: number | null
  #lag: number | null
  #day: Instant
  #counts: { archived: number; duplicates: number; refused: number }
  readonly #numbers: Numbers
  #silentSince: Instant | null
  #dirty = false

  constructor(saved: SavedPulse | null, now: Instant) {
    this.#lastArrival = saved?.lastArrival ?? null
    this.#lastSourceTime = saved?.lastSourceTime ?? null
    this.#lag = saved?.lag ?? null
    this.#day = saved?.day ?? startOfDay(now)
    const { archived, duplicates, refused } = saved ?? { archived: 0, duplicates: 0, refused: 0 }
    this.#counts = { archived, duplicates, refused }
    this.#numbers = new Numbers(saved?.numbers)
    this.#silentSince = saved?.silentSince ?? null
    if (saved && !saved.whole) this.#numbers.noteKill()
    this.#dirty = saved !== null // what is saved must no longer say that nothing comes after it
  }

  note(taken: Taken, now: Instant): void {
    const counts = { archived: 0, duplicates: 0, refused: 0 }
    for (const { outcome } of taken.answers) {
      counts[outcome === 'archived' ? 'archived' : outcome === 'duplicate' ? 'duplicates' : 'refused'] += 1
    }
    for (const number of taken.numbers) this.#numbers.add(number)
    this.noteCounts(counts, taken.newest, now)
  }

  noteCounts(
    counts: { archived: number; duplicates: number; refused: number },
    newest: number | null,
    now: Instant,
  ): void {
    this.#turnDay(now)
    this.#counts.archived += counts.archived
    this.#counts.duplicates += counts.duplicates
    this.#counts.refused += counts.refused
    this.#dirty = true
    if (counts.archived + counts.duplicates === 0) return // what is refused breaks no silence
    this.#lastArrival = now
    this.#silentSince = null
    if (newest === null) return
    this.#lag = Math.max(0, now - newest)
    this.#lastSourceTime = Math.max(newest, this.#lastSourceTime ?? newest)
  }

  /** True once when a silence has become longer than the connector's hours. */
  fallsSilent(connector: Connector, now: Instant): boolean {
    if (!connector.enabled) return false
    const since = this.#awaited(connector)
    if (this.#silentSince !== null || now - since < connector.silenceHours * HOUR) return false
    this.#silentSince = since
    this.#dirty = true
    return true
  }

  /** It is awaited anew: just enabled, or its hours were changed. */
  awaitAgain(): void {
    this.#silentSince = null
    this.#dirty = true
  }

  view(connector: Connector, now: Instant): PulseView {
    this.#turnDay(now)
    const { missing, holes } = this.#numbers.missing()
    const since = this.#awaited(connector)
    const isSilent = connector.enabled && now - since >= connector.silenceHours * HOUR
    return {
      id: connector.id,
      lastArrival: this.#lastArrival,
      lastSourceTime: this.#lastSourceTime,
      lag: this.#lag,
      today: { ...this.#counts },
      gapsKnowable: this.#numbers.seen,
      missing,
      gaps: holes,
      silentSince: isSilent ? since : null,
    }
  }

  /** What to save; null where nothing has changed since. */
  takeChanged(whole: boolean): SavedPulse | null {
    if (!this.#dirty && !whole) return null
    this.#dirty = false
    return {
      lastArrival: this.#lastArrival,
      lastSourceTime: this.#lastSourceTime,
      lag: this.#lag,
      day: this.#day,
      ...this.#counts,
      numbers: this.#numbers.saved(),
      silentSince: this.#silentSince,
      whole,
    }
  }

  /** What was taken could not be saved: it is still to be. */
  keepChanged(): void {
    this.#dirty = true
  }

  #awaited(connector: Connector): Instant {
    return Math.max(this.#lastArrival ?? 0, connector.awaitedSince) as Instant // the later of two instants
  }

  #turnDay(now: Instant): void {
    const day = startOfDay(now)
    if (day === this.#day) return
    this.#day = day
    this.#counts = { archived: 0, duplicates: 0, refused: 0 }
    this.#dirty = true
  }
}
