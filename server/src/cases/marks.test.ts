import type { Kind } from '@cunzhen/proof'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonActor, ResolvedScope } from '#access'
import { readActs } from '#audit'
import { type ConversationNo, newId, type PersonId, type RecordNo } from '#base'
import { openTestHouse, type TestHouse } from '#test/house-db'
import { casesMigrations, createMarks, type MarkedRecord, type MarkId, type Marks } from './index.ts'

let house: TestHouse
let marks: Marks
beforeEach(async () => {
  house = await openTestHouse([{ room: 'cases', migrations: casesMigrations }])
  marks = createMarks(house)
})
afterEach(() => house.close())

const person = (): PersonActor => ({
  kind: 'person',
  id: newId<PersonId>('psn'),
  roles: ['requester'],
  steppedUpUntil: null,
  ip: null,
})
const anna = person()
const bert = person()
const record = (no: number, more: Partial<MarkedRecord> = {}): MarkedRecord => ({
  no: no as RecordNo,
  conversation: 7 as ConversationNo,
  sourceTs: 1000 + no,
  kind: 'text',
  ...more,
})
const scope = (more: Partial<ResolvedScope> = {}): ResolvedScope => ({
  conversations: new Set([7 as ConversationNo]),
  from: null,
  to: null,
  kinds: null,
  undated: false,
  ...more,
})
const all = { records: null, removed: false }
const PLACE = { permit: 'gra_one', scope: scope() }
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const texts = (list: readonly { record: number; text: string }[]) => list.map((each) => [each.record, each.text])

test('a mark, a tag and a note stand on their record; the same mark or tag stands once', async () => {
  await marks.add(anna, 'gra_one', [record(1), record(2)], { kind: 'mark', text: '', shared: false })
  await marks.add(anna, 'gra_one', [record(1)], { kind: 'tag', text: ' 要点 ', shared: false })
  await marks.add(anna, 'gra_one', [record(1)], { kind: 'tag', text: '要点', shared: false })
  const onFirst = await marks.add(anna, 'gra_one', [record(1)], {
    kind: 'note',
    text: '先看这条\n再看下一条',
    shared: false,
  })
  expect(texts(onFirst)).toEqual([
    [1, ''],
    [1, '要点'],
    [1, '先看这条\n再看下一条'],
  ])
  expect(await marks.read(anna, PLACE, all)).toHaveLength(4)
  expect(await marks.read(anna, PLACE, { records: [2 as RecordNo], removed: false })).toHaveLength(1)
})

test('own ones are seen by nobody else; shared ones under the same permit only', async () => {
  await marks.add(anna, 'gra_one', [record(1)], { kind: 'note', text: '只给自己', shared: false })
  await marks.add(anna, 'gra_one', [record(1)], { kind: 'note', text: '给同组', shared: true })
  expect(texts(await marks.read(bert, PLACE, all))).toEqual([[1, '给同组']])
  expect(await marks.read(bert, { ...PLACE, permit: 'gra_two' }, all)).toEqual([])
  expect(await marks.read(anna, { ...PLACE, permit: 'window' }, all)).toEqual([])
})

test('a search finds those that stand, own and shared, inside the scope, once its own act is on disk', async () => {
  const [first] = await marks.add(anna, 'gra_one', [record(1), record(2)], { kind: 'tag', text: '要点', shared: true })
  await marks.add(anna, 'gra_one', [record(3)], { kind: 'mark', text: '', shared: false })
  const outside = record(4, { conversation: 8 as ConversationNo })
  await marks.add(anna, 'gra_one', [outside], { kind: 'mark', text: '', shared: true })
  const searched = (actor: PersonActor) => house.recorder.record({ action: 'search.grant', actor, permit: 'gra_one' })
  const numbers = async (actor: PersonActor, place = PLACE) =>
    (await marks.standing(await searched(actor), actor, place)).map((each) => each.record)
  expect(await numbers(anna)).toEqual([1, 2, 3])
  expect(await numbers(bert)).toEqual([1, 2])
  expect(await numbers(bert, { ...PLACE, permit: 'gra_two' })).toEqual([])
  expect(await numbers(anna, { ...PLACE, scope: scope({ from: 1002 as never }) })).toEqual([2, 3])
  await marks.remove(anna, PLACE, first?.id ?? newId<MarkId>('mrk'))
  expect(await numbers(bert)).toEqual([2])

  const receipt = await searched(anna)
  await expect(marks.standing({ ...receipt }, anna, PLACE)).rejects.toMatchObject({ code: 'broken_invariant' })
  const other = await house.recorder.record({ action: 'session.sign_out', actor: anna })
  await expect(marks.standing(other, anna, PLACE)).rejects.toMatchObject({ code: 'broken_invariant' })
})

