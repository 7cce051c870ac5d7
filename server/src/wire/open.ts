import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { mayEver } from '#access'
import { createAnchors } from '#anchors'
import { createScreen, createSetup, HIT_VIEW, type House, setupMigrations } from '#api'
import { archiveFiles, startArchive } from '#archive'
import { auditMigrations, createRecorder, type Recorder } from '#audit'
import { type Clock, systemClock } from '#base'
import { calendarsMigrations, createCalendars } from '#calendars'
import { casesMigrations, createMarks } from '#cases'
import { connectorsMigrations, createConnectors } from '#connectors'
import { createExports, type Exports, evidenceMigrations } from '#evidence'
import { createIdentity, identityMigrations } from '#identity'
import { createIntake, intakeMigrations } from '#intake'
import { openLedgerReader } from '#ledger'
import { createPapers, papersMigrations } from '#papers'
import { type Config, connectThreads, type HouseDb, type Log, lockHouse, makeHouseFolder } from '#platform'
import { createLog, migrate, openHouseDb } from '#platform/house'
import {
  createKeyring,
  type Keyring,
  keyRegisterMigrations,
  openKeyring,
  recoveryKit,
  signer,
  tidyKeys,
  unlockFor,
} from '#platform/keys'
import { loadPolicy, type PolicyState, retentionClasses } from '#policy'
import { createLearning, createMasking, redactionMigrations } from '#redaction'
import { createRequests, type Requests, requestsMigrations } from '#requests'
import { createSavedSearches, searchMigrations, startSearch } from '#search'
import { subjectsMigrations } from '#subjects'
import { dueNow, repeat } from './clocks.ts'
import { type Closer, closeAll } from './closing.ts'
import { createKeyCare, resumeRotation } from './key-care.ts'
import { papersParts } from './papers.ts'
import {
  anchorsParts,
  connectorsParts,
  exportParts,
  intakeParts,
  renewHashIn,
  requestsParts,
  subjectsOver,
} from './parts.ts'

// Builds the rooms in the order in which they need each other, and hands each its neighbours. Decides nothing.

export interface WireOptions {
  readonly clock?: Clock
  readonly log?: Log
  readonly demo?: boolean
  readonly houseName?: string
  /** Sends a message to a customer's contact on record; the only one who ever sees a one-time code. */
  readonly deliver?: (message: { readonly to: string; readonly text: string }) => Promise<void>
}

export interface OpenHouse {
  readonly house: House
  /** Drains what runs, signs what waits, closes. */
  close(): Promise<void>
}

/**
 * Opens the house in `config.house`; makes it where the folder is empty.
 * @throws Fault when a key or file is missing, wrong or damaged: the house refuses to start and says how to restore
 */
export async function openHouse(config: Config, options: WireOptions): Promise<OpenHouse> {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog(config.logLevel)
  makeHouseFolder(config.house)
  const closers: Closer[] = []
  const lock = lockHouse(config.house)
  closers.unshift(() => lock.release())
  try {
    const keyring = await openOrMakeKeyring(config, clock)
    const db = await openTables(config.house, keyring, clock)
    closers.unshift(() => db.close())
    await resumeRotation({ db, keyring, clock, log })
    const rooms = await buildRooms({ config, options, clock, log, keyring, db, closers })
    return { house: rooms, close: () => closeAll(closers) }
  } catch (error) {
    await closeAll(closers).catch(() => undefined) // why it could not open says more than what could not be closed
    throw error
  }
}

/** A keyring is made only where no house is: a house whose keys are gone must be restored, never given new ones. */
async function openOrMakeKeyring(config: Config, clock: Clock): Promise<Keyring> {
  const dir = join(config.house, 'keys')
  const isHouse = ['house.db', 'journal.db', 'ledger'].some((name) => existsSync(join(config.house, name)))
  if (!isHouse && !existsSync(join(dir, 'keyring.json'))) return createKeyring(dir, { clock })
  const keyring = openKeyring(dir, await unlockFor(dir, config))
  tidyKeys(dir, keyring)
  return keyring
}

async function openTables(house: string, keyring: Keyring, clock: Clock): Promise<HouseDb> {
  const key = keyring.secret('house.db')
  const db = openHouseDb(archiveFiles(house).house, key)
  key.fill(0)
  await migrate(
    db,
    [
      { room: 'keys', migrations: keyRegisterMigrations },
      { room: 'audit', migrations: auditMigrations },
      { room: 'identity', migrations: identityMigrations },
      { room: 'subjects', migrations: subjectsMigrations },
      { room: 'intake', migrations: intakeMigrations },
      { room: 'connectors', migrations: connectorsMigrations },
      { room: 'search', migrations: searchMigrations },
      { room: 'calendars', migrations: calendarsMigrations },
      { room: 'requests', migrations: requestsMigrations },
      { room: 'cases', migrations: casesMigrations },
      { room: 'evidence', migrations: evidenceMigrations },
      { room: 'redaction', migrations: redactionMigrations },
      { room: 'papers', migrations: papersMigrations },
      { room: 'setup', migrations: setupMigrations },
    ],
    clock,
  )
  return db
}

