import { Fault, type ImportId, Refusal } from '#base'
import { move, startThread, type Thread } from '#platform'
import type { Attachments } from './attachments.ts'
import { Bundle } from './bundle.ts'
import type { Days } from './days.ts'
import type { Trouble } from './kinds.ts'
import type { LiveHandlers, LiveListener } from './live.thread.ts'
import type { Connector } from './registry.ts'
import type { Take, Taken } from './take.ts'

export interface LiveParts {
  /** False until somebody has shown that the recovery kit was kept: before that nothing is taken in. */
  mayTakeIn(): Promise<boolean>
  /** Gives the thread a line to the journal thread, under the name `journal`. */
  connect(thread: Thread<LiveHandlers>): void
  /** A code for the log. */
  onTrouble(code: Trouble): void
}

type FilesOf = Pick<Attachments, 'find'>

/** What may wait for the journal at once; beyond it callers are told to come again. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024
const MOST_WAITING = 4000
/** A body that is copied rather than moved, and bundled with others. */
const SMALL = 16 * 1024

/** The way from an accepted request to the archive: back-pressure, the day's act, the thread. */
export class Live {
  readonly #parts: LiveParts
  readonly #days: Days
  readonly #files: FilesOf
  readonly #bundle = new Bundle(async (takes) => (await this.#started()).call.takeAll(takes))
  #thread: Promise<Thread<LiveHandlers>> | null = null
  #waiting = 0
  #waitingBytes = 0
  #closed = false
  #mayTakeIn = false

  constructor(parts: LiveParts, days: Days, files: FilesOf) {
    this.#parts = parts
    this.#days = days
    this.#files = files
  }

  get waiting(): number {
    return this.#waiting
  }

  /** @throws Refusal `intake_behind`: nothing was taken; the caller waits a little and sends the same again */
  requireRoom(bytes = 0): void {
    const isFull = this.#waiting >= MOST_WAITING || this.#waitingBytes >= MOST_WAITING_BYTES
    if (isFull || this.#waitingBytes + bytes > MOST_WAITING_BYTES) {
      throw new Refusal('too_many', 'intake_behind')
    }
  }

  /**
   * Answers when everything that could be taken is durable.
   * @throws Refusal `kit_unconfirmed`, `intake_behind`, `audit_unwritable`, `live_intake_stopped`, those of the body and of the journal
   */
  async take(connector: Connector, what: Take['what'], body: Buffer): Promise<Taken> {
    this.requireRoom(body.length)
    this.#waiting += 1
    this.#waitingBytes += body.length
    try {
      const importId = await this.begin(connector)
      const { id, platform, origin } = connector
      const bytes = new Uint8Array(body) // a copy of its own: the body may be a slice of a shared pool
      const take = { what, connector: id, importId, platform, origin, bytes }
      if (body.length <= SMALL) return await this.#bundle.add(take)
      return await (await this.#started()).call.take(move(take, [bytes.buffer]))
    } catch (error) {
      // whatever was under way may be archived: sent again, it is a duplicate
      if (error instanceof Fault && error.code === 'thread_died') {
        throw new Refusal('unavailable', 'live_intake_stopped')
      }
      throw error
    } finally {
      this.#waiting -= 1
      this.#waitingBytes -= body.length
    }
  }

  /** The act under which it takes in today is on disk. @throws Refusal `kit_unconfirmed`, `audit_unwritable` */
  async begin(connector: Connector): Promise<ImportId> {
    this.#mayTakeIn ||= await this.#parts.mayTakeIn() // once true, true for good
    if (!this.#mayTakeIn) throw new Refusal('conflict', 'kit_unconfirmed')
    return this.#days.importOf(connector.id)
  }

  /** Batches that the journal was given so far by the thread that runs. */
  async grouped(): Promise<number> {
    return (await this.#started()).call.grouped()
  }

  async close(): Promise<void> {
    this.#closed = true
    const thread = await this.#thread?.catch(() => null)
    await thread?.stop()
  }

  /** Starts with the first message, and again after a death. */
  async #started(): Promise<Thread<LiveHandlers>> {
    if (this.#closed) throw new Refusal('unavailable', 'live_intake_stopped')
    this.#thread ??= this.#start()
    return this.#thread
  }

  async #start(): Promise<Thread<LiveHandlers>> {
    try {
      const url = new URL('./live.thread.ts', import.meta.url)
      const serves: LiveListener = { attached: (connector, digests) => this.#files.find(connector, digests) }
      const thread = await startThread<LiveHandlers>(url, { init: undefined, serves })
      thread.onExit(() => {
        this.#thread = null
        this.#parts.onTrouble('connector_thread_died')
      })
      this.#parts.connect(thread)
      return thread
    } catch (error) {
      this.#thread = null
      throw error
    }
  }
}
