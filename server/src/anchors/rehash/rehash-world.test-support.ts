import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256, utf8 } from '@cunzhen/proof'
import type { PersonActor, Role } from '#access'
import {
  type Arrival,
  archiveFiles,
  ObjectWriter,
  openRetained,
  type Retained,
  startArchive,
  withAttachments,
} from '#archive'
import { createRecorder, readActs } from '#audit'
import { newId, type PersonId, systemClock } from '#base'
import { type LedgerReader, openLedgerReader } from '#ledger'
import { openEncrypted } from '#platform'
import { openHouseDb } from '#platform/house'
import { openKeyRegister, openKeyring, signer } from '#platform/keys'
import { loadPolicy } from '#policy'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import type { LocalTsa } from '#test/tsa'
import { fsckAnchors } from '../fsck.ts'
import { fsckRehash, type RehashReport } from './fsck.ts'
import { type HashRenewed, type RenewHashParts, renewHash } from './renew-hash.ts'

// A real house with segments, rows that are not sealed, statements and attachments, and everything that a renewal takes.

export interface RehashWorld {
  readonly house: ArchiveHouse
  readonly dir: string
  readonly actor: PersonActor
  /** As the command does it: opens the archive, renews, closes. */
  renew(over?: Partial<RenewHashParts>, actor?: PersonActor, hash?: string): Promise<HashRenewed>
  /** @param over what reading is to say instead */
  check(over?: { retained?: Partial<Retained>; ledger?: Partial<LedgerReader> }): Promise<RehashReport>
  /** Problem codes of the stamps themselves. */
  stampProblems(): string[]
  /** Everything that the audit says of renewals, newest first: outcome and reason. */
  acts(): Promise<string[]>
  /** More records, signed. */
  grow(count: number): Promise<void>
  /** Destroys the key of the object, of every block of the newest segment, of the journal's epoch. */
  destroy(purpose: 'object' | 'block' | 'epoch'): void
  settings(written: object): void
}

export const ATTACHED = utf8('an attached file')
const OTHER = utf8('another attached file')

export function personOf(...roles: Role[]): PersonActor {
  return { kind: 'person', id: newId<PersonId>('psn'), roles, steppedUpUntil: null, ip: null }
}

/** A house that was filled once: each test has a copy of it. */
export interface RehashTemplate {
  open(): RehashWorld
  remove(): void
}

/** @param sealed records in segments; 40 more stay in the journal */
export async function makeTemplate(tsa: LocalTsa, sealed = 700): Promise<RehashTemplate> {
  const house = await makeArchiveHouse()
  const archive = await startIn(house)
  await state(archive, 0)
  await archive.journal.admit([...arrivals(0, sealed - 2), ...(await withFiles(archive, sealed - 2))])
  await state(archive, 1)
  await archive.seal()
  await archive.integrate()
  await archive.prune()
  await archive.journal.admit(arrivals(sealed, sealed + 40))
  await archive.integrate()
  await archive.stop()
  mkdirSync(join(house.dir, 'anchors'))
  writeFileSync(join(house.dir, 'anchors', 'root.pem'), tsa.root)
  const authority = { id: 'local', name: 'Local TSA', url: tsa.url, roots: 'root.pem' }
  writeFileSync(join(house.dir, 'anchors', 'settings.json'), JSON.stringify({ v: 1, authorities: [authority] }))
  return { open: () => copyOf(house.dir, sealed + 40), remove: house.remove }
}

type Archive = Awaited<ReturnType<typeof startArchive>>

function startIn({ dir, keyring }: Pick<ArchiveHouse, 'dir' | 'keyring'>): Promise<Archive> {
  return startArchive({ house: dir, keyring, grantStillHolds: () => false, keeper: { waitsForIndex: false } })
}

function state({ journal }: Archive, no: number): Promise<number> {
  const salt = sha256(utf8(`salt ${no}`)).slice(0, 16)
  return journal.appendStatement({ type: 'batch', key: `batch:${no}`, salt, statement: { v: 1, items: no } })
}

