import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { openZipPackage, readWhole } from '@cunzhen/proof'
import { parse } from 'csv-parse/sync'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { broken, crossReferences, rsmfOf } from '#test/rsmf'
import { sharedData } from '#test/shared'
import { strictHeaders } from '#test/strict-mail'

// The package of the demo's case in other people's programs: LibreOffice, the vendor's schema, openssl.

const ROOT = resolve(import.meta.dirname, '../../..')
/** A folder for pictures to look at; none are kept without it. */
const SHOTS = process.env.CUNZHEN_SHOTS ?? null
const OFFICE = spawnSync('soffice', ['--version']).status === 0
/** By the authority that the demo starts. */
const STAMP = 'proof/timestamps/demo-tsa.tsr'
const OPENSSL = spawnSync('openssl', ['version']).status === 0

let out: string
let unpacked: string
let zip: string

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'cunzhen-elsewhere-'))
  const demo = spawn(process.execPath, [join(ROOT, 'server/src/demo/main.ts'), '--once', '--keep', out])
  let said = ''
  demo.stdout.on('data', (piece: Buffer) => {
    said += piece.toString()
  })
  let told = ''
  demo.stderr.on('data', (piece: Buffer) => {
    told += piece.toString()
  })
  const [status] = await once(demo, 'close')
  if (status !== 0) throw new Error(`the demo ended with ${status}: ${told}`)
  unpacked = join(out, 'unpacked')
  const figures = JSON.parse(said.trim().split('\n').at(-1) ?? '') as { package: string } // as the demo prints it
  zip = figures.package
  const reader = await openZipPackage(await openAsBlob(zip), passwordOf())
  for (const { name } of reader.files) {
    mkdirSync(dirname(join(unpacked, name)), { recursive: true })
    writeFileSync(join(unpacked, name), await readWhole(reader.read(name), 2 ** 30, name))
  }
}, 300_000)
afterAll(() => rmSync(out, { recursive: true, force: true }))

const passwordOf = () => readFileSync(join(out, 'package-password.txt'), 'utf8').trim()
const text = (name: string) => readFileSync(join(unpacked, name), 'utf8')
const named = (pattern: RegExp) =>
  readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((name) => pattern.test(name))

describe.skipIf(!OFFICE)('LibreOffice; skipped where soffice is not installed', () => {
  const CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false'

  function converted(file: string, filter: string, ...more: string[]): string {
    const to = mkdtempSync(join(out, 'office-'))
    const profile = `-env:UserInstallation=file://${join(out, 'profile')}`
    const args = ['--headless', profile, ...more, '--convert-to', filter, '--outdir', to, join(unpacked, file)]
    execFileSync('soffice', args, { stdio: 'ignore' })
    return join(to, readdirSync(to)[0] ?? 'nothing')
  }

  const rowsOf = (csv: string): string[][] => parse(csv, { bom: true, relax_column_count: true })

  test('opens the table and the spreadsheet with every cell as it stands, no mojibake, no formula', () => {
    const rows = rowsOf(text('data/records.csv'))
    expect(rows.length).toBeGreaterThan(10)
    expect(rowsOf(readFileSync(converted('data/records.xlsx', CSV), 'utf8'))).toEqual(rows)
    // as text in UTF-8, every column as text: what the import dialogue is told by hand
    const columns = Array.from({ length: 16 }, (_, i) => `${i + 1}/2`).join('/')
    const opened = converted('data/records.csv', CSV, `--infilter=CSV:44,34,76,1,${columns}`)
    expect(rowsOf(readFileSync(opened, 'utf8'))).toEqual(rows)
  }, 180_000)

  test('prints the spreadsheet one page wide, in lines that are as high as their text', () => {
    const printed = readFileSync(converted('data/records.xlsx', 'pdf'), 'latin1')
    const pages = printed.match(/\/Type *\/Page\b/g)?.length ?? 0
    const rows = rowsOf(text('data/records.csv')).length
    // two columns of pages would be twice as many; lines of one height only a third
    expect(rows / pages).toBeGreaterThan(25)
    expect(rows / pages).toBeLessThan(60)
  }, 180_000)
})

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path)) ?? null

