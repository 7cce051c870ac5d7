import { join } from 'node:path'
import type { Kind } from '@cunzhen/proof/keeping'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOUSE, type Permit, type PermitFields, type Scope } from '#access'
import { mintPermit } from '#access/mint'
import { type ActReceipt, createRecorder, type Recorder } from '#audit'
import { type ConversationNo, type Instant, newId, type PersonId, type RecordNo } from '#base'
import type { HouseDb } from '#platform'
import { openHouseDb } from '#platform/house'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import { TestClock } from '#test/house-db'
import type { Catalog } from './catalog.store.ts'
import { admit, openDb, openKeeper, openReader, openWriter } from './house.test-support.ts'
import { openRecords, type ScopedReader, scopedReader, showRecords, togetherReader } from './open.ts'
import type { ArchiveReader } from './reader.ts'
import { openCatalog } from './start.ts'
import type { RecordView } from './view.ts'

let house: ArchiveHouse
let db: HouseDb
let recorder: Recorder
let reader: ArchiveReader
let catalog: Catalog
const clock = new TestClock()
let grantHolds: boolean

// 60 messages in 5 rooms: the first 40 in a segment, the rest in the journal. Message n is record n, or n + 1 after the
// segment's statement.
const noOf = (message: number) => (message < 40 ? message : message + 1) as RecordNo

beforeAll(async () => {
  house = await makeArchiveHouse()
  const journal = openWriter(house)
  const keeper = await openKeeper(house, journal, { waitsForIndex: false })
  await admit(journal, arrivals(0, 40))
  await keeper.seal()
  keeper.integrate(true)
  await keeper.prune()
  await admit(journal, arrivals(40, 60))
  await keeper.close()
  journal.close()
  db = openHouseDb(join(house.dir, 'house.db'), house.keyring.secret('house.db'))
  recorder = createRecorder(db, clock)
  reader = openReader(house)
  catalog = openCatalog(house.dir, house.keyring)
})
afterAll(async () => {
  reader.close()
  catalog.close()
  await db.close()
  house.remove()
})
beforeEach(() => {
  grantHolds = true
})

const conversation = (room: number) => {
  const [card] = catalog
    .conversationCards(catalog.findParticipants('jingban_user0')[0]?.no ?? (0 as never))
    .filter(({ id }) => id === `room-${room}`)
  return card?.no ?? (0 as ConversationNo)
}

const wide: Scope = {
  v: 1,
  subjects: [],
  people: [],
  conversations: 'all',
  from: null,
  to: null,
  kinds: null,
  undated: true,
}

function permitOf(scope: Partial<Scope>, over: Partial<PermitFields> = {}): Permit {
  const fields = { kind: 'window', id: 'window', person: newId<PersonId>('psn'), role: 'legal', until: null } as const
  return mintPermit({ ...fields, scope: { ...wide, ...scope }, ...over })
}

const receiptFor = (permit: Permit, action: 'search.window' | 'people.read' = 'search.window') =>
  recorder.record({ action, actor: HOUSE, permit: permit.id })

async function open(permit: Permit, messages: readonly number[], receipt?: ActReceipt) {
  const together = togetherReader([scopedReader(reader), scopedReader(reader)])
  const parts = { catalog, reader: together, grantStillHolds: () => grantHolds, clock }
  return openRecords(parts, permit, receipt ?? (await receiptFor(permit)), messages.map(noOf), { digest: true })
}

const notFound = { kind: 'not_found', code: 'record_not_found', detail: {} }

