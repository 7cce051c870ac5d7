import { createReadStream, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '#base'
import { sharedData } from '#test/shared'
import { makeZip } from './containers/zip.test-support.ts'
import {
  type Arrived,
  CORPUS,
  corpusOptions,
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

const line = (n: number, text = `第${n}条`) =>
  `${JSON.stringify({ conv: 'c', seq: n, sender: '甲', text, ts: 1788000000000 + n })}\n`
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => line(from + at)).join('')

/** The books balance, and every byte of the source is accounted for. */
function expectBalanced({ counts, reasons, spans }: Arrived, bytes?: number) {
  expect(counts.items).toBe(counts.archived + counts.duplicates + counts.quarantined)
  expect(counts.bytes).toBe(counts.parsedBytes + counts.quarantinedBytes)
  expect(counts.quarantined).toBe(spans.reduce((sum, span) => sum + span.items, 0))
  expect(counts.quarantinedBytes).toBe(spans.reduce((sum, span) => sum + span.bytes.length, 0))
  expect(counts.quarantined).toBe(reasons.reduce((sum, one) => sum + one.items, 0))
  for (const span of spans) expect(span.bytes.length).toBe(span.end - span.start)
  if (bytes !== undefined) expect(counts.bytes).toBe(bytes)
}

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

describe('a gzip', () => {
  const text = lines(0, 3000)

  test('is read as what is in it; spans are those of the inflated bytes', async () => {
    const bad = 'broken\n'
    const arrived = await world.receive(world.file('a.jsonl.gz', gzipSync(text + bad)), corpusOptions())
    expect(arrived.counts).toMatchObject({ archived: 3000, quarantined: 1 })
    expect(arrived.spans).toMatchObject([{ part: 'a.jsonl', start: Buffer.byteLength(text) }])
    expectBalanced(arrived, Buffer.byteLength(text + bad))
  })

  test('cut off: what came is imported, and the damage is said', async () => {
    const packed = gzipSync(text)
    const arrived = await world.receive(
      world.file('a.jsonl.gz', packed.subarray(0, packed.length - 3000)),
      corpusOptions(),
    )
    expect(arrived.counts.archived).toBeGreaterThan(0)
    expect(arrived.reasons.map((one) => one.reason)).toContain('damaged')
    expectBalanced(arrived)
  })

  test('whose checksum is wrong is not believed at all', async () => {
    const packed = gzipSync(text)
    packed.writeUInt32LE(packed.readUInt32LE(packed.length - 8) ^ 1, packed.length - 8)
    const arrived = await world.receive(world.file('a.jsonl.gz', packed), corpusOptions())
    expect(arrived.counts).toMatchObject({ archived: 0, quarantined: 1, quarantinedBytes: packed.length })
    expect(arrived.spans[0]?.bytes.equals(packed)).toBe(true)
  })

  test('that inflates beyond the bounds is a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(30 * 1024 * 1024))
    const arrived = await world.receive(world.file('a.jsonl.gz', bomb), corpusOptions())
    expect(arrived.reasons).toMatchObject([{ reason: 'bomb', items: 1, bytes: bomb.length }])
    expectBalanced(arrived, bomb.length)
  })

  test('with bytes behind its end: they are kept', async () => {
    const padded = Buffer.concat([gzipSync(text), Buffer.alloc(10)])
    const arrived = await world.receive(world.file('a.jsonl.gz', padded), corpusOptions())
    expect(arrived.counts).toMatchObject({ archived: 3000, quarantined: 1, quarantinedBytes: 10 })
    expect(arrived.reasons).toMatchObject([{ reason: 'unlisted' }])
    // what follows could as well be a damaged second part of it
    const followed = Buffer.concat([gzipSync(text), Buffer.from('behind')])
    const refused = await world.receive(world.file('b.jsonl.gz', followed), corpusOptions())
    expect(refused.counts).toMatchObject({ items: 1, quarantinedBytes: followed.length })
  })
})