describe.skipIf(CHROMIUM === null)('the reader of Chromium (PDFium); skipped where Chromium is not installed', () => {
  test('draws the pages, with text and watermark on white', async () => {
    const [pdf = 'none'] = named(/records-\d{4}\.pdf$/)
    const picture = await drawn(join(unpacked, pdf))
    if (SHOTS !== null) writeFileSync(join(SHOTS, 'records-pdf.png'), picture)
    expect(picture.length).toBeGreaterThan(DRAWN)
  }, 120_000)
})

/** Bytes of a picture that has a page of text on it; of an empty page, or of what went wrong, it has a tenth. */
const DRAWN = 100_000

/** A picture of what Chromium shows of a PDF. Its reader is there only in the whole program, which is asked over its own port. */
async function drawn(path: string): Promise<Buffer> {
  const profile = `--user-data-dir=${join(out, 'chromium')}`
  const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', profile]
  const child = spawn(CHROMIUM ?? '', [...args, '--window-size=1000,1300', 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  try {
    const browser = await chromium.connectOverCDP(await listeningAt(child.stderr))
    const page = browser.contexts()[0]?.pages()[0] ?? (await browser.newPage())
    await page.goto(`file://${path}#toolbar=0&view=FitH`)
    for (;;) {
      const picture = await page.screenshot()
      if (picture.length > DRAWN) return picture
    }
  } finally {
    child.kill()
    await ended
  }
}

async function listeningAt(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) {
    const [, address] = /listening on (ws:\S+)/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('Chromium did not say where it listens')
}

const SEVEN_ZIP = spawnSync('7z', ['i']).status === 0

describe.skipIf(!SEVEN_ZIP)('7-Zip; skipped where 7z is not installed', () => {
  test('unpacks the package with its password, every file as it is, and with no other', () => {
    const to = join(out, 'seven')
    const run = (password: string) => spawnSync('7z', ['x', '-y', `-p${password}`, `-o${to}`, zip]).status
    expect(run('another')).not.toBe(0)
    expect(run(passwordOf())).toBe(0)
    const files = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    expect(files.length).toBeGreaterThan(100)
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name)
      expect(readFileSync(join(to, path.slice(unpacked.length))).equals(readFileSync(path)), name).toBe(true)
    }
  })
})

describe('RSMF', () => {
  const schema = sharedData('rsmf', 'rsmf_schema_2_0_0.json')

  test('refers only to what is there, in every conversation and day, and breaks no rule of a mail', () => {
    const files = named(/\.rsmf$/)
    expect(files.length).toBeGreaterThan(1)
    for (const name of files) {
      expect(crossReferences(rsmfOf(text(name)).manifest), name).toEqual([])
      expect(strictHeaders(text(name)).faults, name).toEqual([])
    }
  })

  test.skipIf(schema === null)('satisfies the vendor’s schema; skipped where ../shared/data is absent', () => {
    const rules = JSON.parse(readFileSync(schema ?? '', 'utf8').replace(/^\ufeff/, ''))
    for (const name of named(/\.rsmf$/)) expect(broken(rules, rsmfOf(text(name)).manifest), name).toEqual([])
  })
})

describe.skipIf(!OPENSSL)('openssl; skipped where it is not installed', () => {
  /** What openssl says of the stamp over this text. */
  function verifies(stamped: string): boolean {
    const path = (name: string, content: string) => {
      writeFileSync(join(out, name), content)
      return join(out, name)
    }
    const args = ['ts', '-verify', '-in', join(unpacked, STAMP)]
    const over = ['-data', path('stamped.txt', stamped), '-CAfile', join(out, 'authority-root.pem')]
    return spawnSync('openssl', [...args, ...over]).status === 0
  }

  test('finds the time stamp to be over the checkpoint of this package, and over nothing else', () => {
    expect(existsSync(join(unpacked, STAMP))).toBe(true)
    const note = text('proof/checkpoint')
    const checkpoint = note.slice(0, note.indexOf('\n\n') + 1)
    expect(checkpoint.split('\n')).toHaveLength(4)
    expect(verifies(checkpoint)).toBe(true)
    expect(verifies(checkpoint.replace(/\n\d+\n/, (size) => `\n${Number(size) + 1}\n`))).toBe(false)
    expect(verifies(note)).toBe(false)
  })
})
