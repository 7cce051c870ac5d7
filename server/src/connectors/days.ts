import { HOUSE } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type ConnectorId, type ImportId, type Instant, newId, startOfDay } from '#base'
import type { HouseDb } from '#platform'
import { addDay, findDay } from './store.ts'

interface DaysParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
}

/**
 * The act under which a connector takes in: one per connector and day of the house (China Standard Time). It is on disk
 * before the first message of that day; every record of the day names its import id.
 */
export class Days {
  readonly #parts: DaysParts
  readonly #open = new Map<ConnectorId, { day: Instant; id: Promise<ImportId> }>()

  constructor(parts: DaysParts) {
    this.#parts = parts
  }

  /** @throws Refusal `audit_unwritable`: nothing is taken in then */
  importOf(connector: ConnectorId): Promise<ImportId> {
    const day = startOfDay(this.#parts.clock.now())
    const known = this.#open.get(connector)
    if (known?.day === day) return known.id
    const id = this.#begin(connector, day)
    this.#open.set(connector, { day, id })
    id.catch(() => this.#open.delete(connector)) // the next message tries again
    return id
  }

  async #begin(connector: ConnectorId, day: Instant): Promise<ImportId> {
    const { db, recorder } = this.#parts
    const begun = await findDay(db, connector, day)
    if (begun) return begun
    const id = newId<ImportId>('imp')
    const detail = { connector, import: id, day }
    // one transaction: a crash leaves the act and the day's row, or neither
    await recorder.perform({ action: 'intake.live', actor: HOUSE, detail }, (tx) =>
      addDay(tx, { connector, day, import: id }),
    )
    return id
  }
}
