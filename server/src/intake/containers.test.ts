import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeZip } from './containers/zip.test-support.ts'
import {
  corpusOptions,
  expectBalanced,
  lines,
  openReceivingWorld,
  type ReceivingWorld,
} from './receiving.test-support.ts'

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

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
    const zip = makeZip([{ name, data: lines(0, 5) }, part(1)])
    const arrived = await world.receive(world.file('a.zip', zip), corpusOptions())
    expect(arrived.counts).toMatchObject({ items: 11, archived: 10, quarantined: 1 })
    expect(arrived.reasons).toMatchObject([{ reason }])
    // wherever the name could lead: from the house, its scratch folder, the working directory, the root
    const path = name.replaceAll('\\', '/').replace(/^[A-Z]:/, '')
    const bases = [world.dir, join(world.dir, 'scratch'), process.cwd(), '/']
    expect(bases.filter((base) => existsSync(join(base, path)))).toEqual([])
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
