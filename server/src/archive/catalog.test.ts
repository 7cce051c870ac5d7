import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportId, RecordNo } from '#base'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import { TestClock } from '#test/house-db'
import { fsckHouse } from './fsck.ts'
import { admit, openKeeper, openWriter } from './house.test-support.ts'
import type { JournalWriter } from './journal-writer.ts'
import { openCatalog } from './start.ts'

let house: ArchiveHouse
let clock: TestClock
let journal: JournalWriter

beforeEach(async () => {
  house = await makeArchiveHouse()
  clock = new TestClock()
  journal = openWriter(house, {}, clock)
  const keeper = await openKeeper(house, journal, {}, undefined, clock) // the ledgers begin before the first record
  await keeper.close()
})
afterEach(() => {
  journal.close()
  house.remove()
})

const archived = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({ outcome: 'archived', record: from + at }))

async function isSound(): Promise<boolean> {
  const { problems } = await fsckHouse(house.dir, house.keyring, clock)
  expect(problems).toEqual([])
  return true
}

describe('statements', () => {
  const batch = { type: 'batch', key: 'imp_1', salt: new Uint8Array(16), statement: { v: 1, count: 3 } } as const

  test('said twice are written once; another under the same key is refused', async () => {
    await admit(journal, arrivals(0, 3))
    expect(await journal.appendStatement(batch)).toBe(3)
    expect(await journal.appendStatement(batch)).toBe(3)
    const other = { ...batch, statement: { v: 1, count: 4 } }
    await expect(journal.appendStatement(other)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'statement_key_taken',
    })
    await expect(journal.appendStatement({ ...batch, type: 'key' })).rejects.toMatchObject({
      code: 'statement_key_taken',
    })
    expect(await admit(journal, arrivals(3, 4))).toEqual(archived(4, 5))
    expect(await isSound()).toBe(true)
  })

  test('are entries and no records: how far an index is counts records', async () => {
    await admit(journal, arrivals(0, 3))
    await journal.appendStatement(batch)
    await admit(journal, arrivals(3, 5))
    const catalog = openCatalog(house.dir, house.keyring)
    const searchable = (position: number) => catalog.indexed(position).searchable
    expect([0, 3, 4, 5, 6, 99].map(searchable)).toEqual([0, 3, 3, 4, 5, 5])
    expect(catalog.indexed(0).archived).toBe(5)
    catalog.close()
  })

  test('are given back with their salt', async () => {
    await journal.appendStatement(batch)
    const catalog = openCatalog(house.dir, house.keyring)
    const said = { index: 0, key: 'imp_1', type: 'batch', statement: { v: 1, count: 3 } }
    expect(catalog.statement('imp_1')).toMatchObject(said)
    expect(catalog.statementAt(0)).toMatchObject(said)
    expect(catalog.statement('imp_2')).toBeNull()
    expect(catalog.statementAt(1)).toBeNull()
    catalog.close()
  })

  test('in one group with records refuse only themselves', async () => {
    await journal.appendStatement(batch)
    const [records, conflict] = await Promise.allSettled([
      admit(journal, arrivals(0, 2)),
      journal.appendStatement({ ...batch, statement: { v: 2 } }),
    ])
    expect(records).toMatchObject({ value: archived(1, 3) })
    expect(conflict).toMatchObject({ reason: { code: 'statement_key_taken' } })
  })
})

