import { availableParallelism } from 'node:os'
import type { Permit } from '#access'
import type { ActReceipt } from '#audit'
import {
  type Clock,
  type ConversationNo,
  type Fault,
  invariant,
  type RecordNo,
  type SegmentId,
  systemClock,
} from '#base'
import { connectThreads, startThread, type Thread } from '#platform'
import { type Keyring, openKeyRegister, type SecretName, signer } from '#platform/keys'
import { Catalog, type ParticipantCard, type ParticipantNames } from './catalog.store.ts'
import type { SealerHandlers, SealerThreadInit } from './epochs/sealer.thread.ts'
import type { EpochSeal, SealerOptions } from './epochs/sealer.ts'
import { archiveFiles } from './house-files.ts'
import type { JournalHandlers, JournalThreadInit } from './journal.thread.ts'
import { type Journal, journalOver } from './journal.ts'
import type { JournalOptions } from './journal-writer.ts'
import type { KeeperHandlers, KeeperListener, KeeperThreadInit } from './keeper.thread.ts'
import type { KeeperOptions, KeeperStatus } from './keeper-work.ts'
import { sweepIncoming } from './objects/places.ts'
import { type ObjectShelf, objectShelf } from './objects/shelf.ts'
import { type GrantStillHolds, openRecords, showRecords, togetherReader, type Wanted } from './open.ts'
import { type OpenedAttachment, openAttachment } from './open-attachment.ts'
import type { OpenedRecord } from './opened-record.ts'
import type { ReaderHandlers, ReaderThreadInit } from './reader.thread.ts'
import type { ReaderOptions, ReaderSecrets } from './reader.ts'

export interface ArchiveParts {
  /** The house directory. house.db is there and its migrations have run. */
  house: string
  keyring: Keyring
  clock?: Clock
  grantStillHolds: GrantStillHolds
  /** A keeper's turn failed and is tried again, or a thread ended: codes for the log and the house page. */
  onTrouble?: (code: string) => void
  journal?: JournalOptions
  keeper?: KeeperOptions
  reader?: ReaderOptions
  /** A ViewModule: what `show` makes of records, in the threads that open them. */
  view?: URL
  sealer?: SealerOptions
}

export interface Archive {
  readonly journal: Journal
  readonly catalog: Catalog
  /** See openRecords. */
  open(permit: Permit, receipt: ActReceipt, records: readonly RecordNo[], wanted?: Wanted): Promise<OpenedRecord[]>
  /** See showRecords; the view it was started with makes the answer. */
  show(permit: Permit, receipt: ActReceipt, records: readonly RecordNo[], asked: unknown): Promise<unknown[]>
  /** Whatever is shown from now on knows it (RecordView.tell). */
  tellView(told: unknown): Promise<void>
  /** See openAttachment. */
  openAttachment(permit: Permit, receipt: ActReceipt, record: RecordNo, at: number): Promise<OpenedAttachment>
  /** Where intake keeps attachments. */
  readonly objects: ArchiveObjects
  /** As the catalog's, off the main thread: it looks at every participant. */
  findParticipants(text: string, limit?: number): Promise<ParticipantCard[]>
  /** As the catalog's, off the main thread. */
  participantsAfter(after: number, limit: number): Promise<ParticipantNames[]>
  /** Seals everything archived so far. */
  seal(): Promise<SegmentId[]>
  /**
   * Seals all conversations as they stand now, in the evidence ledger, and proves these under the seal. What it covers is
   * everything that was archived before the call.
   * @throws Fault `seal_conflict`, and what journal and ledger throw
   */
  sealEpoch(conversations: readonly ConversationNo[] | 'all'): Promise<EpochSeal>
  /** Signs what waits, in both ledgers. For whoever needs a proof at once. */
  integrate(): Promise<KeeperStatus>
  /** Removes from the journal what is safe elsewhere; runs by itself as well. */
  prune(): Promise<KeeperStatus>
  /** Every shard of the index is past this record. */
  noteIndexed(no: RecordNo): Promise<void>
  status(): Promise<KeeperStatus>
  /** For connectThreads: intake threads talk to the journal directly (`journalOver`). */
  readonly journalThread: Thread<JournalHandlers>
  /** For connectThreads: the indexer tells the keeper how far it is (`noteIndexed`). */
  readonly keeperThread: Thread<KeeperHandlers>
  /** Commits what waits, signs it, ends the threads. */
  stop(): Promise<void>
}