describe('a zip', () => {
  const part = (n: number) => ({ name: `部分${n}.jsonl`, data: lines(n * 10, n * 10 + 10) })

  test('has every member read, from writers of both kinds', async () => {
    const zip = makeZip([
      part(0),
      { ...part(1), descriptor: true },
      { ...part(2), stored: true },
      { name: 'dir/', data: '', stored: true },
    ])
    const arrived = await world.receive(world.file('a.zip', zip), corpusOptions())
    expect(arrived.counts).toMatchObject({ items: 30, archived: 30 })
    expectBalanced(arrived)
  })

  test.each([
    ['../x.jsonl', 'unsafe_name'],
    ['a/../../x.jsonl', 'unsafe_name'],
    ['/etc/x.jsonl', 'unsafe_name'],
    ['C:\\x.jsonl', 'unsafe_name'],
    ['..\\x.jsonl', 'unsafe_name'],
  ])('a member called %j is not read, and nothing is written anywhere', async (name, reason) => {
    const before = readdirSync(join(world.dir, '..')).sort()
    const zip = makeZip([{ name, data: lines(0, 5) }, part(1)])
    const arrived = await world.receive(world.file('a.zip', zip), corpusOptions())
    expect(arrived.counts).toMatchObject({ items: 11, archived: 10, quarantined: 1 })
    expect(arrived.reasons).toMatchObject([{ reason }])
    expect(readdirSync(join(world.dir, '..')).sort()).toEqual(before)
    expectBalanced(arrived)
  })

  test.each([
    ['a link', { mode: 0o120777, data: '/etc/passwd', stored: true }, 'symlink'],
    ['an encrypted member', { flags: 0x801 }, 'encrypted_entry'],
    ['a method nobody reads', { method: 12 }, 'unsupported_compression'],
    ['a wrong checksum', { crc: 1 }, 'damaged'],
    ['a wrong size', { claimed: 5 }, 'damaged'],
    ['a claimed bomb', { claimed: 4_000_000_000 }, 'bomb'],
    ['a real bomb that claims to be small', { data: Buffer.alloc(40 * 1024 * 1024), claimed: 100 }, 'bomb'],
  ] as const)('%s is kept, the others are imported', async (_, over, reason) => {
    const arrived = await world.receive(
      world.file('a.zip', makeZip([part(0), { ...part(1), ...over }, part(2)])),
      corpusOptions(),
    )
    expect(arrived.counts).toMatchObject({ items: 21, archived: 20, quarantined: 1 })
    expect(arrived.reasons).toMatchObject([{ reason, items: 1 }])
    expectBalanced(arrived)
  })

  test('beyond the bound of the whole', async () => {
    const path = world.file('a.zip', makeZip([part(0), part(1), part(2)]))
    const arrived = await world.receive(path, corpusOptions(), {
      bounds: { totalBytes: 2 * Buffer.byteLength(part(1).data) + 10 },
    })
    expect(arrived.counts).toMatchObject({ archived: 20, quarantined: 1 })
    expect(arrived.reasons).toMatchObject([{ reason: 'bomb' }])
  })

  test('without its directory: the members are found by their own headers', async () => {
    const zip = makeZip([part(0), { ...part(1), descriptor: true }, part(2)])
    const directory = zip.indexOf(Buffer.from('504b0102', 'hex'))
    for (const cut of [directory, directory + 20, zip.length - 5]) {
      const arrived = await world.receive(world.file('a.zip', zip.subarray(0, cut)), {
        ...corpusOptions(),
        origin: `${cut}`,
      })
      expect(arrived).toMatchObject({ problem: 'zip_directory_damaged', counts: { archived: 30, quarantined: 0 } })
      expectBalanced(arrived)
    }
  })

  test('cut off in a member: those before it, and what there is of it', async () => {
    const zip = makeZip([part(0), { name: 'b.jsonl', data: lines(100, 3000) }])
    const arrived = await world.receive(world.file('a.zip', zip.subarray(0, 9000)), corpusOptions())
    expect(arrived.counts.archived).toBeGreaterThan(10)
    expect(arrived.reasons.map((one) => one.reason)).toContain('damaged')
    expectBalanced(arrived)
  })

  test('with bytes that no member accounts for, and members that share theirs', async () => {
    const zip = makeZip([part(0), part(1)])
    const directory = zip.indexOf(Buffer.from('504b0102', 'hex'))
    const hidden = Buffer.from('hidden bytes here')
    const moved = Buffer.concat([zip.subarray(0, directory), hidden, zip.subarray(directory)])
    moved.writeUInt32LE(directory + hidden.length, moved.length - 6)
    const odd = await world.receive(world.file('b.zip', moved), corpusOptions())
    expect(odd).toMatchObject({ problem: null, counts: { archived: 20, quarantined: 1 } })
    expect(odd.spans[0]).toMatchObject({ reason: 'unlisted', bytes: hidden })
    const second = zip.indexOf(Buffer.from('504b0102', 'hex'), directory + 4)
    zip.writeUInt32LE(zip.readUInt32LE(directory + 42), second + 42)
    const arrived = await world.receive(world.file('a.zip', zip), { ...corpusOptions(), origin: 'x' })
    expect(arrived.reasons.map((one) => one.reason).sort()).toEqual(['overlapping', 'unlisted'])
    expectBalanced(arrived)
  })

  test('whose names were written on a Chinese system without saying so', async () => {
    const gbk = Buffer.concat([Buffer.from('cdcbbfee', 'hex'), Buffer.from('.jsonl')])
    const arrived = await world.receive(
      world.file('a.zip', makeZip([{ name: gbk, flags: 0, data: `${lines(0, 2)}x\n` }])),
      corpusOptions(),
    )
    expect(arrived.spans[0]?.part).toBe('退款.jsonl')
  })
})

