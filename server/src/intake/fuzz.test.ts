import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { fuzzParser } from '../../soak/fuzz.ts'
import { makeZip } from './containers/zip.test-support.ts'
import { EncodingSurvey } from './encodings/encodings.ts'
import { fuzzOnce, type Seed, seedsBelow } from './fuzzing.test-support.ts'
import { BROKEN_PARSERS } from './fuzzing-broken.test-support.ts'
import { chance, damage } from './fuzzing-damage.test-support.ts'
import { readPart } from './read-part.ts'
import { chunksOf, collect, openReceivingWorld, PLAIN } from './receiving.test-support.ts'
import { FORMATS, type Format, openSource } from './sources/formats.ts'
import { headOf } from './sources/source.ts'

// Random damage to files of every format: the pieces tile the part, and nothing is thrown, whatever the bytes are.

const mapping = {
  platform: 'x',
  conversation: 'c',
  sender: 's',
  text: 't',
  time: 'ts',
  id: [],
  timeFormat: 'auto' as const,
  zone: 480,
}

const wecom = (n: number) =>
  JSON.stringify({
    msgid: `m${n}`,
    action: 'send',
    from: 'a',
    tolist: ['b'],
    roomid: '',
    msgtime: 1788000000000 + n,
    msgtype: 'mixed',
    mixed: { item: [{ type: 'text', content: '{"content":"退款 \\"呢\\""}' }] },
  })
const many = (make: (n: number) => string, between = '\n') =>
  Array.from({ length: 12 }, (_, n) => make(n)).join(between)
const sms = (n: number) =>
  `<sms address="1380013800${n % 10}" date="${1788000000000 + n}" type="${1 + (n % 2)}" body="第${n}条 &#55357;&#56832; &amp; &lt;" />`
const mms =
  '<mms date="1" msg_box="1" address="1~2"><parts><part ct="text/plain" text="好"/></parts><addrs><addr address="1" type="137"/></addrs></mms>'
const slack = (n: number) =>
  `{\n  "type": "message", "user": "U${n}", "text": "好的 <@U1>", "ts": "178800000${n}.0001", "files": [{"name": "a"}, {"name": "b"}]\n}`

const SEEDS: [string, Format, Buffer][] = [
  ['wecom lines', 'wecom', Buffer.from(many(wecom))],
  ['wecom answers', 'wecom', Buffer.from(many((n) => `{"errcode":0,"chatdata":[${wecom(n)},${wecom(n + 50)}]}`))],
  ['wecom array', 'wecom', Buffer.from(`[${many(wecom, ',')}]`)],
  [
    'sms',
    'sms_backup_restore',
    Buffer.from(`<?xml version="1.0"?>\n<!-- c --><smses count="13">\n${many(sms)}${mms}</smses>`),
  ],
  [
    'sms in UTF-16',
    'sms_backup_restore',
    Buffer.from(`\ufeff<?xml version="1.0"?>\n<smses>${many(sms)}</smses>`, 'utf16le'),
  ],
  ['slack day', 'slack', Buffer.from(`[\n${many(slack, ',\n')}\n]`)],
  ['lines', 'jsonl', Buffer.from(many((n) => `{"c":"1","s":"甲","t":"第${n}条","ts":${n}}`))],
  [
    'lines in UTF-16',
    'jsonl',
    Buffer.from(
      many((n) => `{"c":"1","s":"甲","t":"第${n}条"}`),
      'utf16le',
    ).swap16(),
  ],
  [
    'table',
    'csv',
    Buffer.from(`c,s,t,ts\r\n${many((n) => `1,"甲 ""乙""","第${n}条\n, 完",2026-9-1 10:0${n % 10}`, '\r\n')}`),
  ],
  [
    'table in GB18030',
    'csv',
    Buffer.from(
      '632c732c742c74730d0a312cbcd72ccdcbbfee95328236a3ac2c310d0a312c22d2d2222c5c7b7d5b5d7e7c2c320d0a',
      'hex',
    ),
  ],
]

async function readDamaged(bytes: Buffer, format: Format, step: number) {
  const survey = new EncodingSurvey()
  survey.add(bytes)
  const encoding = survey.found()
  const head = headOf('2026-09-01.json', true, survey.head, encoding)
  const reader = openSource(format, { ...PLAIN, mapping }).reader(head)
  if (!reader) return []
  return collect(bytes, readPart(chunksOf(bytes, step), encoding, reader))
}

