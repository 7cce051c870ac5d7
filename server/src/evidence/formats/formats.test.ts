import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openZipPackage, PACKAGE_FILES, readWhole } from '@cunzhen/proof'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fontsFound } from '#papers'
import { readPdf } from '#test/pdf-reading'
import { broken, crossReferences, rsmfOf } from '#test/rsmf'
import { sharedData } from '#test/shared'
import { strictHeaders } from '#test/strict-mail'
import { arrivalOf, type Opened, openWorld, type World } from '../world.test-support.ts'

// Every format re-read by a reader of its own, against the CSV read by csv-parse. All people and numbers are invented.

const DAY = 86_400_000
const BODIES = [
  '您好，我的手机是13800138000，请找李秀英',
  '=HYPERLINK("http://x")',
  '#set page(fill: red) *bold* `code` $x$ @ref <label> \\ #read("/etc/passwd")',
  'a\u202eb\u200bc\u0007d\nsecond line',
  'þ thorn \u0014 and ® mark; semicolon',
  '😀 𠮷 عربي ไทย 한국어 ǅ',
  '',
  '"quoted","cells"\r\nTo: forged',
  '-----cunzhen-rsmf-2--',
  '长'.repeat(5000),
]
const PHONE = '13800138000'

let world: World
let opened: Opened
let rows: string[][]

const file = (name: string): Promise<Uint8Array> => opened.file(name as never) // the names of further formats are no constants
const text = async (name: string): Promise<string> => Buffer.from(await file(name)).toString()
const hash = async (name: string): Promise<string> =>
  createHash('sha256')
    .update(await file(name))
    .digest('hex')

const PDF = fontsFound()
const SAYS = PDF ? '' : '; skipped: no fonts-noto-cjk'

beforeAll(async () => {
  const said = [...BODIES, ...BODIES].map((body, n) =>
    arrivalOf(n, {
      body,
      conversation: n < 15 ? 'room-1' : 'room-2',
      name: n % 3 === 0 ? '李秀英' : n % 3 === 1 ? '张伟\n' : '',
      sender: n % 3 === 2 && n > 10 ? '' : `account${n % 3}`,
      at: n === 7 ? null : 1_690_000_000_000 + n * (DAY / 4),
      ...(n === 3 ? { fields: { refersTo: 'msg-2' } } : {}),
    }),
  )
  world = await openWorld(said)
  const formats = ['csv', 'xlsx', 'json', 'rsmf', ...(PDF ? (['pdf', 'load'] as const) : [])] as const
  opened = await world.open(await world.run({ formats }))
  rows = parse(await text(PACKAGE_FILES.csv), { bom: true, from_line: 2 })
}, 120_000)
afterAll(() => world.close())

describe('a package with every format', () => {
  it('verifies, and lists each file with its digest', async () => {
    expect(opened.verdict.checks.flatMap(({ findings }) => findings)).toEqual([])
    expect(opened.verdict.verdict).toBe('genuine')
    const listed = opened.verdict.manifest?.files ?? []
    expect(listed.map(({ name }) => name).sort()).toEqual(
      opened.names.filter((name) => !name.startsWith('proof/manifest')).sort(),
    )
    for (const { name, sha256 } of listed) expect(await hash(name)).toBe(sha256)
  })

  it('holds the masked phone in no file of it', async () => {
    expect(rows.some((cells) => cells[10]?.includes('138****'))).toBe(true)
    for (const name of opened.names.filter((each) => !each.endsWith('.pdf'))) {
      let content = await text(name)
      if (name.endsWith('.rsmf')) content = JSON.stringify(rsmfOf(content)) + rsmfOf(content).text
      expect(content.includes(PHONE), name).toBe(false)
    }
  })

  it('is refused where a further file is changed, and where one of another name lies beside it', async () => {
    const reader = await openZipPackage(new Blob([opened.zip as Uint8Array<ArrayBuffer>]), opened.password)
    const files = new Map<string, Uint8Array>()
    for (const { name } of reader.files) files.set(name, await readWhole(reader.read(name), 2 ** 30, name))
    const { verifyPackage } = await import('@cunzhen/proof')
    const changed = new Map(files).set('data/records.json', Buffer.from('{}'))
    expect((await verifyPackage(changed)).checks.find(({ id }) => id === 'files')?.ok).toBe(false)
    const extra = new Map(files).set('data/rsmf/00001_2026-01-01.exe', Buffer.from('x'))
    expect((await verifyPackage(extra)).checks.find(({ id }) => id === 'container')?.ok).toBe(false)
    const unlisted = new Map(files).set('data/rsmf/09999_2026-01-01.rsmf', Buffer.from('x'))
    expect((await verifyPackage(unlisted)).checks.find(({ id }) => id === 'files')?.ok).toBe(false)
    expect((await verifyPackage(files)).ok).toBe(true)
  })
})

