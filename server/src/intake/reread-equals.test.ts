import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportId } from '#base'
import { ADMIN, type IntakeHouse, openIntakeHouse } from './intake-house.test-support.ts'
import { CORPUS, corpusOptions } from './receiving.test-support.ts'

// Messages without ids: two that are equal are two. Some of them lie in quarantine first.

let house: IntakeHouse
beforeAll(async () => {
  house = await openIntakeHouse()
})
afterAll(async () => {
  await house.stop()
  house.made.remove()
})

const READ = { ...CORPUS, id: [] as string[] }
/** Such rows lack a column that the first import was told of. */
const BETTER = { format: 'jsonl' as const, mapping: { ...READ, sender: 'who' } }
const message = (text: string, by: 'sender' | 'who') =>
  `${JSON.stringify({ conv: 'c', [by]: '甲', text, ts: 1788000000000 })}\n`
const readable = message('好', 'sender')
const unread = message('好', 'who')
const other = message('不', 'sender')

const imported = (origin: string, text: string, fileName = `${origin}.jsonl`) =>
  house.imported({ ...corpusOptions([]), origin, fileName }, text)
async function reread(id: ImportId, how: object = BETTER) {
  return house.intake.ended(await house.intake.control.reread(id, {}, how, ADMIN))
}
const countsFile = (id: ImportId) => join(house.made.dir, 'quarantine', `${id}.counts`)

test('one that lay in quarantine is none of those archived from the rest of its file', async () => {
  const old = await imported('one', readable + unread + other + readable)
  expect(old.counts).toMatchObject({ items: 4, archived: 3, quarantined: 1 })
  expect((await reread(old.id)).counts).toMatchObject({ items: 1, archived: 1, duplicates: 0 })
  // the same three in another file, all of them read: nothing comes in twice
  const whole = await imported('one', readable + readable + other + readable, 'again.jsonl')
  expect(whole.counts).toMatchObject({ archived: 0, duplicates: 4 })
})

test('nor one of another span, be its bytes the same', async () => {
  const old = await imported('two', unread + readable + unread + other + unread + unread)
  expect(old.counts).toMatchObject({ archived: 2, quarantined: 4 })
  expect((await reread(old.id)).counts).toMatchObject({ items: 4, archived: 4, duplicates: 0 })
  expect((await house.intake.importStatus(old.id)).resolved).toBe(4)
  const whole = await imported('two', readable.repeat(5) + other, 'again.jsonl')
  expect(whole.counts).toMatchObject({ archived: 0, duplicates: 6 })
})

test('what a longer export brings is known again, and the span of each is read by itself', async () => {
  const first = await imported('long', unread + readable, 'chat.jsonl')
  const longer = await imported('long', unread + readable + readable, 'chat.jsonl')
  expect(longer.counts).toMatchObject({ archived: 1, duplicates: 1, quarantined: 1 })
  const items = await house.intake.quarantinedItems()
  expect((await reread(first.id)).counts).toMatchObject({ items: 1, duplicates: 1 }) // one of the two that are there
  expect(await house.intake.quarantinedItems()).toBe(items)
  expect((await reread(longer.id)).counts).toMatchObject({ items: 1, archived: 1 }) // there were three
  expect(await house.intake.quarantinedItems()).toBe(items - 1)
})

test('the same bytes from another house or of another chat are other messages, and stay open', async () => {
  const here = await imported('here', other + unread)
  const there = await imported('there', other + unread)
  expect((await reread(here.id)).counts).toMatchObject({ archived: 1 })
  expect((await house.intake.importStatus(there.id)).resolved).toBe(0)
  expect((await reread(there.id)).counts).toMatchObject({ archived: 1 })
})

test('of an import that a crash ended, or of an older house, none is lost: it may come in twice', async () => {
  const old = await imported('older', readable + unread)
  await house.stop()
  rmSync(countsFile(old.id), { force: true })
  await house.start()
  expect((await reread(old.id)).counts).toMatchObject({ items: 1, archived: 1 })
  const whole = await imported('older', readable + readable, 'again.jsonl')
  expect(whole.counts).toMatchObject({ archived: 1, duplicates: 1 })
})

test('counts outlive a start; a part that is one span is counted from its beginning', async () => {
  const old = await imported('start', readable + unread)
  await house.stop()
  await house.start()
  expect(existsSync(countsFile(old.id))).toBe(true)
  expect((await reread(old.id)).counts).toMatchObject({ archived: 1 })
  const unknown = await house.imported(
    { ...corpusOptions([]), format: null, mapping: null, origin: 'start', fileName: 'start.jsonl' },
    readable + readable + readable,
  )
  expect(unknown).toMatchObject({ problem: 'format_unknown' })
  expect((await reread(unknown.id, { format: 'jsonl', mapping: READ })).counts).toMatchObject({
    archived: 1,
    duplicates: 2,
  })
})
