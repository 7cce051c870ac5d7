import { openAuditLeaves } from '#audit'
import { type Clock, Fault, HOUR, SECOND, type SegmentId } from '#base'
import { durable, needingFolder, openEncrypted, type SqliteDatabase } from '#platform'
import { type KeyRegister, openKeyRegister, type Signer } from '#platform/keys'
import { auditSource, type Follower, follow, journalSource } from './follower.ts'
import { type ArchiveFiles, archiveFiles, segmentPath } from './house-files.ts'
import type { SegmentRow } from './journal.store.ts'
import { JournalReading } from './reading.store.ts'
import { abandonAll, type SealSteps, sealNext } from './seal.ts'
import { hashFile, type SealingJournal, sealSteps } from './seal-steps.ts'

export interface KeeperSecrets {
  journal: Uint8Array
  house: Uint8Array
  register: Uint8Array
}

export interface KeeperSigners {
  evidence: Signer
  audit: Signer
}

export interface KeeperOptions {
  /** Bytes of ciphertext in the journal after which a segment is sealed, and the most one takes. Default 64 MiB. */
  sealBytes?: number
  /** Age of the oldest unsealed record after which a segment is sealed. Default one hour. */
  sealMs?: number
  /** Longest time between an entry and the signed checkpoint that counts it. Default one second. */
  checkpointMs?: number
  /** Entries that are signed at once, without waiting for the second. Default 4096. */
  checkpointEntries?: number
  /** False: nothing follows the journal, and pruning waits for no index. Default true. */
  waitsForIndex?: boolean
}

/** How far the house's records have come. All are RecordNos: everything below is … */
export interface KeeperStatus {
  /** … under a signed checkpoint of the evidence ledger. */
  signed: number
  /** … acts under a signed checkpoint of the audit ledger. */
  auditSigned: number
  /** … in a registered segment. */
  sealed: number
  /** … gone from the journal. */
  pruned: number
}

/** The work of the keeper thread: both ledgers follow their sources, journal rows become segments and then go. */
export class Keeper {
  readonly #files: ArchiveFiles
  readonly #reading: JournalReading
  readonly #houseDb: SqliteDatabase
  readonly #register: KeyRegister
  readonly #journal: SealingJournal
  readonly #evidence: Follower
  readonly #audit: Follower
  readonly #clock: Clock
  readonly #steps: SealSteps
  readonly #options: Required<KeeperOptions>
  #indexedTo = 0
  #sealing: Promise<SegmentId[]> | null = null
  #pruning: Promise<void> | null = null

  private constructor(opened: Opened, ledgers: { evidence: Follower; audit: Follower }) {
    this.#files = opened.files
    this.#reading = opened.reading
    this.#houseDb = opened.houseDb
    this.#register = opened.register
    this.#journal = opened.journal
    this.#clock = opened.clock
    const steps = sealSteps(opened.files, opened.journal, opened.reading, opened.register)
    this.#steps = opened.wrapSteps?.(steps) ?? steps
    this.#options = opened.options
    this.#evidence = ledgers.evidence
    this.#audit = ledgers.audit
  }

  /**
   * Opens what the keeper needs. `repair` is the next thing to call.
   * @throws Fault `ledger_ahead`, `ledger_behind`, `ledger_forked` and the ledgers' others: the house must not go on
   */
  static async open(init: KeeperInit): Promise<Keeper> {
    const options = { ...DEFAULTS, ...init.options }
    const files = archiveFiles(init.house)
    const reading = new JournalReading(files.journal, init.secrets.journal)
    const houseDb = openEncrypted(files.house, init.secrets.house, { readonly: true })
    const register = openKeyRegister(files.house, init.secrets.house, init.secrets.register, init.clock)
    const opened: Opened = { ...init, files, reading, houseDb, register, options }
    try {
      const how = { options, clock: init.clock, isNew: reading.state().next === 0 }
      const evidence = await follow(files.ledger, init.signers.evidence, journalSource(reading), how)
      if (evidence.size < reading.state().prunedTo) {
        const hint = 'the ledger lacks entries that have left the journal; restore its directory from the newest backup'
        throw new Fault('ledger_behind', hint, { size: evidence.size })
      }
      const audit = await follow(files.audit, init.signers.audit, auditSource(openAuditLeaves(houseDb)), how)
      return new Keeper(opened, { evidence, audit })
    } catch (error) {
      for (const file of [reading, houseDb, register]) file.close()
      throw error
    }
  }

  /** Start-up: clears away what a crash left of a seal. Everything else goes on where it was by the usual steps. */
  async repair(): Promise<void> {
    const { segments } = this.#files
    needingFolder(segments, 'put it back from the newest backup', () => durable.ensureDir(segments))
    await this.#sealOnce(async () => [])
    await this.#journal.retireEpochs()
  }

