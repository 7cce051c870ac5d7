import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PACKAGE_FILES, type PackedRow, parsePackedRow, sha256 } from '@cunzhen/proof'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { membersOf } from '#test/package-texts'
import { bodyWith, PlantedSearch, plantedIn } from '#test/planted'
import { cellsOf } from '../containers/csv-cells.ts'
import { arrivalOf, type Opened, openWorld, type Said, type World } from '../world.test-support.ts'

// A package of three thousand rows whose every secret is known, looked through byte by byte. All numbers are invented.

const ROWS = 3000
function saidBy(n: number): Said {
  const { name, account } = plantedIn(n)
  return {
    body: bodyWith(n),
    name,
    sender: account,
    conversation: `secret-room-${n % 17}`,
    at: n % 97 === 0 ? null : 1_690_000_000_000 + ((n * 7919) % 100_000) * 1000,
    fields: { origin: 'secret-origin', recipients: `["${plantedIn((n + 1) % ROWS).account}"]` },
  }
}

/** Nobody outside vouches for this house: anchored.test.ts has one for which somebody does. */
const FILES = Object.values(PACKAGE_FILES).filter((name) => name !== PACKAGE_FILES.anchors)

let world: World
let opened: Opened
let everything: string

beforeAll(async () => {
  world = await openWorld(Array.from({ length: ROWS }, (_, n) => arrivalOf(n, saidBy(n))))
  opened = await world.open(await world.run())
  const sheet = membersOf(await opened.file(PACKAGE_FILES.xlsx))
  const texts = await Promise.all(FILES.map((name) => opened.text(name)))
  everything = [...texts, ...[...sheet.values()].map(String)].join('\n')
}, 300_000)
afterAll(() => world.close())