describe('a Slack export', () => {
  const files: Record<string, string> = {
    'users.json':
      '[{"id":"U1","name":"chen","profile":{"display_name":"陈志远"}},{"id":"U2","name":"x","real_name":"周敏"}]',
    'channels.json': '[{"id":"C1","name":"客服","members":["U1","U2"]}]',
    'dms.json': '[{"id":"D1","members":["U1","U2"]}]',
    'integration_logs.json': '[{"service":"x"}]',
    '客服/2026-09-01.json':
      '[{"type":"message","user":"U1","text":"请 <@U2> 看","ts":"1788000000.1"},{"type":"message","user":"U2","text":"好","ts":"1788000001.1"}]',
    'D1/2026-09-02.json': '[{"type":"message","user":"U2","text":"私下说","ts":"1788000002.1"}]',
  }

  test('as a folder and as a zip is the same: users have names, other files are kept as no messages', async () => {
    const zip = makeZip(
      Object.entries(files)
        .reverse()
        .map(([name, data]) => ({ name: `export/${name}`, data })),
    )
    const arrived = await world.receive(world.file('a.zip', zip))
    expect(arrived).toMatchObject({
      format: 'slack',
      gaps: { knowable: false },
      counts: { items: 4, archived: 3, quarantined: 1 },
    })
    expect(arrived.reasons).toMatchObject([{ reason: 'not_messages' }])
    expectBalanced(arrived)
    const bodies = world.archived().map((fields) => [fields.conversation, fields.senderName, fields.body])
    expect(bodies).toContainEqual(['C1', '陈志远', '请 @周敏 看'])
    expect(bodies).toContainEqual(['D1', '周敏', '私下说'])
    const root = join(world.dir, 'export')
    for (const [name, data] of Object.entries(files)) {
      mkdirSync(join(root, name, '..'), { recursive: true })
      writeFileSync(join(root, name), data)
    }
    symlinkSync('/etc/passwd', join(root, '客服', '2026-09-09.json'))
    const again = await world.receiveFolder(root)
    expect(again).toMatchObject({
      format: 'slack',
      counts: { items: 5, archived: 0, duplicates: 3, quarantined: 2, quarantinedBytes: 17 },
    })
    expect(again.reasons.map((one) => one.reason).sort()).toEqual(['not_messages', 'symlink'])
    expectBalanced(again)
  })
})

// ---- real exports: counted without our parser ----

const samples = sharedData('samples')

/** How many messages a file holds, by reading it in the simplest way. */
const COUNTERS: Record<string, (text: string) => number> = {
  '.xml': (text) => text.match(/<(sms|mms|call|log) /g)?.length ?? 0,
  '.txt': (text) => text.match(/<(sms|mms|call|log) /g)?.length ?? 0,
  '.jsonl': (text) => text.split('\n').filter((one) => one.trim() !== '').length,
}

