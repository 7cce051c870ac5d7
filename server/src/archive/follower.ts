import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditLeaves } from '#audit'
import { type Clock, Fault } from '#base'
import { createLedger, type Ledger, openLedger, type Source } from '#ledger'
import type { Signer } from '#platform/keys'
import type { JournalReading } from './reading.store.ts'

const MOST_AT_ONCE = 16_384

export interface FollowOptions {
  checkpointMs: number
  checkpointEntries: number
}

/** What a ledger follows: committed entries, read again from the same place until they are signed. */
interface Followed extends Source {
  read(from: number, limit: number): Uint8Array[]
}

/** A ledger that follows a source: entries are read again from where the signed checkpoint ends, so a crash repeats. */
export class Follower {
  readonly #ledger: Ledger
  readonly #source: Followed
  readonly #options: FollowOptions
  readonly #clock: Clock
  /** When entries were first seen waiting; null = none wait. */
  #waitingSince: number | null = null

  constructor(ledger: Ledger, source: Followed, options: FollowOptions, clock: Clock) {
    this.#ledger = ledger
    this.#source = source
    this.#options = options
    this.#clock = clock
  }

  get size(): number {
    return this.#ledger.size
  }

  follow(now: boolean): void {
    for (;;) {
      const waiting = this.#source.size - this.#ledger.size
      if (waiting <= 0) {
        this.#waitingSince = null
        return
      }
      this.#waitingSince ??= this.#clock.now()
      const isLate = this.#clock.now() - this.#waitingSince >= this.#options.checkpointMs
      if (!now && !isLate && waiting < this.#options.checkpointEntries) return
      this.#ledger.integrate(this.#ledger.size, this.#source.read(this.#ledger.size, MOST_AT_ONCE))
    }
  }
}

export async function follow(
  dir: string,
  signer: Signer,
  source: Followed,
  { options, clock, isNew }: { options: FollowOptions; clock: Clock; isNew: boolean },
): Promise<Follower> {
  // A house without one entry starts its ledgers; one that has something and no checkpoint has lost it.
  if (isNew && !existsSync(join(dir, 'checkpoint'))) createLedger(dir, signer)
  return new Follower(await openLedger(dir, signer, source), source, options, clock)
}

export function journalSource(reading: JournalReading): Followed {
  return {
    get size() {
      return reading.state().next
    },
    entry: (index) => reading.entry(index),
    read(from, limit) {
      const rows = reading.entriesFrom(from, reading.state().next, limit)
      rows.forEach(({ no }, at) => {
        if (no !== from + at) throw new Fault('entries_missing', 'restore journal.db from the newest backup', { no })
      })
      return rows.map((row) => row.bytes)
    },
  }
}

export function auditSource(leaves: AuditLeaves): Followed {
  return {
    get size() {
      return leaves.count()
    },
    entry: (index) => leaves.read(index, 1)[0] ?? null,
    read: (from, limit) => leaves.read(from, limit),
  }
}
