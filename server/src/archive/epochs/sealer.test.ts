import { rmSync, writeFileSync } from 'node:fs'
import {
  decodeEntry,
  directoryLeaf,
  EpochFold,
  encodeEntry,
  headDigest,
  mapLeaf,
  rootFromShared,
  sha256,
  toHex,
} from '@cunzhen/proof/keeping'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ConversationNo, HOUR } from '#base'
import { openLedgerReader } from '#ledger'
import { signer } from '#platform/keys'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import { TestClock } from '#test/house-db'
import { fsckHouse } from '../fsck.ts'
import { admit, openKeeper, openWriter } from '../house.test-support.ts'
import { archiveFiles } from '../house-files.ts'
import type { JournalWriter } from '../journal-writer.ts'
import type { Keeper } from '../keeper-work.ts'
import { recordOf } from './entry-record.ts'
import { type EpochSeal, Sealer, type SealerOptions } from './sealer.ts'

let house: ArchiveHouse
let clock: TestClock
let journal: JournalWriter
let keeper: Keeper
let sealer: Sealer

const openSealer = (options: SealerOptions = {}) => {
  const { dir, keyring } = house
  return Sealer.open({
    house: dir,
    secrets: { journal: keyring.secret('journal.db'), log: keyring.secret('log') },
    verifierKey: signer(keyring, 'evidence').verifierKey,
    appendStatement: (input) => journal.appendStatement(input),
    clock,
    options,
  })
}

beforeEach(async () => {
  house = await makeArchiveHouse()
  clock = new TestClock()
  journal = openWriter(house, {}, clock)
  keeper = await openKeeper(house, journal, { waitsForIndex: false }, undefined, clock)
  sealer = await openSealer()
})
afterEach(async () => {
  await sealer.close()
  await keeper.close()
  journal.close()
  house.remove()
})

const take = async (from: number, to: number) => {
  await admit(journal, arrivals(from, to))
  keeper.integrate(true)
}

/** The same figures from the ledger's entries alone. */
function bruteForce(size: number) {
  const reader = openLedgerReader(archiveFiles(house.dir).ledger, signer(house.keyring, 'evidence').verifierKey)
  const fold = new EpochFold()
  for (const entry of reader.readEntries(0, size, reader.head().size)) fold.add(decodeEntry(entry))
  return fold.figures()
}

function expectTrue({ statement }: EpochSeal): void {
  const { size, records, conversations, root } = bruteForce(statement.size)
  expect(statement).toMatchObject({ size, records, conversations, root: toHex(root) })
}

const hashes = (row: Uint8Array) => Array.from({ length: row.length / 32 }, (_, i) => row.subarray(32 * i, 32 * i + 32))
const conversations = (...nos: number[]) => nos as ConversationNo[]

/** Both roots as a verifier rebuilds them from what the seal proves. */
function rebuilt({ places, mapProof, directoryProof, statement }: EpochSeal) {
  const told = places.filter((place) => place.is !== 'absent')
  const leaves = told.map((place) =>
    mapLeaf({ tag: place.tag, head: place.is === 'neighbour' ? place.head : headDigest(place.n, place.root) }),
  )
  const indices = told.map(({ at }) => at)
  const map = rootFromShared(indices, (i) => leaves[i] ?? new Uint8Array(0), statement.conversations, hashes(mapProof))
  const numbered = places
    .flatMap((place) => ('no' in place && place.no !== null ? [{ no: place.no, tag: place.tag }] : []))
    .sort((a, b) => a.no - b.no)
  if (numbered.length === 0) return { map: toHex(map), directory: null }
  const directory = rootFromShared(
    numbered.map(({ no }) => no - 1),
    (i) => directoryLeaf(numbered[i]?.tag ?? new Uint8Array(0)),
    statement.directory,
    hashes(directoryProof),
  )
  return { map: toHex(map), directory: toHex(directory) }
}

