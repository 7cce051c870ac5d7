import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  CORPUS,
  corpusOptions,
  expectBalanced,
  lines,
  openReceivingWorld,
  PLAIN,
  type ReceivingWorld,
} from './receiving.test-support.ts'
import { NOTHING } from './tally.ts'

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

describe('bad input', () => {
  test('a broken line is kept with its bytes at its place, the rest is imported', async () => {
    const bad = '{"conv":"c","seq":5,"sender":"甲","text":"没有\n'
    const text = lines(0, 5) + bad + bad + lines(6, 10)
    const arrived = await world.receive(world.file('a.jsonl', text), corpusOptions())
    expect(arrived.counts).toMatchObject({ items: 11, archived: 9, quarantined: 2 })
    expect(arrived.spans).toMatchObject([
      { reason: 'bad_json', items: 2, part: 'a.jsonl', start: Buffer.byteLength(lines(0, 5)) },
    ])
    expect(arrived.spans[0]?.bytes.toString()).toBe(bad + bad)
    expectBalanced(arrived, Buffer.byteLength(text))
  })

  test('a lone surrogate', async () => {
    const text = `${lines(0, 2)}{"conv":"c","seq":2,"sender":"甲","text":"\\ud83d"}\n${lines(3, 5)}`
    const arrived = await world.receive(world.file('a.jsonl', text), corpusOptions())
    expect(arrived.counts).toMatchObject({ archived: 4, quarantined: 1 })
    expect(arrived.reasons).toMatchObject([{ reason: 'lone_surrogate', items: 1 }])
  })

  test('a wrong encoding is said, not guessed into nonsense', async () => {
    const text = Buffer.from(`${lines(0, 30)}`)
    text[text.indexOf('第')] = 0xff
    const arrived = await world.receive(world.file('a.jsonl', text), corpusOptions())
    expect(arrived).toMatchObject({ encoding: 'utf-8', counts: { archived: 29, quarantined: 1 } })
    expect(arrived.reasons[0]?.reason).toBe('bad_encoding')
    const japanese = world.file('b.xml', `<?xml version="1.0" encoding="Shift_JIS"?><smses count="0"></smses>`)
    expect((await world.receive(japanese)).reasons).toMatchObject([{ reason: 'encoding_unsupported' }])
  })

  test('a truncated XML', async () => {
    const sms = (n: number) => `  <sms protocol="0" address="1" date="${n}" type="1" body="第${n}条" />\n`
    const text = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count="5">\n${sms(1)}${sms(2)}${sms(3).slice(0, 40)}`
    const arrived = await world.receive(world.file('sms.xml', text))
    expect(arrived.counts).toMatchObject({ archived: 2, quarantined: 1 })
    expect(arrived.spans[0]).toMatchObject({ reason: 'truncated' })
    expect(arrived.gaps).toEqual({ knowable: true, gaps: [{ what: 'count', missing: 3 }] })
    expectBalanced(arrived, Buffer.byteLength(text))
  })

  test('a line longer than any message streams into quarantine, the rest is imported, memory stays', async () => {
    const path = world.file('long.jsonl', lines(0, 3))
    const piece = Buffer.alloc(8 * 1024 * 1024, 0x61)
    for (let at = 0; at < 12; at += 1) writeFileSync(path, piece, { flag: 'a' })
    writeFileSync(path, `\n${lines(3, 6)}`, { flag: 'a' })
    const arrived = await world.receive(path, corpusOptions())
    expect(arrived.counts).toMatchObject({
      items: 7,
      archived: 6,
      quarantined: 1,
      quarantinedBytes: 12 * piece.length + 1,
    })
    expect(arrived.spans).toMatchObject([{ reason: 'too_long', items: 1 }])
    expectBalanced(arrived)
  })

  test('a file in no known format: all of it is kept, nothing is believed', async () => {
    const arrived = await world.receive(world.file('a.bin', 'not a format\nat all'))
    expect(arrived).toMatchObject({
      problem: 'format_unknown',
      counts: { items: 1, quarantined: 1, quarantinedBytes: 19 },
    })
    expectBalanced(arrived, 19)
  })

  test('an empty file is an empty import', async () => {
    expect(await world.receive(world.file('a.jsonl', ''), corpusOptions())).toMatchObject({
      problem: null,
      counts: NOTHING,
    })
  })

  test('a table without the columns of its mapping', async () => {
    const mapping = { ...CORPUS, id: [] }
    const arrived = await world.receive(world.file('a.csv', 'a,b\n1,2\n'), { ...PLAIN, format: 'csv', mapping })
    expect(arrived).toMatchObject({ problem: 'column_missing', counts: { items: 1, quarantined: 1 } })
  })

  test('a format that needs a mapping and has none', async () => {
    const failing = world.receive(world.file('a.csv', 'a,b\n1,2\n'), { ...PLAIN, format: 'csv' })
    await expect(failing).rejects.toMatchObject({ code: 'mapping_needed' })
  })
})
