import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '#base'
import { corpusOptions, line, lines, openReceivingWorld, type ReceivingWorld } from './receiving.test-support.ts'

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

describe('identity', () => {
  test('importing the same file again adds nothing', async () => {
    const path = world.file('a.jsonl', lines(0, 2500))
    expect((await world.receive(path, corpusOptions())).counts).toMatchObject({ items: 2500, archived: 2500 })
    expect((await world.receive(path, corpusOptions())).counts).toMatchObject({
      items: 2500,
      archived: 0,
      duplicates: 2500,
    })
  })

  test('without ids: equal rows of one file are two messages, those of an overlapping export are known again', async () => {
    const row = (who: string, text: string) => `{"conv":"c","sender":"${who}","text":"${text}","ts":1788000000000}\n`
    const first = world.file('a.jsonl', row('甲', '好') + row('甲', '好') + row('乙', '好'))
    const second = world.file('b.jsonl', row('甲', '好') + row('甲', '好') + row('甲', '好') + row('丙', '好'))
    expect((await world.receive(first, corpusOptions([]))).counts).toMatchObject({
      items: 3,
      archived: 3,
      duplicates: 0,
    })
    expect((await world.receive(second, corpusOptions([]))).counts).toMatchObject({
      items: 4,
      archived: 2,
      duplicates: 2,
    })
  })

  test('the same rows in another encoding are the same messages', async () => {
    const text = lines(0, 20)
    await world.receive(world.file('a.jsonl', text), corpusOptions([]))
    const again = await world.receive(world.file('b.jsonl', Buffer.from(text, 'utf16le')), corpusOptions([]))
    expect(again).toMatchObject({ encoding: 'utf-16le', counts: { archived: 0, duplicates: 20 } })
  })

  test('the same id with another content is kept beside the first', async () => {
    const path = world.file('a.jsonl', line(1, '原话') + line(1, '改过的话'))
    expect((await world.receive(path, corpusOptions())).counts).toMatchObject({ archived: 2, duplicates: 0 })
  })

  test('one of another house or device is another message', async () => {
    const path = world.file('a.jsonl', lines(0, 5))
    await world.receive(path, corpusOptions())
    expect((await world.receive(path, { ...corpusOptions(), origin: '二号' })).counts.archived).toBe(5)
  })
})

test('undated records stay undated and are counted', async () => {
  const path = world.file(
    'a.jsonl',
    `${line(1)}{"conv":"c","seq":2,"sender":"乙","text":"何时"}\n{"conv":"c","seq":3,"sender":"乙","text":"何时","ts":0}\n`,
  )
  const arrived = await world.receive(path, corpusOptions())
  expect(arrived.counts).toMatchObject({ archived: 3, undated: 2 })
  expect(world.archived().map((fields) => fields.sourceTs)).toEqual([1788000000001, null, null])
})

test('a line taken out of a numbered source is reported missing', async () => {
  const path = world.file('a.jsonl', lines(0, 10) + lines(13, 20))
  expect((await world.receive(path, corpusOptions())).gaps).toEqual({
    knowable: true,
    gaps: [{ what: 'sequence 10-12', missing: 3 }],
  })
  const without = await world.receive(path, corpusOptions([]))
  expect(without.gaps).toEqual({ knowable: false, gaps: [] })
})

test('what stops in the middle keeps what was admitted; read again, it is found and the rest added', async () => {
  const path = world.file('a.jsonl', lines(0, 9000))
  let batches = 0
  const failing = world.receive(path, corpusOptions(), {
    journal: (journal) => ({
      admit: (batch) =>
        ++batches > 4 ? Promise.reject(new Refusal('unavailable', 'journal_full')) : journal.admit(batch),
    }),
  })
  await expect(failing).rejects.toMatchObject({ code: 'journal_full' })
  const kept = world.archived().length
  expect(kept).toBe(4000)
  expect((await world.receive(path, corpusOptions())).counts).toMatchObject({ archived: 9000 - kept, duplicates: kept })
})

test('never more than a few batches are under way', async () => {
  let underway = 0
  let most = 0
  await world.receive(world.file('a.jsonl', lines(0, 12_000)), corpusOptions(), {
    journal: (journal) => ({
      async admit(batch) {
        most = Math.max(most, ++underway)
        const outcomes = await journal.admit(batch)
        underway -= 1
        return outcomes
      },
    }),
  })
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(4)
})