interface Started {
  readonly config: Config
  readonly options: WireOptions
  readonly clock: Clock
  readonly log: Log
  readonly keyring: Keyring
  readonly db: HouseDb
  readonly closers: Closer[]
}

async function buildRooms({ config, options, clock, log, keyring, db, closers }: Started): Promise<House> {
  const recorder = createRecorder(db, clock)
  const name = options.houseName ?? config.houseName
  const demo = options.demo ?? false
  const policy = policyInForce()
  const building = { config, clock, log, keyring, db, recorder, rules: policy, policy, name, deliver: options.deliver }
  const identity = createIdentity({ db, recorder, clock, rules: policy, houseName: name, demo })

  const keyCare = createKeyCare(building)
  closers.unshift(() => keyCare.close())
  const register: { permitHolds: Requests['permitHolds'] | null } = { permitHolds: null }
  const archive = await startArchive({
    house: config.house,
    keyring,
    clock,
    // asked at every opening; before `requests` stands, nothing opens
    grantStillHolds: (permit) => register.permitHolds?.(permit) ?? false,
    onTrouble: () => log.warn('archive_trouble'),
    view: HIT_VIEW,
    reader: { cacheBytes: config.contentCacheMib * 1024 * 1024 },
  })
  closers.unshift(() => archive.stop())
  const anchors = createAnchors(anchorsParts(building, archive))
  closers.unshift(() => anchors.stop())
  const search = await startSearch({ house: config.house, keyring, onTrouble: () => log.warn('search_trouble') })
  closers.unshift(() => search.stop())
  connectThreads(search.indexerThread, archive.keeperThread, 'keeper')
  const savedSearches = createSavedSearches({ db, recorder, clock, classes: () => retentionClasses(policy()) })
  const marks = createMarks({ db, recorder, clock })

  const subjects = subjectsOver(building, archive, identity)
  const calendars = await createCalendars(building)
  const requests = createRequests(requestsParts(building, { archive, search, identity, subjects, calendars }))
  register.permitHolds = requests.permitHolds
  await requests.indexingPermit()
  const forIntake = intakeParts(building, archive)
  closers.unshift(() => forIntake.closeKeys())
  const intake = await createIntake(forIntake)
  closers.unshift(() => intake.close())
  const setup = createSetup({ db, clock, recorder, kit: () => recoveryKit(keyring) })
  const mayTakeIn = () => setup.isConfirmed()
  const connectors = await createConnectors(connectorsParts(building, { archive, intake, mayTakeIn }))
  closers.unshift(() => connectors.close())
  const masking = await createMasking({ ...building, language: config.language })
  const learning = createLearning(building)
  const exports = createExports(
    exportParts(building, { archive, anchors, identity, subjects, requests, masking, learning }),
  )
  await exports.recover()
  closers.unshift(() => exports.stop())
  const papers = createPapers(papersParts(building, { anchors, archive, identity, requests, exports }))
  closers.unshift(repeat(log, dueNow({ requests, subjects, exports, papers, intake })))

  const masks = () => masking.inForce('screen').policy
  const screen = createScreen({
    archive,
    identity,
    subjects,
    clock,
    masks,
    lessons: () => learning.lessons(),
  })
  const rooms = {
    identity,
    subjects,
    archive,
    anchors,
    search,
    savedSearches,
    marks,
    intake,
    connectors,
    calendars,
    requests,
    screen,
    masking,
    learning,
    exports,
    papers,
    setup,
    recorder,
    keyCare,
    renewHash: (...asked: Parameters<House['renewHash']>) => renewHashIn(building, archive, ...asked),
  }
  return {
    ...rooms,
    ...answersOf({ config, keyring }, recorder, policy, exports),
    name,
    demo,
    config,
    clock,
    log,
    db,
    policy,
  }
}

/** Reads the pack anew while it is unreadable: a mended one counts without a restart, a broken one never does. */
function policyInForce(): () => PolicyState {
  let policy = loadPolicy()
  return () => {
    if (!policy.readable) policy = loadPolicy()
    return policy
  }
}

type Answers = Pick<House, 'keys' | 'secureCookies' | 'headOf' | 'may' | 'recordRefusal'>

function answersOf(
  { config, keyring }: Pick<Started, 'config' | 'keyring'>,
  recorder: Recorder,
  policy: () => PolicyState,
  exports: Pick<Exports, 'refusedOutside'>,
): Answers {
  const files = archiveFiles(config.house)
  const keys = { evidence: signer(keyring, 'evidence'), audit: signer(keyring, 'audit') }
  return {
    keys: { evidence: keys.evidence.verifierKey, audit: keys.audit.verifierKey },
    secureCookies: config.tls !== null || config.origin.startsWith('https:'),
    async headOf(which) {
      const { name: origin, verifierKey } = keys[which]
      const head = openLedgerReader(which === 'evidence' ? files.ledger : files.audit, verifierKey).head()
      const root = Buffer.from(head.root).toString('base64')
      return { origin, size: head.size, root, checkpoint: head.checkpoint, verifierKey }
    },
    may: (actor, action) => mayEver(actor, action, policy()),
    async recordRefusal(actor, action, reason) {
      await recorder.record({ action, actor }, reason)
      await exports.refusedOutside(actor, action, reason)
    },
  }
}
