import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { PersonActor } from '#access'
import { type Archive, archiveFiles, startArchive } from '#archive'
import { auditMigrations, createRecorder, type Recorder } from '#audit'
import { type ImportId, type PersonId, systemClock } from '#base'
import { connectThreads, type HouseDb } from '#platform'
import { migrate, openHouseDb } from '#platform/house'
import { type KeyRegister, keyRegisterMigrations, openKeyRegister } from '#platform/keys'
import { type Period, parsePeriod } from '#policy'
import { type ArchiveHouse, makeArchiveHouse } from '#test/archive-house'
import type { ImportInput } from './intake.thread.ts'
import { createIntake, type Intake, type StartOptions } from './intake.ts'
import { findImport, intakeMigrations } from './store.ts'
import type { ImportView } from './view.ts'

export const ADMIN: PersonActor = {
  kind: 'person',
  id: 'psn_aaaaaaaaaaaaaaaa' as PersonId,
  roles: ['administrator'],
  steppedUpUntil: null,
  ip: null,
}

/** What the policy says. */
export const RULES: { tempPurge: Period | null } = { tempPurge: parsePeriod('PT24H') }

/** Real files, threads and ledgers around the room, to be stopped and started again. */
export interface IntakeHouse {
  readonly made: ArchiveHouse
  readonly db: HouseDb
  readonly recorder: Recorder
  readonly archive: Archive
  readonly intake: Intake
  stop(): Promise<void>
  start(): Promise<void>
  /** From the first byte to the import's end. */
  imported(options: StartOptions, input: ImportInput | string): Promise<ImportView>
  upload(text: string): Promise<ImportInput>
  /** Resolves when the house's file says that the import has ended, and not its memory alone. */
  endingWritten(id: ImportId): Promise<void>
}

export async function openIntakeHouse(made?: ArchiveHouse): Promise<IntakeHouse> {
  const where = made ?? (await makeArchiveHouse())
  let rooms = await openRooms(where)
  const house: IntakeHouse = {
    made: where,
    get db() {
      return rooms.db
    },
    get recorder() {
      return rooms.recorder
    },
    get archive() {
      return rooms.archive
    },
    get intake() {
      return rooms.intake
    },
    async stop() {
      await rooms.intake.close()
      await rooms.archive.stop()
      rooms.register.close()
      await rooms.db.close()
    },
    async start() {
      rooms = await openRooms(where)
    },
    async imported(options, input) {
      const from = typeof input === 'string' ? await house.upload(input) : input
      const started = await rooms.intake.startImport(options, from, ADMIN)
      return rooms.intake.ended(started.id)
    },
    upload: (text) => rooms.intake.receiveUpload(streamed(text)),
    async endingWritten(id) {
      while (!(await findImport(rooms.db, id))?.finished_at) await pause(20)
    },
  }
  return house
}

async function* streamed(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 30_000) yield bytes.subarray(at, at + 30_000)
}

interface Rooms {
  db: HouseDb
  recorder: Recorder
  register: KeyRegister
  archive: Archive
  intake: Intake
}

async function openRooms(made: ArchiveHouse): Promise<Rooms> {
  const db = openHouseDb(join(made.dir, 'house.db'), made.keyring.secret('house.db'))
  const migrations = [
    { room: 'keys', migrations: keyRegisterMigrations },
    { room: 'audit', migrations: auditMigrations },
    { room: 'intake', migrations: intakeMigrations },
  ]
  await migrate(db, migrations, systemClock)
  const recorder = createRecorder(db, systemClock)
  const houseKey = made.keyring.secret('house.db')
  const register = openKeyRegister(archiveFiles(made.dir).house, houseKey, made.keyring.secret('register'), systemClock)
  const archive = await startArchive({ house: made.dir, keyring: made.keyring, grantStillHolds: async () => true })
  const intake = await createIntake({
    house: made.dir,
    db,
    clock: systemClock,
    tempPurge: () => RULES.tempPurge,
    recorder,
    journal: archive.journal,
    objects: archive.objects,
    keys: {
      create() {
        const [key] = register.create('quarantine')
        if (!key) throw new Error('no key')
        return key
      },
      open: (id) => register.open(id),
      destroy: (ids) => register.destroy(ids),
    },
    connect: (thread) => connectThreads(thread, archive.journalThread, 'journal'),
    digestKey: made.keyring.secret('dedupe'),
  })
  return { db, recorder, register, archive, intake }
}