describe('an epoch seal', () => {
  it('states what the ledger’s entries come to, in a statement of the ledger', async () => {
    await take(0, 300)
    const first = await sealer.seal(conversations(2, 4))
    expectTrue(first)
    expect(first.statement).toMatchObject({ size: 300, records: 300, conversations: 5, directory: 5 })
    expect(first.index).toBe(300)
    keeper.integrate(true)
    await take(300, 700)
    const second = await sealer.seal('all')
    expectTrue(second)
    expect(second.statement).toMatchObject({ size: 701, records: 700 })
    expect(second.places.map((place) => place.is === 'conversation' && place.n)).toEqual([140, 140, 140, 140, 140])
  })

  it('proves the conversations that are asked for, and no other', async () => {
    await take(0, 300)
    const seal = await sealer.seal(conversations(2, 4))
    expect(seal.places.flatMap((place) => ('no' in place ? [place.no] : [])).sort()).toEqual([2, 4])
    expect(rebuilt(seal)).toEqual({ map: seal.statement.root, directory: seal.statement.directoryRoot })
    const all = await sealer.seal('all')
    expect(rebuilt(all).map).toBe(all.statement.root)
    expect(all.places).toHaveLength(5)
    expect((await sealer.seal([])).places).toEqual([])
  })

  it('shows of a conversation without records where it would stand, between neighbours', async () => {
    await take(0, 40)
    // rooms that came in a moment ago: in the catalog, and no record of theirs under a checkpoint yet
    await admit(
      journal,
      Array.from({ length: 12 }, (_, n) => arrivalOf(100 + n, { conversation: `late-${n}` })),
    )
    const empty = Array.from({ length: 12 }, (_, i) => 6 + i)
    const seal = await sealer.seal(conversations(1, ...empty))
    expect(seal.statement).toMatchObject({ records: 40, conversations: 5, directory: 17 })
    expect(seal.places.filter(({ is }) => is === 'absent')).toHaveLength(12)
    expect(rebuilt(seal)).toEqual({ map: seal.statement.root, directory: seal.statement.directoryRoot })
  })

  it('of a house without a record is a seal over nothing', async () => {
    const seal = await sealer.seal('all')
    expect(seal.statement).toMatchObject({
      size: 0,
      records: 0,
      conversations: 0,
      directory: 0,
      root: toHex(sha256(new Uint8Array(0))),
    })
    expect(seal.places).toEqual([])
  })

  it('over the same entries is the same statement; another one over them is refused', async () => {
    await take(0, 20)
    const first = await sealer.seal([])
    const again = await sealer.seal([])
    expect(again.index).toBe(first.index)
    keeper.integrate(true)
    await take(20, 30)
    const size = 31
    const salt = new Uint8Array(16)
    await journal.appendStatement({
      type: 'epoch',
      key: `epoch:${size}`,
      salt,
      statement: { ...first.statement, size },
    })
    await expect(sealer.seal([])).rejects.toMatchObject({ code: 'seal_conflict' })
  })
})

describe('what the sealer keeps', () => {
  it('goes on after a restart, and is made again where it is lost, damaged, ahead or of another house', async () => {
    await take(0, 500)
    const path = archiveFiles(house.dir).epochs
    const first = await sealer.seal('all')
    const harms: (() => void)[] = [
      () => undefined,
      () => {
        for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
      },
      () => writeFileSync(path, 'this is no database, and never was one: it has text in it'),
    ]
    for (const harm of harms) {
      await sealer.close()
      harm()
      sealer = await openSealer()
      const seal = await sealer.seal('all')
      expectTrue(seal)
      expect(seal.places).toEqual(first.places)
      keeper.integrate(true)
    }
  })

  it('folds as time goes by, waits while much comes in, and seals when an hour is over and something is new', async () => {
    await sealer.close()
    sealer = await openSealer({ busyEntries: 100 })
    await take(0, 50)
    await sealer.turn()
    expect(keeper.status().signed).toBe(50)
    clock.pass(HOUR)
    await take(50, 60)
    await sealer.turn()
    keeper.integrate(true)
    expect(keeper.status().signed).toBe(61) // sealed: an hour since the first record
    clock.pass(HOUR)
    await sealer.turn()
    keeper.integrate(true)
    expect(keeper.status().signed).toBe(61) // nothing new
    await take(60, 300)
    await sealer.turn() // an hour is over: however much comes in
    keeper.integrate(true)
    expect(keeper.status().signed).toBe(302)
    expect((await fsckHouse(house.dir, house.keyring, clock)).counts).toMatchObject({ seals: 2, sealedEntries: 301 })
  })
})

describe('fsck', () => {
  it('computes the newest seal again and says so', async () => {
    await take(0, 200)
    await sealer.seal('all')
    keeper.integrate(true)
    const report = await fsckHouse(house.dir, house.keyring, clock)
    expect(report).toMatchObject({ ok: true, counts: { seals: 1, sealedEntries: 200 } })
  })

  it('notices a seal that the ledger does not bear out', async () => {
    await take(0, 200)
    const { statement, salt } = await sealer.seal('all')
    keeper.integrate(true)
    for (const change of [{ records: 199 }, { root: toHex(sha256(salt)) }, { directoryRoot: toHex(sha256(salt)) }]) {
      const size = journal.state.next
      await journal.appendStatement({
        type: 'epoch',
        key: `epoch:${size}`,
        salt,
        statement: { ...statement, size: 200, ...change },
      })
      keeper.integrate(true)
      const { problems } = await fsckHouse(house.dir, house.keyring, clock)
      expect(problems).toEqual([{ code: 'seal_differs', where: 'seal over 200' }])
    }
  })
})

describe('an entry read in place', () => {
  it('is what decodeEntry says, for every time and number', () => {
    for (const sourceTs of [
      null,
      0,
      -1,
      1,
      -(2 ** 32),
      2 ** 32 + 5,
      Number.MIN_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    ]) {
      for (const seq of [0, 1, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
        const convTag = sha256(Uint8Array.of(1))
        const digest = sha256(Uint8Array.of(2))
        const bytes = encodeEntry({ type: 'record', convTag, seq, archiveTs: 5, sourceTs, digest })
        expect(recordOf(bytes)).toEqual({ tag: convTag, seq, sourceTs, digest })
      }
    }
    const convTag = new Uint8Array(32)
    const statement = encodeEntry({ type: 'epoch', convTag, seq: 0, archiveTs: 5, sourceTs: null, digest: convTag })
    expect(recordOf(statement)).toBeNull()
    expect(() => recordOf(new Uint8Array(88))).toThrow('length')
  })
})