/** What an importing thread needs to keep attachments; opening them is not among it. */
export type ArchiveObjects = Omit<ObjectShelf, 'open'>

/** The keys an ArchiveReader takes, for the threads that hold one; each call gives fresh copies. */
export function readerSecrets(keyring: Keyring): ReaderSecrets {
  return secretsFor(keyring, { journal: 'journal.db', house: 'house.db', register: 'register' })
}

/**
 * Starts the archive's threads and what they need to begin. Nobody can admit a record before the ledgers were
 * found to belong to this journal.
 *
 * @throws Fault `key_wrong`, `file_damaged`, `house_is_newer`, `ledger_ahead`, `ledger_behind`, `ledger_forked`,
 *   `ledger_missing`, `ledger_unsigned`, `ledger_damaged`: the house refuses to start
 */
export async function startArchive(parts: ArchiveParts): Promise<Archive> {
  const { house, keyring } = parts
  const stops: (() => Promise<unknown>)[] = []
  const started = <H>(thread: Thread<H>): Thread<H> => {
    stops.unshift(() => thread.stop())
    thread.onExit((fault: Fault) => parts.onTrouble?.(fault.code))
    return thread
  }
  try {
    // 1. The journal's writer, which makes journal.db where there is none.
    const journal = started(await startJournal(parts))
    // 2. The keeper, which compares both ledgers with their sources: a house whose parts do not fit stops here. And,
    //    at the same time, the reader and the sealer, which waits for `begin`.
    const starting = [
      startKeeper(parts).then(started),
      Promise.all(readersOf(parts).map((options) => startReader(parts, options).then(started))),
      startSealer(parts).then(started),
    ] as const
    await Promise.allSettled(starting)
    const [keeper, readers, sealer] = await Promise.all(starting)
    connectThreads(keeper, journal, 'journal')
    connectThreads(sealer, journal, 'journal')
    // 3. What a crash left of a seal is cleared away, and the turns of keeper and sealer begin.
    await keeper.call.begin()
    await sealer.call.begin()
    const catalog = openCatalog(house, keyring)
    return archiveOf(parts, { journal, keeper, readers, sealer, catalog, objects: openObjects(parts, stops) }, stops)
  } catch (error) {
    for (const stop of stops) await stop()
    throw error
  }
}

/** The objects, and an end to what a crash left of them: nobody writes there yet. */
function openObjects({ house, keyring, clock = systemClock }: ArchiveParts, stops: (() => Promise<unknown>)[]) {
  const { house: path, objects } = archiveFiles(house)
  const keys = secretsFor(keyring, { house: 'house.db', register: 'register' })
  const register = openKeyRegister(path, keys.house, keys.register, clock)
  stops.push(async () => register.close())
  for (const key of Object.values(keys)) key.fill(0)
  sweepIncoming(objects, (ids) => register.destroy(ids))
  return objectShelf(objects, keyring, register)
}

/** The catalog, for whoever needs it on this thread. */
export function openCatalog(house: string, keyring: Keyring, beside = false): Catalog {
  const { journal } = secretsFor(keyring, { journal: 'journal.db' })
  const catalog = new Catalog(archiveFiles(house).journal, journal, { beside })
  journal.fill(0)
  return catalog
}

interface Started {
  journal: Thread<JournalHandlers>
  keeper: Thread<KeeperHandlers>
  readers: readonly Thread<ReaderHandlers>[]
  sealer: Thread<SealerHandlers>
  catalog: Catalog
  objects: ObjectShelf
}