describe('content is opened', () => {
  test('in the order asked for, from the journal and from segments, with its commitment', async () => {
    const opened = await open(permitOf({}), [50, 3, 41, 0])
    expect(opened.map(({ fields }) => fields)).toEqual([50, 3, 41, 0].map((n) => arrivalOf(n).fields))
    expect(opened.map(({ sealed }) => sealed)).toEqual([false, true, false, true])
    const entries = openDb(house)
    const entry = entries.prepare('select bytes from entry where no = ?').pluck().get(noOf(50)) as Buffer
    entries.close()
    expect(Buffer.from(opened[0]?.digest ?? []).equals(entry.subarray(57))).toBe(true)
  })

  test('inside a conversation, and not outside', async () => {
    const permit = permitOf({ conversations: [conversation(1)] })
    expect(await open(permit, [1, 6, 41])).toHaveLength(3)
    for (const outside of [2, 42]) await expect(open(permit, [1, outside])).rejects.toMatchObject(notFound)
  })

  test('inside the conversations of people, as they are now, and not outside', async () => {
    const [user5] = catalog.findParticipants('jingban_user5')
    const people = user5 ? [user5.no] : []
    const mine = catalog.conversationsOf(people)
    const permit = permitOf({ conversations: [], people })
    for (let n = 0; n < 60; n++) {
      const isMine = mine.has(conversation(n % 5))
      const opening = open(permit, [n])
      if (isMine) expect(await opening).toHaveLength(1)
      else await expect(opening).rejects.toMatchObject(notFound)
    }
    expect(mine.size).toBeGreaterThan(0)
  })

  test('inside a time range, the end not included; undated only where the scope says so', async () => {
    const at = (n: number) => (arrivalOf(n).fields.sourceTs ?? 0) as Instant
    const permit = permitOf({ from: at(3), to: at(50), undated: false })
    expect(await open(permit, [3, 49])).toHaveLength(2)
    for (const outside of [2, 50, 11, 44]) await expect(open(permit, [outside])).rejects.toMatchObject(notFound)
    expect(await open(permitOf({ from: at(3), to: at(50) }), [11, 44])).toHaveLength(2)
  })

  test('of the kinds in the scope, and of no other', async () => {
    const permit = permitOf({ kinds: ['image' satisfies Kind] })
    expect(await open(permit, [13, 52])).toHaveLength(2)
    for (const outside of [1, 41]) await expect(open(permit, [outside])).rejects.toMatchObject(notFound)
  })

  test('with one answer for what is outside, what is no record, and what was never there', async () => {
    const permit = permitOf({ conversations: [conversation(1)] })
    const parts = { catalog, reader: scopedReader(reader), grantStillHolds: () => true, clock }
    const receipt = await receiptFor(permit)
    for (const no of [2, 40, 61, 1_000_000]) {
      await expect(openRecords(parts, permit, receipt, [no as RecordNo])).rejects.toMatchObject(notFound)
    }
  })

  test('only after it was held against the scope: nothing outside is decrypted, and beside it nothing handed out', async () => {
    const opened: RecordNo[] = []
    const watched = Object.create(reader) as ArchiveReader
    watched.outline = (no) => reader.outline(no)
    watched.read = (no) => {
      opened.push(no)
      return reader.read(no)
    }
    const permit = permitOf({ conversations: [conversation(1)] })
    const openBy = async (scoped: ScopedReader, messages: readonly number[]) => {
      const parts = { catalog, reader: scoped, grantStillHolds: () => true, clock }
      const opening = openRecords(parts, permit, await receiptFor(permit), messages.map(noOf))
      await expect(opening).rejects.toMatchObject(notFound)
      return opened.splice(0)
    }
    expect(await openBy(scopedReader(watched), [1, 6, 2])).toEqual([])
    const together = togetherReader([scopedReader(watched), scopedReader(watched)])
    expect(await openBy(together, [6, 1, 2, 11])).toEqual([6, 11].map(noOf)) // who opens these two saw nothing outside
    expect(await openBy(together, [1, 6, 2, 42])).toEqual([])
  })
})

describe('what a view makes of content', () => {
  const view: RecordView = {
    tell: () => undefined,
    page: (asked) => {
      const stars = '*'.repeat((asked as { stars: number }).stars)
      return ({ no, fields }) => ({ no, text: fields.body === '' ? '' : stars })
    },
  }
  const show = async (scope: Partial<Scope>, messages: readonly number[], with_: RecordView | null = view) => {
    const permit = permitOf(scope)
    const reader_ = togetherReader([scopedReader(reader, with_), scopedReader(reader, with_)])
    const parts = { catalog, reader: reader_, grantStillHolds: () => grantHolds, clock }
    return showRecords(parts, permit, await receiptFor(permit), messages.map(noOf), { stars: 3 })
  }

  test('is handed out in the order asked for, and the content is not', async () => {
    const shown = await show({}, [50, 3, 41, 0])
    expect(shown).toEqual([50, 3, 41, 0].map((n) => ({ no: noOf(n), text: '***' })))
  })

  test('is refused like content: outside the scope, for a permit that is over, without a view', async () => {
    expect(await show({ conversations: [conversation(1)] }, [1, 6, 41])).toHaveLength(3)
    await expect(show({ conversations: [conversation(1)] }, [1, 6, 2])).rejects.toMatchObject(notFound)
    grantHolds = false
    await expect(show({}, [1])).rejects.toMatchObject({ kind: 'forbidden', code: 'permit_over' })
    grantHolds = true
    await expect(show({}, [1], null)).rejects.toMatchObject({ code: 'broken_invariant' })
  })
})

describe('content is not opened', () => {
  test('when the register of grants says no, or the permit is over', async () => {
    const until = (clock.now() + 1000) as Instant
    const permit = permitOf({ conversations: [conversation(1)] }, { kind: 'grant', id: 'gra_x', until })
    expect(await open(permit, [1])).toHaveLength(1)
    grantHolds = false
    await expect(open(permit, [1])).rejects.toMatchObject({ kind: 'forbidden', code: 'permit_over' })
    grantHolds = true
    clock.pass(1000)
    await expect(open(permit, [1])).rejects.toMatchObject({ kind: 'forbidden', code: 'permit_over' })
  })

  test('against what only looks like a permit or a receipt', async () => {
    const permit = permitOf({})
    const receipt = await receiptFor(permit)
    const copy = { ...permit } as Permit
    await expect(open(copy, [1], receipt)).rejects.toMatchObject({ code: 'broken_invariant' })
    await expect(open(permit, [1], { ...receipt } as ActReceipt)).rejects.toMatchObject({ code: 'broken_invariant' })
    expect(await open(permit, [1], receipt)).toHaveLength(1)
  })

  test('when the act on disk names another permit, or is not one of opening', async () => {
    const permit = permitOf({})
    const another = await receiptFor(permitOf({}, { id: 'gra_other' }))
    await expect(open(permit, [1], another)).rejects.toMatchObject({ code: 'broken_invariant' })
    const reading = await receiptFor(permit, 'people.read')
    await expect(open(permit, [1], reading)).rejects.toMatchObject({ code: 'broken_invariant' })
  })

  test('for more records than one call may ask for', async () => {
    const many = Array(10_001).fill(1)
    await expect(open(permitOf({}), many)).rejects.toMatchObject({ kind: 'too_large', code: 'too_many_records' })
  })
})