  /** Both ledgers follow their sources; signs where entries wait long enough or are many. `now`: sign in any case. */
  integrate(now = false): void {
    this.#evidence.follow(now)
    this.#audit.follow(now)
  }

  /** Seals when the journal is large or old enough. */
  async sealDue(): Promise<SegmentId[]> {
    const { unsealedBytes, unsealedSince } = this.#reading.state()
    const isOld = unsealedSince !== null && this.#clock.now() - unsealedSince >= this.#options.sealMs
    if (isOld) return this.seal()
    return unsealedBytes >= this.#options.sealBytes ? this.#sealOnce(() => this.#sealFull()) : []
  }

  /** Seals everything archived so far. */
  seal(): Promise<SegmentId[]> {
    return this.#sealOnce(() => this.#sealAll())
  }

  /** Everything below `no` is in every shard of the index. Until the first such word nothing is pruned. */
  noteIndexed(no: number): void {
    this.#indexedTo = no
  }

  /**
   * Removes from the journal what is safe elsewhere: in a segment whose file still has its registered hash, whose
   * statement and records are all under the signed checkpoint, and which the index is past. Then destroys the keys of
   * epochs that no row uses.
   */
  prune(): Promise<void> {
    this.#pruning ??= this.#prune().finally(() => {
      this.#pruning = null
    })
    return this.#pruning
  }

  status(): KeeperStatus {
    const { sealedTo, prunedTo } = this.#reading.state()
    return { signed: this.#evidence.size, auditSigned: this.#audit.size, sealed: sealedTo, pruned: prunedTo }
  }

  /** Signs what waits, lets a running seal end, closes the files. */
  async close(): Promise<void> {
    await this.#sealing?.catch(() => undefined) // its caller has the error
    await this.#pruning?.catch(() => undefined) // likewise
    this.integrate(true)
    for (const file of [this.#reading, this.#houseDb, this.#register]) file.close()
  }

  /** One seal at a time, after what earlier ones left is cleared away; who asks while one runs gets a turn after it. */
  async #sealOnce(work: () => Promise<SegmentId[]>): Promise<SegmentId[]> {
    while (this.#sealing) await this.#sealing.catch(() => undefined) // its caller has the error
    this.#sealing = abandonAll(this.#reading, this.#steps)
      .then(work)
      .finally(() => {
        this.#sealing = null
      })
    return this.#sealing
  }

  async #sealFull(): Promise<SegmentId[]> {
    const sealed: SegmentId[] = []
    while (this.#reading.state().unsealedBytes >= this.#options.sealBytes) {
      const id = await sealNext(this.#reading, this.#steps, this.#options.sealBytes)
      if (!id) break
      sealed.push(id)
    }
    return sealed
  }

  async #sealAll(): Promise<SegmentId[]> {
    const sealed: SegmentId[] = []
    const end = this.#reading.state().next
    while (this.#reading.state().sealedTo < end) {
      const id = await sealNext(this.#reading, this.#steps, this.#options.sealBytes)
      if (!id) break
      sealed.push(id)
    }
    return sealed
  }

  async #prune(): Promise<void> {
    const { prunedTo } = this.#reading.state()
    const safe = this.#options.waitsForIndex ? Math.min(this.#evidence.size, this.#indexedTo) : this.#evidence.size
    for (const segment of this.#reading.segments(prunedTo)) {
      if (segment.to > safe || segment.statement >= this.#evidence.size) break
      await this.#checkFile(segment)
      while (!(await this.#journal.prune(segment.to))) await this.#steps.breathe()
    }
    if (this.#reading.state().prunedTo > prunedTo) await this.#journal.retireEpochs()
  }

  async #checkFile(segment: SegmentRow): Promise<void> {
    const { sha256, bytes } = await hashFile(segmentPath(this.#files, segment.id))
    if (bytes === segment.bytes && sha256.equals(segment.sha256)) return
    const hint = 'a segment file is not the one that was sealed; put it back from a backup'
    throw new Fault('segment_damaged', hint, { segment: segment.id, part: 'file', number: 0 })
  }
}

export interface KeeperInit {
  house: string
  secrets: KeeperSecrets
  signers: KeeperSigners
  journal: SealingJournal
  clock: Clock
  options?: KeeperOptions
  /** For tests that make steps fail. */
  wrapSteps?: (steps: SealSteps) => SealSteps
}

type Opened = Omit<KeeperInit, 'options'> & {
  files: ArchiveFiles
  reading: JournalReading
  houseDb: SqliteDatabase
  register: KeyRegister
  options: Required<KeeperOptions>
}

const DEFAULTS: Required<KeeperOptions> = {
  sealBytes: 64 * 1024 * 1024,
  sealMs: HOUR,
  checkpointMs: SECOND,
  checkpointEntries: 4096,
  waitsForIndex: true,
}