describe.skipIf(!samples)('samples of ../shared/data (skipped: absent)', () => {
  const at = (path: string) => join(samples ?? '', path)
  const slack = 'slack/rusq+slackdump/internal/fixtures/assets'
  const sms = 'sms_backup_restore/novoid+Memacs/memacs/tests/data'

  test.each([
    [`${sms}/smsxml.txt`, 'sms_backup_restore'],
    [`${sms}/calls.xml`, 'sms_backup_restore'],
    [`${sms}/calls_superbackup.xml`, 'sms_backup_restore'],
    ['wecom_msgaudit/wxjava_msgaudit_test.jsonl', 'wecom'],
  ])('%s: every message is archived, importing again adds nothing', async (path, format) => {
    const text = readFileSync(at(path), 'utf8')
    const count = COUNTERS[path.slice(path.lastIndexOf('.'))]?.(text) ?? -1
    const first = await world.receive(at(path))
    expect(first).toMatchObject({ format, problem: null, counts: { items: count, archived: count, quarantined: 0 } })
    expectBalanced(first, Buffer.byteLength(text))
    expect((await world.receive(at(path))).counts).toMatchObject({ items: count, archived: 0, duplicates: count })
  })

  test('every type of message of 会话存档 is known', async () => {
    await world.receive(at('wecom_msgaudit/wxjava_msgaudit_test.jsonl'))
    expect(world.archived().filter((fields) => fields.kind === 'unknown')).toEqual([])
  })

  test('the encrypted envelope is kept and said to be one', async () => {
    const arrived = await world.receive(at('wecom_msgaudit/getchatdata_encrypted_envelope.json'))
    expect(arrived).toMatchObject({ format: 'wecom', counts: { items: 1, quarantined: 1 } })
    expect(arrived.reasons).toMatchObject([{ reason: 'encrypted_message' }])
  })

  test('a log that holds no messages is kept whole', async () => {
    const arrived = await world.receive(at(`${sms}/sample-phonelog.csv`))
    expect(arrived).toMatchObject({ problem: 'format_unknown', counts: { items: 1, quarantined: 1 } })
  })

  test('the Slack export, as zip and as folder, and a single message', async () => {
    const folder = at(`${slack}/source_export_dir`)
    const days = readdirSync(join(folder, 'B75B4C7'))
    const count = days.reduce(
      (sum, day) => sum + (JSON.parse(readFileSync(join(folder, 'B75B4C7', day), 'utf8')) as unknown[]).length,
      0,
    )
    const zip = await world.receive(at(`${slack}/source_export.zip`))
    expect(zip).toMatchObject({ format: 'slack', counts: { items: count, archived: count, quarantined: 0 } })
    expect((await world.receiveFolder(folder)).counts).toMatchObject({ items: count, archived: 0, duplicates: count })
    const single = await world.receive(at(`${slack}/messages/bot_message.json`))
    expect(single).toMatchObject({ format: 'slack', counts: { items: 1, archived: 1 } })
    expect(world.archived()).toHaveLength(count + 1)
  })
})

const corpus = sharedData('corpus', 'bili_live_danmaku.jsonl.gz')

describe.skipIf(!corpus)('the live chat corpus (skipped: ../shared/data absent)', () => {
  test('its first 50,000 lines are archived, line for line, and importing them again adds nothing', async () => {
    const head: string[] = []
    for await (const one of createInterface(createReadStream(corpus ?? '').pipe(createGunzip()))) {
      head.push(one)
      if (head.length === 50_000) break
    }
    const path = world.file('bili.jsonl', `${head.join('\n')}\n`)
    const first = await world.receive(path, corpusOptions())
    expect(first).toMatchObject({
      problem: null,
      counts: { items: 50_000, archived: 50_000, undated: 0 },
      gaps: { knowable: true, gaps: [] },
    })
    expectBalanced(first)
    expect((await world.receive(path, corpusOptions())).counts).toMatchObject({ archived: 0, duplicates: 50_000 })
    const archived = world.archived()
    head.forEach((one, no) => {
      const { conv, text, ts } = JSON.parse(one) as { conv: string; text: string; ts: number }
      expect(archived[no]).toMatchObject({ conversation: conv, body: text, sourceTs: ts })
    })
  })
})