test('outside the scope as it is now, a mark is as if it were nowhere', async () => {
  const made = await marks.add(anna, 'window', [record(1)], { kind: 'mark', text: '', shared: true })
  const id = made[0]?.id ?? newId<MarkId>('mrk')
  const outside = [
    scope({ conversations: new Set() }),
    scope({ from: 2000 as never }),
    scope({ kinds: new Set<Kind>(['image']) }),
  ]
  for (const elsewhere of outside) {
    const place = { permit: 'window', scope: elsewhere }
    expect(await marks.read(anna, place, all)).toEqual([])
    await expect(marks.remove(anna, place, id)).rejects.toEqual(refusal('no_such_mark'))
  }
  await marks.add(anna, 'window', [record(3, { sourceTs: null })], { kind: 'mark', text: '', shared: false })
  expect(texts(await marks.read(anna, { permit: 'window', scope: scope() }, all))).toEqual([[1, '']])
  expect(await marks.read(anna, { permit: 'window', scope: scope({ undated: true }) }, all)).toHaveLength(2)
})

test('one’s own is taken off and stays as history; nobody else takes it off; nothing is deleted', async () => {
  const [mark] = await marks.add(anna, 'gra_one', [record(1)], { kind: 'tag', text: '误标', shared: true })
  const id = mark?.id ?? newId<MarkId>('mrk')
  await expect(marks.remove(bert, PLACE, id)).rejects.toEqual(refusal('no_such_mark'))
  await expect(marks.remove(anna, { ...PLACE, permit: 'gra_two' }, id)).rejects.toEqual(refusal('no_such_mark'))
  expect((await marks.remove(anna, PLACE, id)).removed).toMatchObject({ by: anna.id })
  await expect(marks.remove(anna, PLACE, id)).rejects.toEqual(refusal('no_such_mark'))
  expect(await marks.read(bert, PLACE, all)).toEqual([])
  expect(await marks.read(bert, PLACE, { records: null, removed: true })).toMatchObject([{ text: '误标' }])
  // it may be put on again
  await marks.add(anna, 'gra_one', [record(1)], { kind: 'tag', text: '误标', shared: true })
  expect(await marks.read(bert, PLACE, { records: null, removed: true })).toHaveLength(2)
  for (const change of [
    'delete from cases_mark',
    `update cases_mark set text = 'x'`,
    'update cases_mark set removed_at = null',
  ]) {
    await expect(house.db.write((tx) => sql.raw(change).execute(tx.tables()))).rejects.toThrow()
  }
})

test('what is written on it stands in no act, and each making, reading and taking off is one of content', async () => {
  const [mark] = await marks.add(anna, 'gra_one', [record(1)], { kind: 'note', text: '机密的想法', shared: false })
  await marks.read(anna, PLACE, all)
  await marks.remove(anna, PLACE, mark?.id ?? newId<MarkId>('mrk'))
  const { acts } = await readActs(house.db, { class: 'content' }, { ledgerSize: 0 })
  expect(acts.map(({ action, permit }) => [action, permit])).toEqual([
    ['conversation.unmark', 'gra_one'],
    ['conversation.read_marks', 'gra_one'],
    ['conversation.mark', 'gra_one'],
  ])
  expect(JSON.stringify(acts)).not.toContain('机密')
})

test('a tag is a word, a note has an end, a mark says nothing', async () => {
  const cases = [
    { kind: 'tag', text: ' ' },
    { kind: 'tag', text: '字'.repeat(61) },
    { kind: 'tag', text: '两\n行' },
    { kind: 'note', text: '' },
    { kind: 'note', text: '字'.repeat(4001) },
    { kind: 'note', text: 'a\u0000b' },
    { kind: 'note', text: 'a\ud800b' },
    { kind: 'mark', text: 'x' },
  ] as const
  for (const wrong of cases) {
    await expect(marks.add(anna, 'gra_one', [record(1)], { ...wrong, shared: false })).rejects.toEqual(
      refusal('mark_text_invalid'),
    )
  }
  expect(await marks.read(anna, PLACE, all)).toEqual([])
})
