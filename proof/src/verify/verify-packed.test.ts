import { beforeAll, describe, expect, it } from 'vitest'
import { buildPackage, packedRowsOf, rowsOf, type TestHouse, testHouse } from '../../test/support/package.ts'
import { testSigner } from '../../test/support/signer.ts'
import {
  changed,
  changedLines,
  codes,
  type Files,
  found,
  readManifest,
  rebuildHashes,
  signManifest,
} from '../../test/support/tamper.ts'
import { utf8 } from '../bytes/bytes.ts'
import { PACKAGE_FILES, type PackedRow } from '../package/package.ts'
import { packedRowJson } from '../package/packed-row.ts'
import { verifyPackage } from './verify.ts'

const house = testSigner('house')
const PINNED = { trust: [house.verifierKey] }
const ROWS = PACKAGE_FILES.disclosures
let genuine: Files
let place: TestHouse
let rows: PackedRow[]

beforeAll(async () => {
  place = testHouse()
  rows = packedRowsOf(place)
  genuine = await buildPackage(house, place, rows)
})

describe('a package of version 2', () => {
  it('is genuine, shows what version 1 shows, and is smaller', async () => {
    const older = await buildPackage(house, place, rowsOf(place))
    const [verdict, before] = await Promise.all(
      [genuine, older].map((files) => verifyPackage(files, { ...PINNED, preview: 50 })),
    )
    expect(found(verdict ?? (before as never))).toEqual([])
    expect(verdict?.verdict).toBe('genuine')
    expect(verdict?.preview).toEqual(before?.preview)
    expect(verdict?.maskedCharacters).toBe(before?.maskedCharacters)
    expect(genuine.get(PACKAGE_FILES.csv)).toEqual(older.get(PACKAGE_FILES.csv))
    expect(genuine.get(ROWS)?.length).toBeLessThan(0.8 * (older.get(ROWS)?.length ?? 0))
  })

  it('holds rows of its own version only', async () => {
    for (const [files, v] of [
      [genuine, 1],
      [await buildPackage(house, place, rowsOf(place)), 2],
    ] as const) {
      const other = new Map(files)
      signManifest(other, { ...readManifest(files), v }, house)
      expect(codes(await verifyPackage(other, PINNED))).toContain('bad_row')
    }
    const unknown = new Map(genuine)
    signManifest(unknown, { ...readManifest(genuine), v: 4 as never }, house)
    expect(codes(await verifyPackage(unknown, PINNED))).toEqual(['bad_manifest'])
  })

  it('is wrong after a change of any byte of a row, whoever hashes and signs anew', async () => {
    const small = testHouse({ records: 2 })
    const files = await buildPackage(house, small, packedRowsOf(small))
    files.delete(PACKAGE_FILES.xlsx)
    signManifest(
      files,
      { ...readManifest(files), files: readManifest(files).files.filter(({ name }) => name !== PACKAGE_FILES.xlsx) },
      house,
    )
    expect((await verifyPackage(files, PINNED)).verdict).toBe('genuine')
    const bytes = files.get(ROWS) ?? new Uint8Array(0)
    const text = Buffer.from(bytes).toString('latin1')
    const words = [...text.matchAll(/"masks":\[.*?\]\]/g)].map(
      ({ index, 0: masks }) => [index, index + masks.length] as const,
    )
    for (let at = 0; at <= bytes.indexOf(0x0a); at++) {
      const other = new Map(files).set(ROWS, bytes.with(at, (bytes[at] ?? 0) ^ 1))
      rebuildHashes(other)
      signManifest(other, readManifest(other), house)
      const verdict = await verifyPackage(other, PINNED)
      // kinds and labels of masks are the house's word: of those only the statement in the ledger knows
      const isWord = words.some(([from, to]) => at >= from && at < to)
      const more = codes(verdict).filter((code) => code !== 'export_statement')
      expect([verdict.verdict, isWord || more.length > 0], `byte ${at}`).toEqual(['wrong', true])
    }
  }, 180_000)

  it.each<[string, (lines: string[]) => string[], string]>([
    ['a row less', (lines) => lines.toSpliced(4, 1), 'rows:row_missing:5'],
    ['a row twice', (lines) => lines.toSpliced(4, 0, lines[4] ?? ''), 'rows:row_doubled:5'],
    ['two rows in each other’s place', (lines) => swap(lines, 3, 4), 'rows:row_out_of_order:4'],
    ['what two rows open exchanged', (lines) => exchange(lines, 3, 4), 'rows:leaf_differs:4'],
    [
      'a guess in place of a mask',
      (lines) => lines.map((line, i) => (i === 0 ? guess(line) : line)),
      'rows:bad_disclosure:1',
    ],
    [
      'another time',
      (lines) => lines.map((line, i) => (i === 2 ? line.replace(/"sourceTs":\d+/, '"sourceTs":7') : line)),
      'rows:leaf_differs:3',
    ],
  ])('says what is wrong: %s', async (_, change, finding) => {
    const files = changedLines(genuine, ROWS, change)
    rebuildHashes(files)
    signManifest(files, readManifest(files), house)
    expect(found(await verifyPackage(files, PINNED))).toContain(finding)
  })

  it('names the row of which a shown word was changed', async () => {
    const files = changed(genuine, ROWS, (text) => text.replace('请回电', '不必回'))
    const row = rows.find(({ shown }) => shown.some((text) => text.includes('请回电')))?.row
    expect(found(await verifyPackage(files, PINNED))).toContain(`rows:leaf_differs:${row}`)
  })

  it('ends in bounded memory where a mask claims to hide more than there is', async () => {
    const first = rows[0]
    if (first === undefined) throw new Error('there are rows')
    const masks = [{ field: 'body', start: 0, end: 2 ** 52, kind: 'name' } as const]
    const files = new Map(genuine).set(ROWS, utf8(`${packedRowJson({ ...first, masks })}\n`))
    expect(codes(await verifyPackage(files, PINNED))).toContain('bad_disclosure')
  })
})

function swap(lines: string[], a: number, b: number): string[] {
  return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '')
}

/** What two lines open, under each other's number and entry. */
function exchange(lines: string[], a: number, b: number): string[] {
  const read = (i: number) => JSON.parse(lines[i] ?? '')
  const mix = (head: object, open: { masks: unknown; proof: unknown; shown: unknown }) =>
    `${JSON.stringify({ ...head, masks: open.masks, proof: open.proof, shown: open.shown })}\n`
  return lines.with(a, mix(read(a), read(b))).with(b, mix(read(b), read(a)))
}

/** The first mask of a text taken away, and something written in its place. */
function guess(line: string): string {
  const row = JSON.parse(line)
  row.masks = row.masks.filter(([field]: [string]) => field !== 'senderName')
  row.shown = row.shown.map((text: string) => (text === '张' ? '张小凡' : text))
  return `${JSON.stringify(row)}\n`
}