describe('records.json', () => {
  it('has the cells of the CSV, one row a line', async () => {
    const content = await text('data/records.json')
    const { rows: read, count } = JSON.parse(content) as { rows: Record<string, unknown>[]; count: number }
    expect(count).toBe(rows.length)
    expect(content.split('\n')).toHaveLength(rows.length + 3)
    const cells = read.map(({ redacted: _, ...each }) => Object.values(each).map(String))
    expect(cells).toEqual(rows)
    const [secret] = read.filter(({ body }) => String(body).includes('138****'))
    expect(secret?.redacted).toEqual(expect.arrayContaining(['name', 'phone', 'withheld']))
  })
})

describe('RSMF', () => {
  const files = () => opened.names.filter((name) => name.endsWith('.rsmf'))

  it('is one file for each conversation and day, the version first, counts and times right', async () => {
    const days = new Set(rows.map((cells) => `${cells[2]} ${cells[4]?.slice(0, 10)}`))
    expect(files()).toHaveLength(days.size)
    expect(files()).toContain('data/rsmf/00001_undated.rsmf')
    for (const name of files()) {
      const eml = await text(name)
      const { headers, manifest } = rsmfOf(eml)
      expect(eml.startsWith('X-RSMF-Version: 2.0.0\r\n')).toBe(true)
      expect(Number(headers.get('X-RSMF-EventCount'))).toBe(manifest.events.length)
      const times = manifest.events.flatMap(({ timestamp }) => timestamp ?? [])
      expect(headers.get('X-RSMF-BeginDate')).toBe(times[0])
      expect(headers.get('X-RSMF-EndDate')).toBe(times.at(-1))
      expect(new Set(manifest.events.map(({ timestamp }) => timestamp?.slice(0, 10))).size).toBe(1)
    }
  })

  it('has headers that the strictest mail reader takes, and they say what the manifest says', async () => {
    for (const name of files()) {
      const eml = await text(name)
      const { manifest } = rsmfOf(eml)
      const { values, faults } = strictHeaders(eml)
      expect(faults, name).toEqual([])
      const people = manifest.participants.map(({ display }) => display)
      expect(values.get('X-RSMF-Participants')).toBe(people.join(', '))
      expect(values.get('To')?.split(', ').length).toBe(people.join(', ').split(', ').length)
      expect(values.get('X-RSMF-EventCollectionID')).toBe(manifest.eventcollectionid)
      expect(values.get('X-RSMF-AttachmentCount')).toBe('0')
      const begin = values.get('X-RSMF-BeginDate')
      expect(values.has('Date')).toBe(begin !== undefined)
      if (begin !== undefined)
        expect(Date.parse(values.get('Date') ?? '')).toBe(Math.floor(Date.parse(begin) / 1000) * 1000)
    }
  })

  it('refers only to what is there, with every value a text that is not empty', async () => {
    let parents = 0
    for (const name of files()) {
      const { manifest } = rsmfOf(await text(name))
      expect(crossReferences(manifest)).toEqual([])
      expect(manifest.conversations).toHaveLength(1)
      parents += manifest.events.filter(({ parent }) => parent !== undefined).length
      for (const { custom } of manifest.events) {
        const values = new Map(custom.map(({ name: key, value }) => [key, value]))
        for (const key of ['record', 'digest', 'ledger_index', 'redaction']) expect(values.get(key)).toMatch(/./)
      }
    }
    expect(parents).toBe(1)
    // and the check can say no
    const event = {
      id: 'e',
      type: 'message',
      body: '',
      participant: 'nobody',
      conversation: 'c',
      parent: 'e',
      custom: [],
    }
    const conversations = [{ id: 'c', participants: ['p', 'q'] }]
    const lying = { version: '2.0.0', participants: [{ id: 'p', display: 'P' }], conversations, events: [event, event] }
    expect(crossReferences(lying)).toEqual([
      'conversation c: participant q',
      'event e: participant',
      'event e: not of the conversation',
      'event e: parent',
      'event e: body',
      'event e: twice',
      'event e: participant',
      'event e: not of the conversation',
      'event e: parent',
      'event e: body',
    ])
  })

  it('re-read has the rows of the CSV, and the text that is indexed says the same', async () => {
    const events = []
    for (const name of files().sort()) {
      const { manifest, text: indexed } = rsmfOf(await text(name))
      const people = new Map(manifest.participants.map((each) => [each.id, each]))
      for (const event of manifest.events) {
        const custom = new Map(event.custom.map(({ name: key, value }) => [key, value]))
        const person = people.get(event.participant)
        events.push([
          custom.get('record')?.split('/')[1],
          event.timestamp ?? '',
          person?.account_id ?? '',
          event.body,
          custom.get('digest'),
          custom.get('ledger_index'),
          custom.get('kind'),
        ])
        expect(indexed).toContain(event.body)
      }
    }
    const iso = (time = '') => time.replace(/^(\S+) (\S+) (\S+)$/, '$1T$2$3')
    const expected = rows.map((c) => [c[0], iso(c[4]), c[7], c[10] || '〖无文字〗', c[15], c[1], c[6]])
    const byRow = (a: (string | undefined)[], b: (string | undefined)[]) => Number(a[0]) - Number(b[0])
    expect(events.sort(byRow)).toEqual(expected)
  })

  const schema = sharedData('rsmf', 'rsmf_schema_2_0_0.json')
  it.skipIf(schema === null)('satisfies the vendor’s schema; skipped where ../shared/data is absent', async () => {
    const rules = JSON.parse(readFileSync(schema ?? '', 'utf8').replace(/^\ufeff/, ''))
    for (const name of files()) expect(broken(rules, rsmfOf(await text(name)).manifest)).toEqual([])
    // and the check can say no
    expect(broken(rules, { version: '2.0.0', participants: [{}], conversations: [], events: [{ type: 'x' }] })).toEqual(
      ['$.participants[0].id: required', '$.events[0].type: enum'],
    )
  })
})