describe('the catalog', () => {
  test('knows conversations by their records, members and times', async () => {
    const other = 'imp_bbbbbbbbbbbbbbbb' as ImportId
    await admit(journal, arrivals(0, 22))
    await admit(journal, [{ ...arrivalOf(22), importId: other }, arrivalOf(23)])
    const catalog = openCatalog(house.dir, house.keyring)
    expect(catalog.counts()).toMatchObject({ entries: 24, records: 24, conversations: 5, participants: 7, segments: 0 })
    const [zhang] = catalog.findParticipants('jingban_user3')
    if (!zhang) throw new Error('user 3 spoke')
    const cards = catalog.conversationCards(zhang.no)
    // user 3 is the sender of 3, 10, 17: rooms 3, 0, 2; their last dated messages are 23, 20 and 17
    expect(cards.map((card) => card.id)).toEqual(['room-3', 'room-0', 'room-2'])
    expect(catalog.conversationsOf([zhang.no])).toEqual(new Set(cards.map((card) => card.no)))
    const room = cards[1]
    // room 0: messages 0, 5, 10, 15, 20; message 0 is undated
    expect(room).toMatchObject({
      title: 'room-0投诉群',
      records: 5,
      undated: 1,
      firstTs: 1_690_000_005_000,
      lastTs: 1_690_000_020_000,
    })
    expect(room && catalog.membersOf(room.no).map(({ account }) => account)).toContain('jingban_user0')
    expect([21, 22, 23].map((no) => catalog.importOf(no as RecordNo))).toEqual([
      'imp_aaaaaaaaaaaaaaaa',
      other,
      'imp_aaaaaaaaaaaaaaaa',
    ])
    expect(catalog.importOf(24 as RecordNo)).toBeNull()
    catalog.close()
    expect(await isSound()).toBe(true)
  })

  test('finds participants by any name they had, and takes % and _ for themselves', async () => {
    await admit(journal, [
      arrivalOf(1, { sender: 'a_1', senderName: '王小明', conversation: 'x' }),
      arrivalOf(2, { sender: 'a_1', senderName: '王明 (财富)', conversation: 'x' }),
      arrivalOf(3, { sender: 'ab1', senderName: '100%', conversation: 'x' }),
      arrivalOf(4, { sender: '', senderName: '', conversation: 'x' }),
    ])
    const catalog = openCatalog(house.dir, house.keyring)
    const found = (text: string) => catalog.findParticipants(text).map(({ account }) => account)
    expect([found('王小明'), found('财富'), found('A_1'), found('%')]).toEqual([['a_1'], ['a_1'], ['a_1'], ['ab1']])
    expect(found('')).toEqual([])
    expect(found('没有的人')).toEqual([])
    const [wang] = catalog.findParticipants('王小明')
    expect(wang?.name).toBe('王明 (财富)')
    const [room] = wang ? catalog.conversationsOf([wang.no]) : []
    const members = room ? catalog.membersOf(room) : []
    const named = room ? catalog.namesIn(room, members.length) : null
    expect(named?.filter(({ no }) => no === wang?.no).map(({ name }) => name)).toEqual(['王小明', '王明 (财富)'].sort())
    expect(named?.map(({ name }) => name)).toContain('100%')
    expect(room && catalog.namesIn(room, members.length - 1)).toBeNull() // more take part
    // all of them in parts, each with every name
    const first = catalog.participantsAfter((wang?.no ?? 0) - 1, 1)
    expect(first).toEqual([{ no: wang?.no, account: 'a_1', names: ['王小明', '王明 (财富)'].sort() }])
    const rest = catalog.participantsAfter(wang?.no ?? 0, 10)
    expect(rest.map(({ account, names }) => [account, ...names])).toEqual([['ab1', '100%']])
    expect(catalog.participantsAfter(rest.at(-1)?.no ?? 0, 10)).toEqual([])
    expect(catalog.participantOf('wecom', 'ab1')?.name).toBe('100%')
    expect(catalog.participantOf('sms', 'ab1')).toBeNull()
    catalog.close()
  })

  test('is not changed by a duplicate', async () => {
    await admit(journal, [arrivalOf(1)])
    await admit(journal, [{ ...arrivalOf(1, { senderName: '别人' }), conversationTitle: '另一个名字' }])
    const catalog = openCatalog(house.dir, house.keyring)
    expect(catalog.findParticipants('别人')).toEqual([])
    expect(catalog.conversationCards(catalog.findParticipants('user1')[0]?.no ?? (0 as never))[0]?.title).toBe(
      'room-1投诉群',
    )
    catalog.close()
  })
})
