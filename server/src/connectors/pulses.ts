import { HOUSE } from '#access'
import type { Recorder } from '#audit'
import type { Clock, ConnectorId } from '#base'
import type { HouseDb } from '#platform'
import type { Trouble } from './kinds.ts'
import { Pulse, type SavedPulse } from './pulse.ts'
import type { Connector } from './registry.ts'
import { listPulses, savePulse } from './store.ts'

interface PulsesParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  onTrouble(code: Trouble): void
}

/** Every connector's pulse, saved as it goes, and the alarm for those that fall silent. */
export class Pulses {
  readonly #parts: PulsesParts
  readonly #connectors: () => readonly Connector[]
  readonly #pulses = new Map<ConnectorId, Pulse>()
  #saving: Promise<void> = Promise.resolve()

  constructor(parts: PulsesParts, connectors: () => readonly Connector[]) {
    this.#parts = parts
    this.#connectors = connectors
  }

  async load(): Promise<void> {
    for (const { connector, pulse } of await listPulses(this.#parts.db)) {
      this.#pulses.set(connector, new Pulse(JSON.parse(pulse) as SavedPulse, this.#parts.clock.now())) // what save wrote
    }
    await this.save(false) // before anything arrives: a kill from here on is then known as one
  }

  of(id: ConnectorId): Pulse {
    let pulse = this.#pulses.get(id)
    if (!pulse) {
      pulse = new Pulse(null, this.#parts.clock.now())
      this.#pulses.set(id, pulse)
    }
    return pulse
  }

  /** A turn of the clock: alarms that are due, and what has changed is saved. Never throws. */
  async tick(): Promise<void> {
    const { recorder, clock, onTrouble } = this.#parts
    try {
      for (const connector of this.#connectors()) {
        if (!this.of(connector.id).fallsSilent(connector, clock.now())) continue
        const detail = { connector: connector.id, what: 'silent', hours: connector.silenceHours }
        try {
          await recorder.record({ action: 'connector.alarm', actor: HOUSE, detail })
        } catch (error) {
          this.of(connector.id).awaitAgain() // an alarm that nobody can read is none: the next turn raises it again
          throw error
        }
        onTrouble('connector_silent')
      }
      await this.save(false)
    } catch {
      onTrouble('connector_pulse_unsaved') // the next turn saves what is newest then
    }
  }

  /** @param whole the server ends in order: nothing comes after this */
  save(whole: boolean): Promise<void> {
    this.#saving = this.#saving.catch(() => undefined).then(() => this.#save(whole))
    return this.#saving
  }

  async #save(whole: boolean): Promise<void> {
    const changed = this.#connectors().flatMap(({ id }) => {
      const pulse = this.of(id).takeChanged(whole)
      return pulse ? [{ connector: id, pulse: JSON.stringify(pulse) }] : []
    })
    if (changed.length === 0) return
    try {
      await this.#parts.db.write(async (tx) => {
        for (const row of changed) await savePulse(tx, row)
      })
    } catch (error) {
      for (const { connector } of changed) this.of(connector).keepChanged()
      throw error
    }
  }
}