describe.skipIf(!PDF)(`pages and load files${SAYS}`, () => {
  it('are PDF/A-2b with the rows’ text, the recipient and the page on each page', async () => {
    const bytes = await file('data/records-0001.pdf')
    const { pages, raw } = readPdf(bytes)
    expect(raw).toMatch(/<pdfaid:part>2<\/pdfaid:part>/)
    expect(raw).toMatch(/<pdfaid:conformance>B<\/pdfaid:conformance>/)
    const all = pages.join('').replaceAll(/\s/g, '')
    expect(all).toContain('#setpage(fill:red)*bold*')
    expect(all).toContain('〖U+202E〗')
    expect(all).toContain("'=HYPERLINK")
    expect(all).toContain('𠮷')
    expect(all).not.toContain(PHONE)
    expect(all).toContain('138****')
    for (const cells of rows) expect(all).toContain(cells[15])
    const mark = `nameof${world.people.requester.id}·`.replaceAll(/\s/g, '')
    for (const [i, page] of pages.entries()) {
      const plain = page.replaceAll(/\s/g, '')
      expect(plain).toContain(mark)
      expect(plain).toContain(`${i + 1}/${pages.length}`)
    }
  })

  const read = (dat: string) => {
    expect(dat.startsWith('\ufeff')).toBe(true)
    const lines = dat.slice(1).split('\r\n')
    expect(lines.pop()).toBe('')
    return lines.map((line) => line.split('\u0014').map((value) => /^þ([^þ]*)þ$/.exec(value)?.[1] ?? 'broken'))
  }

  it('name only files that are there, each with its digest, and page numbers without a gap', async () => {
    const [fields = [], ...documents] = read(await text('data/production.dat'))
    const opt = (await text('data/production.opt')).split('\r\n').filter((line) => line !== '')
    expect(opt).toHaveLength(documents.length)
    let next = 1
    for (const [i, values] of documents.entries()) {
      const field = (name: string) => values[fields.indexOf(name)] ?? 'absent'
      const inPackage = (name: string) => `data/${field(name).slice(2).replaceAll('\\', '/')}`
      for (const kind of ['NATIVE', 'TEXT', 'IMAGE'])
        expect(await hash(inPackage(`${kind}PATH`))).toBe(field(`${kind}SHA256`))
      const { manifest, text: indexed } = rsmfOf(await text(inPackage('NATIVEPATH')))
      expect(Number(field('EVENTCOUNT'))).toBe(manifest.events.length)
      expect(await text(inPackage('TEXTPATH'))).toBe(`\ufeff${indexed}`)
      const { pages } = readPdf(await file(inPackage('IMAGEPATH')))
      expect(Number(field('PAGECOUNT'))).toBe(pages.length)
      expect(field('BEGDOC')).toMatch(new RegExp(`-0*${next}$`))
      expect(pages[0]).toContain(field('BEGDOC'))
      next += pages.length
      expect(field('ENDDOC')).toMatch(new RegExp(`-0*${next - 1}$`))
      expect(opt[i]?.split(',')).toEqual([
        field('BEGDOC'),
        `E${field('BEGDOC').slice(1, -7)}`,
        field('IMAGEPATH'),
        'Y',
        '',
        '',
        field('PAGECOUNT'),
      ])
    }
    expect(documents.reduce((sum, values) => sum + Number(values[fields.indexOf('EVENTCOUNT')]), 0)).toBe(rows.length)
  })

  it('hold no digest of anything that is not produced', async () => {
    const dat = await text('data/production.dat')
    const listed = new Set((opened.verdict.manifest?.files ?? []).map(({ sha256 }) => sha256))
    for (const [digest] of dat.matchAll(/[0-9a-f]{64}/g)) expect(listed).toContain(digest)
  })
})