function archiveOf(
  parts: ArchiveParts,
  { journal, keeper, readers, sealer, catalog, objects }: Started,
  stops: (() => Promise<unknown>)[],
): Archive {
  const { grantStillHolds, clock = systemClock } = parts
  const [reader] = readers
  invariant(reader, 'there is a reader')
  const openParts = { catalog, reader: togetherReader(readers.map(({ call }) => call)), grantStillHolds, clock }
  return {
    journal: journalOver(journal.call),
    catalog,
    open: (permit, receipt, records, wanted) => openRecords(openParts, permit, receipt, records, wanted),
    show: (permit, receipt, records, asked) => showRecords(openParts, permit, receipt, records, asked),
    async tellView(told) {
      await Promise.all(readers.map(({ call }) => call.tellView(told)))
    },
    openAttachment: (permit, receipt, record, at) =>
      openAttachment({ ...openParts, objects }, permit, receipt, record, at),
    objects,
    findParticipants: (text, limit) => reader.call.findParticipants(text, limit),
    participantsAfter: (after, limit) => reader.call.participantsAfter(after, limit),
    seal: () => keeper.call.seal(),
    async sealEpoch(conversations) {
      await keeper.call.integrate()
      return sealer.call.seal(conversations)
    },
    integrate: () => keeper.call.integrate(),
    prune: () => keeper.call.prune(),
    noteIndexed: (no) => keeper.call.noteIndexed(no),
    status: () => keeper.call.status(),
    journalThread: journal,
    keeperThread: keeper,
    async stop() {
      catalog.close()
      // the journal last: the keeper still needs the journal while it ends a seal
      for (const stop of stops) await stop()
    },
  }
}

function startJournal({ house, keyring, journal: options = {} }: ArchiveParts): Promise<Thread<JournalHandlers>> {
  const secrets = secretsFor(keyring, {
    journal: 'journal.db',
    house: 'house.db',
    register: 'register',
    dedupe: 'dedupe',
    log: 'log',
  })
  return startThread<JournalHandlers, JournalThreadInit>(moduleOf('journal'), { init: { house, secrets, options } })
}

const READER_CACHE = 8 * 1024 * 1024

/** As many as work at the same time, at most two; what they may remember is divided between them. */
function readersOf({ reader = {} }: ArchiveParts): ReaderOptions[] {
  const count = Math.min(2, availableParallelism())
  const cacheBytes = Math.floor((reader.cacheBytes ?? READER_CACHE) / count)
  return Array.from({ length: count }, () => ({ ...reader, cacheBytes }))
}

function startReader({ house, keyring, view }: ArchiveParts, options: ReaderOptions): Promise<Thread<ReaderHandlers>> {
  const init: ReaderThreadInit = { house, secrets: readerSecrets(keyring), options, view: view?.href ?? null }
  return startThread<ReaderHandlers, ReaderThreadInit>(moduleOf('reader'), { init })
}

function startSealer({
  house,
  keyring,
  sealer: options = {},
  onTrouble,
}: ArchiveParts): Promise<Thread<SealerHandlers>> {
  const secrets = secretsFor(keyring, { journal: 'journal.db', log: 'log' })
  const init: SealerThreadInit = { house, secrets, verifierKey: signer(keyring, 'evidence').verifierKey, options }
  const serves: KeeperListener = { trouble: (code) => onTrouble?.(code) }
  return startThread<SealerHandlers, SealerThreadInit>(moduleOf('epochs/sealer'), { init, serves })
}

function startKeeper({
  house,
  keyring,
  keeper: options = {},
  onTrouble,
}: ArchiveParts): Promise<Thread<KeeperHandlers>> {
  const signers = {
    evidence: { name: signer(keyring, 'evidence').name, seed: keyring.secret('signer.evidence') },
    audit: { name: signer(keyring, 'audit').name, seed: keyring.secret('signer.audit') },
  }
  const init: KeeperThreadInit = { house, secrets: readerSecrets(keyring), signers, options }
  const serves: KeeperListener = { trouble: (code) => onTrouble?.(code) }
  return startThread<KeeperHandlers, KeeperThreadInit>(moduleOf('keeper'), { init, serves })
}

function secretsFor<Names extends Record<string, SecretName>>(
  keyring: Keyring,
  names: Names,
): { [Name in keyof Names]: Uint8Array } {
  const entries = Object.entries(names).map(([name, secret]) => [name, keyring.secret(secret)])
  return Object.fromEntries(entries) as { [Name in keyof Names]: Uint8Array } // one entry per name
}

function moduleOf(thread: 'journal' | 'keeper' | 'reader' | 'epochs/sealer'): URL {
  return new URL(`./${thread}.thread.ts`, import.meta.url)
}