function copyOf(template: string, records: number): RehashWorld {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-rehash-'))
  cpSync(template, dir, { recursive: true })
  const keyring = openKeyring(join(dir, 'keys'))
  const house: ArchiveHouse = { dir, keyring, remove: () => rmSync(dir, { recursive: true, force: true }) }
  const reader = openLedgerReader(archiveFiles(dir).ledger, signer(keyring, 'evidence').verifierKey)
  let count = records
  const world: RehashWorld = {
    house,
    dir,
    actor: personOf('administrator'),
    async renew(over = {}, actor = world.actor, hash = 'sha512') {
      const opened = await startIn(house)
      const db = openHouseDb(join(dir, 'house.db'), keyring.secret('house.db'))
      const retained = openRetained(dir, keyring, systemClock)
      try {
        const parts: RenewHashParts = {
          house: dir,
          clock: systemClock,
          ledger: reader,
          retained,
          recorder: createRecorder(db, systemClock),
          rules: loadPolicy,
          appendStatement: opened.journal.appendStatement,
          ...over,
        }
        return await renewHash(parts, actor, hash)
      } finally {
        retained.close()
        await db.close()
        await opened.stop()
      }
    },
    check({ retained, ledger } = {}) {
      const openKept = (): Retained => ({ ...openRetained(dir, keyring, systemClock), ...retained })
      return fsckRehash(dir, { ledger: { ...reader, ...ledger }, openRetained: openKept })
    },
    stampProblems: () => fsckAnchors(dir, reader).problems.map(({ code, of }) => `${of} ${code}`),
    async acts() {
      const db = openHouseDb(join(dir, 'house.db'), keyring.secret('house.db'))
      const filter = { action: 'house.renew_hash' } as const
      const page = await readActs(db, filter, { cursor: null, limit: 50, ledgerSize: 0 })
      await db.close()
      return page.acts.map(({ outcome, reason, detail }) => `${outcome} ${reason ?? detail.resumed}`)
    },
    async grow(more) {
      const opened = await startIn(house)
      await opened.journal.admit(arrivals(count, count + more))
      count += more
      await opened.integrate()
      await opened.stop()
    },
    destroy(purpose) {
      const register = openKeyRegister(
        join(dir, 'house.db'),
        keyring.secret('house.db'),
        keyring.secret('register'),
        systemClock,
      )
      const db = openEncrypted(join(dir, 'house.db'), keyring.secret('house.db'), { readonly: true })
      const sql = 'select id from key_register where purpose = ? order by created_at desc'
      const ids = db.prepare<[string], { id: never }>(sql).all(purpose)
      db.close()
      register.destroy(ids.map(({ id }) => id))
      register.close()
    },
    settings: (written) => writeFileSync(join(dir, 'anchors', 'settings.json'), JSON.stringify(written)),
  }
  return world
}

/** Two records: one names two files and one that is missing, the other one of the two again. */
async function withFiles(archive: Archive, from: number): Promise<Arrival[]> {
  const { objects } = archive
  const writer = new ObjectWriter(objects.places(), {
    create: async () => objects.createKey(),
    destroy: async (id) => objects.destroyKey(id),
  })
  const keep = async (content: Uint8Array, name: string) => {
    const digest = createHash('sha256').update(content).digest()
    await writer.keep(digest, one(content))
    return { name, claimed: '', type: 'text/plain', bytes: content.length, sha256: digest.toString('hex') }
  }
  const [first, second] = [await keep(ATTACHED, 'a.txt'), await keep(OTHER, 'b.txt')]
  const missing = { name: 'c.txt', claimed: '', missing: 'not_in_export' }
  return [
    arrivalOf(from, { extra: withAttachments('', [first, missing, second]) }),
    arrivalOf(from + 1, { extra: withAttachments('', [first]) }),
  ]
}

async function* one(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}
