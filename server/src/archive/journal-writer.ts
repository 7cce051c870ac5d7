import { statementDigest } from '@cunzhen/proof/keeping'
import { type Clock, Fault, HOUR, invariant, type KeyId, Refusal, type SegmentId } from '#base'
import { type SqliteDatabase, sqliteFault } from '#platform'
import type { KeyRegister } from '#platform/keys'
import { admitBatch, type Group } from './admit.ts'
import type { PackedArrivals } from './arrival.ts'
import { CatalogCache, SourceKeys } from './catalog-cache.ts'
import { EpochCipher } from './epoch.ts'
import { type JournalState, JournalStore } from './journal.store.ts'
import { registerSegment, type SealedSegment, type StatementInput, writeStatement } from './statements.ts'

export interface JournalSecrets {
  /** The keyring's secret `dedupe`. */
  dedupe: Uint8Array
  /** The keyring's secret `log`. */
  log: Uint8Array
}

export interface JournalOptions {
  /** Arrivals after which a group is committed; what waits longer goes into the next one. */
  groupSize?: number
  /** How long one epoch key encrypts. */
  epochMs?: number
}

interface Job {
  size: number
  /** What the caller gets; a Refusal returned is what it is refused with. */
  run(group: Group): unknown
  resolve(value: unknown): void
  reject(error: Error): void
}

const PRUNE_CHUNK = 2000

/**
 * The one writer of journal.db. Callers wait in a queue; each turn takes about a thousand arrivals of whoever waits,
 * writes them in one transaction, and answers after its commit.
 */
export class JournalWriter {
  readonly #db: SqliteDatabase
  readonly #store: JournalStore
  readonly #register: KeyRegister
  readonly #clock: Clock
  readonly #catalog: CatalogCache
  readonly #sourceKeys: SourceKeys
  readonly #groupSize: number
  readonly #epochMs: number
  readonly #queue: Job[] = []
  #state: JournalState
  #epoch: EpochCipher | null = null
  /** False until the epoch's row was committed together with its first record. */
  #epochIsWritten = false
  #scheduled = false
  #closed = false

  /** Takes over `db` and `register`, closing them in `close`. */
  constructor(
    db: SqliteDatabase,
    secrets: JournalSecrets,
    register: KeyRegister,
    clock: Clock,
    options: JournalOptions = {},
  ) {
    this.#db = db
    this.#store = new JournalStore(db)
    this.#register = register
    this.#clock = clock
    this.#catalog = new CatalogCache(this.#store, secrets.log)
    this.#sourceKeys = new SourceKeys(secrets.dedupe)
    this.#groupSize = options.groupSize ?? 1000
    this.#epochMs = options.epochMs ?? HOUR
    this.#state = this.#store.state()
  }

  /** Resolves when every arrival is on disk, or known to be. See admitBatch for the numbers. */
  admit(packed: PackedArrivals): Promise<Float64Array<ArrayBuffer>> {
    return this.#enqueue(packed.count, (group) => admitBatch(group, packed))
  }

  /**
   * Index of the statement's ledger entry, once it is durable; of the earlier one where `key` was written already.
   * @throws Refusal `statement_key_taken` where the same key said something else
   */
  appendStatement(input: StatementInput): Promise<number> {
    const digest = statementDigest(input.salt, input.statement)
    return this.#enqueue(1, (group) => writeStatement(group, input, digest))
  }

  /** Notes the keys that a seal is about to use, so that a crash cannot leave them in the register for ever. */
  beginSeal(segment: SegmentId, keys: readonly KeyId[]): Promise<void> {
    return this.#enqueue(1, ({ store }) => store.noteAttempt(segment, keys))
  }

  /** The commit point of a seal: segment row, ledger statement and the journal's counters, in one transaction. */
  registerSegment(sealed: SealedSegment): Promise<number> {
    return this.#enqueue(1, (group) => registerSegment(group, sealed))
  }

