import { randomFillSync } from 'node:crypto'
import { encodeRecord, recordDigest, SEED_SIZE } from '@cunzhen/proof'
import type { Arrival, Journal } from '#archive'
import type { ImportId } from '#base'
import type { Draft } from './piece.ts'
import type { Tally } from './tally.ts'

const MOST_ARRIVALS = 1000
const MOST_BYTES = 4 * 1024 * 1024
const IN_FLIGHT = 3

/** Records on their way to the journal: a thousand at a time, a few batches under way, never more in memory. */
export class Batches {
  readonly #journal: Pick<Journal, 'admit'>
  readonly #importId: ImportId
  readonly #tally: Tally
  readonly #seeds = new Seeds()
  readonly #underway: Promise<void>[] = []
  #batch: Arrival[] = []
  #bytes = 0

  constructor(journal: Pick<Journal, 'admit'>, importId: ImportId, tally: Tally) {
    this.#journal = journal
    this.#importId = importId
    this.#tally = tally
  }

  /** What the journal needs of a record, but for its identity. @throws ProofError where the fields are no record */
  encode(draft: Draft): Omit<Arrival, 'identity'> {
    const { fields, conversationTitle, members } = draft
    const seed = this.#seeds.next()
    const encoded = encodeRecord(seed, fields)
    const digest = recordDigest(seed, fields)
    return { fields, conversationTitle, members, importId: this.#importId, seed, digest, encoded }
  }

  add(arrival: Arrival): void {
    this.#batch.push(arrival)
    this.#bytes += arrival.encoded.length
  }

  get full(): boolean {
    return this.#batch.length >= MOST_ARRIVALS || this.#bytes >= MOST_BYTES
  }

  /** Sends what is held; waits while too much is under way. @throws what the journal refused */
  async send(): Promise<void> {
    if (this.#batch.length > 0) {
      const batch = this.#batch
      this.#batch = []
      this.#bytes = 0
      const sent = this.#journal.admit(batch).then((outcomes) => this.#tally.answered(outcomes))
      sent.catch(() => undefined) // looked at below, when its turn comes
      this.#underway.push(sent)
    }
    while (this.#underway.length > IN_FLIGHT) await this.#underway.shift()
  }

  /** Everything sent has been answered, or has failed and is thrown. */
  async drain(): Promise<void> {
    await this.send()
    while (this.#underway.length > 0) await this.#underway.shift()
  }

  /** After a failure: waits for the rest, whose outcomes still count. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#underway)
  }
}

/** Random bytes in bulk: one call per record costs more than the rest of the commitment's randomness. */
export class Seeds {
  #pool: Uint8Array = new Uint8Array(0)
  #at = 0

  next(): Uint8Array {
    if (this.#at === this.#pool.length) {
      this.#pool = randomFillSync(new Uint8Array(4096 * SEED_SIZE))
      this.#at = 0
    }
    this.#at += SEED_SIZE
    return this.#pool.subarray(this.#at - SEED_SIZE, this.#at)
  }
}