describe.each(SEEDS)('%s', (_, format, seed) => {
  test('unharmed, it is records and structure only', async () => {
    const pieces = await readDamaged(seed, format, 50)
    expect(pieces.filter((piece) => piece.what === 'quarantine')).toEqual([])
    expect(pieces.filter((piece) => piece.what === 'record').length).toBeGreaterThan(1)
  })

  test('harmed in 400 ways, its pieces still tile it, and do not depend on how it was cut into chunks', async () => {
    for (let round = 0; round < 400; round += 1) {
      const random = chance(round)
      const bytes = damage(seed, seed, random, 2048)
      const pieces = await readDamaged(bytes, format, 1 + random(200))
      for (const piece of pieces)
        if (piece.what === 'record')
          for (const { fields } of piece.drafts) expect(fields.body.isWellFormed()).toBe(true)
      const whole = await readDamaged(bytes, format, bytes.length + 1)
      const records = (list: typeof pieces) =>
        list.filter((piece) => piece.what === 'record').map((piece) => `${piece.start}-${piece.end}`)
      expect(records(pieces)).toEqual(records(whole))
    }
  })
})

test('archives harmed in 60 ways: the books balance, and only refusals are thrown', async () => {
  const world = await openReceivingWorld()
  const lines = many((n) => `{"c":"1","s":"甲","t":"第${n}条","ts":${n}}`)
  const seed = makeZip([
    { name: 'a.jsonl', data: lines },
    { name: 'b.jsonl', data: lines, descriptor: true },
    { name: 'c.jsonl', data: lines, stored: true },
  ])
  for (let round = 0; round < 60; round += 1) {
    const path = world.file('a.zip', damage(seed, seed, chance(round + 1000), 2048))
    const { counts } = await world.receive(path, { format: 'jsonl', mapping })
    expect(counts.items).toBe(counts.archived + counts.duplicates + counts.quarantined)
    expect(counts.bytes).toBe(counts.parsedBytes + counts.quarantinedBytes)
  }
  await world.close()
})

// Every format of the list, those that have no seed above too: what its samples hold, and what others' files hold.
const samples = sharedData('samples')
const shared = samples ? await seedsBelow(samples) : new Map<Format, Seed[]>()
const ownSeeds: Seed[] = SEEDS.map(([label, , bytes]) => ({ name: `${label}.txt`, bytes }))

describe.each(FORMATS)('any file read as %s', (format) => {
  test('harmed in 60 ways: only refusals are thrown, its pieces tile it, its books balance', async () => {
    const seeds = [...(shared.get(format) ?? []), ...ownSeeds]
    for (let round = 0; round < 60; round += 1) {
      try {
        await fuzzOnce(format, seeds, chance(round + 5000), 4096)
      } catch (error) {
        throw new Error(`round ${round}`, { cause: error })
      }
    }
  })
})

// Whoever judges by damaged files must know that they find something.
describe('the long proof, set on parsers that are wrong', () => {
  const FINDS: Readonly<Record<string, RegExp>> = {
    throws: /SyntaxError/,
    drops: /the pieces (?:do not touch|end) at/,
    forgets: /words became structure/,
    cuts: /depends on how it was cut/,
    hangs: /does not end/,
    hoards: /MiB of memory/,
    exits: /ended the process \(3\)/,
  }
  test.each(BROKEN_PARSERS)('finds the one that %s', async (mistake) => {
    const none = mkdtempSync(join(tmpdir(), 'cunzhen-no-samples-'))
    const silence = mistake === 'hangs' ? 4000 : 60_000
    const found = await fuzzParser(none, mistake, 4, { memory: 700 * 2 ** 20, silence })
    rmSync(none, { recursive: true })
    expect(found.problems.join('\n')).toMatch(FINDS[mistake] ?? /no word for it/)
  })

  test('and nothing in the one that is right', async () => {
    const none = mkdtempSync(join(tmpdir(), 'cunzhen-no-samples-'))
    const { problems, rounds } = await fuzzParser(none, 'jsonl', 2)
    rmSync(none, { recursive: true })
    expect(problems).toEqual([])
    expect(rounds).toBeGreaterThan(5)
  })
})
