import type { Recorder } from '#audit'
import { type Clock, type ConnectorId, type Instant, MINUTE } from '#base'

interface Knocks {
  readonly connector: ConnectorId | null
  readonly reason: string
  readonly ip: string | null
  /** When the last act was written, and how many came since. */
  at: Instant
  more: number
}

interface RefusalsParts {
  readonly clock: Clock
  readonly recorder: Recorder
}

/**
 * Acts about what was turned away at the door: wrong keys, wrong signatures, disabled connectors. Whoever knocks without a
 * key must not fill the audit: one act a minute for each connector and reason, with the number of others before it.
 */
export class Refusals {
  readonly #parts: RefusalsParts
  readonly #last = new Map<string, Knocks>()

  constructor(parts: RefusalsParts) {
    this.#parts = parts
  }

  async note(connector: ConnectorId | null, reason: string, ip: string | null): Promise<void> {
    const key = `${connector ?? ''} ${reason}` // connectors are few and reasons a closed list: this map stays small
    const now = this.#parts.clock.now()
    const known = this.#last.get(key)
    if (known && now - known.at < MINUTE) {
      known.more += 1
      return
    }
    const knocks = { connector, reason, ip, at: now, more: 0 }
    this.#last.set(key, knocks)
    await this.#write(knocks, known?.more ?? 0)
  }

  /** Those that came after their minute's act and were followed by none. */
  async flush(): Promise<void> {
    const now = this.#parts.clock.now()
    for (const [key, knocks] of this.#last) {
      if (now - knocks.at < MINUTE) continue
      this.#last.delete(key)
      if (knocks.more > 0) await this.#write(knocks, knocks.more)
    }
  }

  async #write({ connector, reason, ip }: Knocks, more: number): Promise<void> {
    const detail = { ...(connector !== null && { connector }), ...(more > 0 && { more }) }
    await this.#parts.recorder.record({ action: 'intake.live', actor: { kind: 'stranger', ip }, detail }, reason)
  }
}