/** Cells of a sheet, by a reader that knows nothing of ours: every cell must be inline text. */
function sheetRows(xml: string): string[][] {
  const unescaped = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return [...xml.matchAll(/<row r="\d+" ht="\d+" customHeight="1">(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: string[] = Array.from({ length: 16 }, () => '')
    const rest = row.replace(
      /<c r="([A-Z])\d+"(?: s="1")? t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>/g,
      (_, column: string, text: string) => {
        cells[column.charCodeAt(0) - 65] = unescaped(text)
        return ''
      },
    )
    expect(rest).toBe('')
    return cells
  })
}

async function csvRows(): Promise<string[][]> {
  const lines = (await opened.text(PACKAGE_FILES.csv)).slice(1).split('\r\n')
  expect(lines.pop()).toBe('')
  return lines.map(cellsOf)
}

async function rows(): Promise<PackedRow[]> {
  // lines of the file that verifyPackage has read strictly
  return (await opened.text(PACKAGE_FILES.disclosures)).trimEnd().split('\n').map(parsePackedRow)
}

describe('a package of three thousand rows', () => {
  it('is genuine to the verifier that its recipient uses', () => {
    expect(opened.verdict.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(opened.verdict).toMatchObject({ verdict: 'genuine', rows: ROWS })
    expect(opened.names.sort()).toEqual([...FILES].sort())
  })

  it('holds the rows by conversation, then time, undated last', async () => {
    const all = await rows()
    for (let i = 1; i < all.length; i += 1) {
      const [a, b] = [all[i - 1], all[i]]
      if (a === undefined || b === undefined) return expect.unreachable()
      const key = ({ conv, sourceTs, index }: PackedRow) => [conv, sourceTs ?? Number.POSITIVE_INFINITY, index] as const
      const [x, y] = [key(a), key(b)]
      expect(x[0] < y[0] || (x[0] === y[0] && (x[1] < y[1] || (x[1] === y[1] && x[2] < y[2])))).toBe(true)
    }
  })

  it('shows nothing of what is hidden, in no file of it', () => {
    expect(new PlantedSearch(ROWS).kindsIn(everything)).toEqual([])
    for (const word of ['secret-room', 'secret-origin', '"raw"', '存真演示投诉群'])
      expect(everything.includes(word)).toBe(false)
    // and the search does find what is shown
    expect(everything).toContain('手机138')
  })

  it('holds no name of a customer in its manifest, its statements or its conversations', async () => {
    for (const name of [PACKAGE_FILES.manifest, PACKAGE_FILES.statements, PACKAGE_FILES.conversations] as const) {
      expect((await opened.text(name)).replaceAll('存真演示', '').replace(/会话 \d+/g, '')).not.toMatch(
        /\p{Script=Han}/u,
      )
    }
  })
})

describe('guessing', () => {
  it('all 10,000 numbers behind a masked phone against everything in the package confirms none', async () => {
    const all = await rows()
    const target = all.find(({ masks }) => masks.some(({ field, kind }) => field === 'body' && kind === 'phone'))
    if (target === undefined) return expect.unreachable()
    const strings = new Set([...everything.matchAll(/[A-Za-z0-9+/]{22,}={0,2}|[0-9a-f]{32,}/g)].map(([found]) => found))
    const shown = JSON.stringify(target.shown)
    const secret = plantedIn(target.index)
    for (let guess = 0; guess < 10_000; guess += 1) {
      const number = secret.phone.slice(0, 3) + String(guess).padStart(4, '0') + secret.phone.slice(7)
      for (const text of [number, `+86${number}`, `我是${secret.name}，手机${number}`]) {
        for (const algorithm of ['sha256', 'md5', 'sha1'] as const) {
          const digest = createHash(algorithm).update(text).digest()
          for (const encoding of ['hex', 'base64'] as const) expect(strings.has(digest.toString(encoding))).toBe(false)
        }
      }
    }
    expect(shown).not.toContain(secret.phone)
  })

  it('any digit under any salt or seed that the row discloses gives none of its hidden leaves', async () => {
    const all = (await rows()).filter(({ masks }) => masks.some(({ kind }) => kind === 'phone')).slice(0, 12)
    for (const row of all) {
      // seeds and salts have 16 bytes, digests 32: whatever stands behind whatever, each begins at one of these places
      const salts = pieces(Buffer.from(row.proof, 'base64'), 16)
      const leaves = new Set(salts.slice(1).map((half, i) => Buffer.concat([salts[i] ?? half, half]).toString('hex')))
      const derived = [...salts, ...salts.flatMap((seed) => childrenOf(seed))]
      let hits = 0
      for (const salt of derived) {
        for (const digit of '0123456789')
          if (leaves.has(Buffer.from(sha256(Buffer.concat([Buffer.of(0), salt, Buffer.from(digit)]))).toString('hex')))
            hits += 1
      }
      expect(hits, `row ${row.row}`).toBe(0)
    }
  })
})

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

/** What formats/commitment.md derives from a seed: field and block seeds, and the salts below a block's. */
function childrenOf(seed: Buffer): Buffer[] {
  const hash = (...parts: Buffer[]) => Buffer.from(sha256(Buffer.concat(parts)))
  const wide = (n: number, size: number) => {
    const bytes = Buffer.alloc(size)
    bytes.writeUIntBE(n, 0, size)
    return bytes
  }
  const salts = Array.from({ length: 12 }, (_, j) => pieces(hash(Buffer.of(2), seed, wide(j, 2)), 16)).flat()
  const blocks = Array.from({ length: 2 }, (_, b) => hash(Buffer.of(7), seed, wide(b, 4)).subarray(0, 16))
  const fields = Array.from({ length: 12 }, (_, k) => hash(Buffer.of(6), seed, Buffer.of(k)).subarray(0, 16))
  return [...salts, ...blocks, ...fields]
}

describe('the spreadsheet', () => {
  it('read by another reader has the same cells as the CSV', async () => {
    const sheet = String(membersOf(await opened.file(PACKAGE_FILES.xlsx)).get('xl/worksheets/sheet1.xml'))
    expect(sheetRows(sheet)).toEqual(await csvRows())
  })

  const soffice = spawnSync('soffice', ['--version']).status === 0
  it.skipIf(!soffice)('opens in LibreOffice with the same cells; skipped where soffice is not installed', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'cunzhen-sheet-'))
    try {
      writeFileSync(join(dir, 'records.xlsx'), await opened.file(PACKAGE_FILES.xlsx))
      const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false'
      execFileSync(
        'soffice',
        [
          '--headless',
          `-env:UserInstallation=file://${dir}/profile`,
          '--convert-to',
          filter,
          '--outdir',
          dir,
          join(dir, 'records.xlsx'),
        ],
        { stdio: 'ignore' },
      )
      const lines = readFileSync(join(dir, 'records.csv'), 'utf8').trimEnd().split(/\r?\n/)
      const plain = (line: string) => line.replaceAll('"', '')
      expect(lines.map(plain)).toEqual(
        (await csvRows()).map((cells) => plain(cells.map((cell) => `"${cell}"`).join(','))),
      )
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