  /** Forgets a seal that was given up. Its keys are destroyed first: after a crash between the two it is done again. */
  dropAttempt(segment: SegmentId): Promise<void> {
    return this.#enqueue(1, ({ store }) => {
      const attempt = store.attempts().find((each) => each.segment === segment)
      if (!attempt) return
      this.#register.destroy(attempt.keys)
      store.endAttempt(segment)
    })
  }

  /** Removes rows before `to` that segments hold, a chunk at a time. @returns true when there is nothing left to remove */
  async prune(to: number): Promise<boolean> {
    await this.#enqueue(1, ({ store, state }) => {
      invariant(to <= state.sealedTo, 'only what lies in a registered segment leaves the journal')
      const end = Math.min(to, state.prunedTo + PRUNE_CHUNK)
      if (end <= state.prunedTo) return
      store.deleteRows(state.prunedTo, end)
      state.prunedTo = end
      store.shrink()
    })
    return this.#state.prunedTo >= to
  }

  /** Destroys the keys of epochs that no row of the journal uses any more. @returns how many */
  async retireEpochs(): Promise<number> {
    const current = this.#epoch?.id ?? this.#state.nextEpoch
    const unused = this.#store.unusedEpochs(current)
    if (unused.length === 0) return 0
    // 1. the keys. A crash after this leaves rows of epochs without a key: the next call removes them.
    this.#register.destroy(unused.map((epoch) => epoch.key))
    // 2. the rows
    await this.#enqueue(1, ({ store }) => {
      for (const epoch of unused) store.deleteEpoch(epoch.id)
    })
    return unused.length
  }

  /** Counters as last committed. */
  get state(): Readonly<JournalState> {
    return this.#state
  }

  /** Commits what waits, then closes the files. */
  close(): void {
    while (this.#queue.length > 0) this.#commitGroup()
    this.#closed = true
    this.#register.close()
    this.#db.close()
  }

  #enqueue<T>(size: number, run: (group: Group) => T | Refusal): Promise<T> {
    if (this.#closed) return Promise.reject(new Refusal('unavailable', 'journal_closed'))
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ size, run, resolve: (value) => resolve(value as T), reject }) // what its own `run` returned
      if (this.#scheduled) return
      this.#scheduled = true
      setImmediate(() => this.#turn())
    })
  }

  /** One group per turn of the event loop, so that others' batches come in while this thread is busy. */
  #turn(): void {
    this.#scheduled = false
    if (this.#closed) return
    this.#commitGroup()
    if (this.#queue.length === 0) return
    this.#scheduled = true
    setImmediate(() => this.#turn())
  }

  #commitGroup(): void {
    const jobs: Job[] = []
    for (let size = 0; size < this.#groupSize; ) {
      const job = this.#queue.shift()
      if (!job) break
      jobs.push(job)
      size += job.size
    }
    try {
      this.#commit(jobs)
    } catch (error) {
      // one caller's broken batch must not refuse the others'; a full disk refuses them all
      if (jobs.length === 1 || isDiskTrouble(error)) for (const job of jobs) job.reject(journalError(error))
      else for (const job of jobs) this.#commitAlone(job)
    }
  }

  #commitAlone(job: Job): void {
    try {
      this.#commit([job])
    } catch (error) {
      job.reject(journalError(error))
    }
  }

  /** One transaction; answers when it is on disk. Where it throws, nothing of it is, and nothing of it is remembered. */
  #commit(jobs: readonly Job[]): void {
    let answers: (() => void)[] = []
    let epoch: EpochCipher | null = null
    try {
      const group = this.#openGroup(() => {
        epoch ??= this.#currentEpoch(group.state)
        return epoch
      })
      this.#store.inTransaction(() => {
        answers = jobs.map((job) => runJob(job, group))
        this.#catalog.flush()
        this.#store.writeState(group.state)
      })
      if (epoch) this.#epochIsWritten = true
      this.#state = group.state
      this.#catalog.trim()
    } catch (error) {
      this.#catalog.forget()
      // a commit may fail for its caller and yet be on disk: only the file knows what the next number is
      this.#state = this.#store.state()
      throw error
    }
    for (const answer of answers) answer()
  }

  #openGroup(epoch: () => EpochCipher): Group {
    const state = { ...this.#state, lastArchivedAt: Math.max(this.#clock.now(), this.#state.lastArchivedAt) }
    const { lastArchivedAt: archivedAt } = state
    return { store: this.#store, catalog: this.#catalog, sourceKeys: this.#sourceKeys, epoch, state, archivedAt }
  }

  /**
   * The epoch that encrypts now, its row written with the first records under it. A key of its own for each start and
   * each hour: a nonce counter in memory then never meets a key twice.
   */
  #currentEpoch(state: JournalState): EpochCipher {
    const now = this.#clock.now()
    const current = this.#epoch
    const isOver = current === null || now < current.startedAt || now - current.startedAt >= this.#epochMs
    const epoch = isOver ? this.#newEpoch(now, state.nextEpoch) : current
    if (!this.#epochIsWritten) {
      this.#store.insertEpoch(epoch.id, epoch.keyId, epoch.startedAt)
      state.nextEpoch = Math.max(state.nextEpoch, epoch.id + 1)
    }
    return epoch
  }

  #newEpoch(now: number, id: number): EpochCipher {
    const [made] = this.#register.create('epoch')
    if (!made) throw new Fault('broken_invariant', 'must be true: the register makes the key it was asked for')
    const epoch = new EpochCipher(id, made.id, made.key, now)
    made.key.fill(0)
    this.#epoch = epoch
    this.#epochIsWritten = false
    return epoch
  }
}

/**
 * Runs one job. A Refusal that it returns is its own answer: it wrote nothing. Whatever it throws, a Refusal too (the
 * key register's full disk), fails the whole transaction: it may have written half of what it meant to.
 */
function runJob(job: Job, group: Group): () => void {
  const value = job.run(group)
  return () => (value instanceof Refusal ? job.reject(value) : job.resolve(value))
}

function isDiskTrouble(error: unknown): boolean {
  return journalError(error) instanceof Refusal
}

/** A disk that is full or fails is the caller's business too: nothing was taken, try again later. */
function journalError(error: unknown): Refusal | Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'SQLITE_FULL' || code === 'disk_full') return new Refusal('unavailable', 'journal_full')
  if (code.startsWith('SQLITE_IOERR')) return new Refusal('unavailable', 'journal_io')
  if (code.startsWith('SQLITE_READONLY')) return new Refusal('unavailable', 'journal_readonly')
  return sqliteFault(error, 'journal.db')
}
