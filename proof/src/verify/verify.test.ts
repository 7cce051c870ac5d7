import { beforeAll, describe, expect, it } from 'vitest'
import { buildPackage, type TestHouse, testHouse } from '../../test/support/package.ts'
import { chanceFrom } from '../../test/support/sample.ts'
import { testSigner } from '../../test/support/signer.ts'
import {
  changed,
  changedLines,
  codes,
  type Files,
  found,
  readManifest,
  readRows,
  rebuildHashes,
  signManifest,
} from '../../test/support/tamper.ts'
import { utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { canonicalJson } from '../bytes/jcs.ts'
import { PACKAGE_FILES, type Row } from '../package/package.ts'
import type { FindingCode } from './verdict.ts'
import { verifyPackage } from './verify.ts'

const house = testSigner('house')
const stranger = testSigner('stranger')
const PINNED = { trust: [house.verifierKey] }
let genuine: Files
let place: TestHouse

beforeAll(async () => {
  place = testHouse()
  genuine = await buildPackage(house, place)
})

describe('a genuine package', () => {
  it('is genuine under the key that the caller has, and says what it looked at', async () => {
    const verdict = await verifyPackage(genuine, { ...PINNED, preview: 2 })
    expect(found(verdict)).toEqual([])
    expect(verdict).toMatchObject({ verdict: 'genuine', ok: true, pinned: true, rows: 40, signer: house.verifierKey })
    expect(verdict.checks.map(({ id, state, count }) => [id, state, count])).toEqual([
      ['container', 'passed', 10],
      ['manifest', 'passed', 1],
      ['signature', 'passed', 1],
      ['checkpoint', 'passed', 1],
      ['stamps', 'skipped', 0],
      ['cosignatures', 'skipped', 0],
      ['files', 'passed', 8],
      ['rows', 'passed', 40],
      ['csv', 'passed', 40],
      ['ledger', 'passed', 46],
      ['statements', 'passed', 6],
      ['counts', 'passed', 2],
      ['completeness', 'skipped', 0],
      ['xlsx', 'passed', 40],
      ['json', 'skipped', 0],
      ['rsmf', 'skipped', 0],
      ['load', 'skipped', 0],
    ])
    expect(verdict.maskedCharacters).toBeGreaterThan(40 * 6)
    expect(verdict.preview).toHaveLength(2)
    expect(verdict.preview[0]?.[10]).toBe('我是张小凡，电话138****8000，请回电。')
  })

  it('without any key is consistent, and says that nobody pinned one', async () => {
    expect(await verifyPackage(genuine)).toMatchObject({ verdict: 'not_pinned', ok: true, pinned: false })
  })

  it('is refused when the caller trusts other keys only', async () => {
    const verdict = await verifyPackage(genuine, { trust: [stranger.verifierKey] })
    expect(verdict).toMatchObject({ verdict: 'wrong', pinned: false })
    expect(found(verdict)).toEqual(['signature:signer_not_trusted'])
  })

  it('passes without the spreadsheet when the manifest lists none', async () => {
    const files = new Map(genuine)
    files.delete(PACKAGE_FILES.xlsx)
    const manifest = readManifest(files)
    manifest.files = manifest.files.filter(({ name }) => name !== PACKAGE_FILES.xlsx)
    signManifest(files, manifest, house)
    const verdict = await verifyPackage(files, PINNED)
    expect(verdict.verdict).toBe('genuine')
    expect(verdict.checks.find(({ id }) => id === 'xlsx')?.state).toBe('skipped')
  })

  it('refuses a trusted key that is none', async () => {
    await expect(verifyPackage(genuine, { trust: ['nonsense'] })).rejects.toThrow(new ProofError('bad_verifier_key'))
  })
})

describe('an altered byte', () => {
  it('in any file is noticed and the file named, hashes rebuilt or not', async () => {
    const chance = chanceFrom(6)
    for (const [name, bytes] of genuine) {
      for (let i = 0; i < 6; i++) {
        const files = new Map(genuine)
        const altered = bytes.slice()
        const at = i === 0 ? 0 : i === 1 ? bytes.length - 1 : chance.below(bytes.length)
        altered[at] = (altered[at] ?? 0) ^ (1 << chance.below(8))
        files.set(name, altered)
        const verdict = await verifyPackage(files, PINNED)
        expect(verdict.verdict, `${name} at ${at}`).toBe('wrong')
        const named = verdict.checks.some(({ findings }) => findings.some(({ file }) => file === name))
        expect(named, `${name} at ${at}`).toBe(true)
        if (name === PACKAGE_FILES.manifest || name === PACKAGE_FILES.note) continue
        rebuildHashes(files)
        const rebuilt = await verifyPackage(files, PINNED)
        expect(rebuilt.verdict).toBe('wrong')
        expect(codes(rebuilt)).toContain('signed_text_differs')
      }
    }
  })
})

describe('rows of the CSV', () => {
  const line = (row: number): number => row // the heading is line 0

  it('names a dropped row', async () => {
    const files = changedLines(genuine, PACKAGE_FILES.csv, (lines) => lines.toSpliced(line(17), 1))
    expect(found(await verifyPackage(files, PINNED))).toContain('csv:row_missing:17')
  })

  it('names a doubled row', async () => {
    const files = changedLines(genuine, PACKAGE_FILES.csv, (lines) =>
      lines.toSpliced(line(30), 0, lines[line(17)] ?? ''),
    )
    const verdict = await verifyPackage(files, PINNED)
    expect(found(verdict).filter((finding) => finding.startsWith('csv'))).toEqual(['csv:row_doubled:17'])
  })

  it('names a moved row, whichever way it went', async () => {
    for (const [from, to] of [
      [17, 30],
      [30, 17],
      [1, 40],
      [40, 1],
    ] as const) {
      const files = changedLines(genuine, PACKAGE_FILES.csv, (lines) => {
        const rest = lines.toSpliced(line(from), 1)
        return rest.toSpliced(line(to), 0, lines[line(from)] ?? '')
      })
      const verdict = await verifyPackage(files, PINNED)
      expect(found(verdict).filter((finding) => finding.startsWith('csv'))).toEqual([`csv:row_moved:${from}`])
    }
  })

  it('names several things at once', async () => {
    const files = changedLines(genuine, PACKAGE_FILES.csv, (lines) => {
      const copy = [...lines]
      copy[line(5)] = (copy[line(5)] ?? '').replace('138****8000', '13800138000')
      copy[line(9)] = ''
      copy[line(20)] = (copy[line(20)] ?? '') + (copy[line(20)] ?? '')
      return copy
    })
    const csv = found(await verifyPackage(files, PINNED)).filter((finding) => finding.startsWith('csv'))
    expect(csv.sort()).toEqual(['csv:row_altered:5', 'csv:row_doubled:20', 'csv:row_missing:9'])
  })

  it('names the row where a guess stands instead of the mask', async () => {
    for (const guess of ['13800138000', '138*1**8000', '138****8001', '138***8000']) {
      const files = changedLines(genuine, PACKAGE_FILES.csv, (lines) =>
        lines.with(line(3), (lines[line(3)] ?? '').replace('138****8000', guess)),
      )
      rebuildHashes(files)
      expect(found(await verifyPackage(files, PINNED))).toContain('csv:row_altered:3')
    }
  })

  it('notices other headings, a line too many, bytes that are no UTF-8, another line end', async () => {
    const cases: [Files, FindingCode][] = [
      [changed(genuine, PACKAGE_FILES.csv, (text) => text.slice(1)), 'headings_differ'],
      [changed(genuine, PACKAGE_FILES.csv, (text) => text.replace('行号', '号行')), 'headings_differ'],
      [changed(genuine, PACKAGE_FILES.csv, (text) => `${text}"99","more"\r\n`), 'row_unknown'],
      [changed(genuine, PACKAGE_FILES.csv, (text) => text.slice(0, -2)), 'row_altered'],
      [changed(genuine, PACKAGE_FILES.csv, (text) => text.replaceAll('\r\n', '\n')), 'row_altered'],
      [new Map(genuine).set(PACKAGE_FILES.csv, Uint8Array.of(0xff, 0xfe, 0x0a, 0xff)), 'row_missing'],
      [new Map(genuine).set(PACKAGE_FILES.csv, new Uint8Array(0)), 'row_missing'],
    ]
    for (const [files, code] of cases) expect(codes(await verifyPackage(files, PINNED))).toContain(code)
  })
})

describe('rows of the disclosures', () => {
  const lineOf = (row: Row): string => `${canonicalJson(row)}\n`
  const withRows = (change: (rows: Row[]) => Row[]): Files => {
    const files = new Map(genuine)
    files.set(PACKAGE_FILES.disclosures, utf8(change(readRows(genuine)).map(lineOf).join('')))
    rebuildHashes(files)
    return files
  }

  it('names a dropped, a doubled and a moved row', async () => {
    expect(
      found(
        await verifyPackage(
          withRows((rows) => rows.toSpliced(16, 1)),
          PINNED,
        ),
      ),
    ).toContain('rows:row_missing:17')
    const doubled = withRows((rows) => rows.toSpliced(17, 0, rows[16] as Row))
    expect(found(await verifyPackage(doubled, PINNED))).toContain('rows:row_doubled:17')
    const moved = withRows((rows) => rows.toSpliced(16, 1).toSpliced(30, 0, rows[16] as Row))
    expect(found(await verifyPackage(moved, PINNED))).toContain('rows:row_moved:17')
  })

  it('names the row whose text, time, number, place or salt was changed', async () => {
    const changes: ((row: Row) => void)[] = [
      (row) => {
        row.seq += 1
      },
      (row) => {
        row.index += 1
      },
      (row) => {
        row.archiveTs += 1
      },
      (row) => {
        row.sourceTs = (row.sourceTs ?? 0) + 1
      },
      (row) => {
        row.conv = row.conv === 1 ? 2 : 1
      },
      (row) => {
        row.leaf = row.leaf.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))
      },
      (row) => setField(row, 11, { t: '我没有说过', seed: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      (row) => setField(row, 4, { t: '13812348000', seed: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      (row) => setField(row, 8, { t: 'recall', seed: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      (row) => setField(row, 10, { h: `${'A'.repeat(43)}=` }),
      (row) => void row.masks.pop(),
      (row) => void row.masks.push({ field: 'body', start: 0, end: 1, kind: 'name' }),
      (row) => void Object.assign(row.masks[2] ?? {}, { end: 8 }),
      (row) => void Object.assign(row.masks[3] ?? {}, { label: '〖x〗' }),
      (row) => void Object.assign(row, { more: 1 }),
    ]
    for (const change of changes) {
      const files = withRows((rows) => {
        const row = structuredClone(rows[22] as Row)
        change(row)
        return rows.with(22, row)
      })
      const verdict = await verifyPackage(files, PINNED)
      const rows = verdict.checks.flatMap(({ findings }) => findings.map((finding) => finding.row))
      expect(verdict.verdict).toBe('wrong')
      expect(rows, String(change)).toContain(23)
    }
  })

  it('notices rows out of their declared order, and lines that are no rows', async () => {
    const swapped = withRows((rows) => {
      const [a, b] = [rows[3], rows[4]] as [Row, Row]
      return rows.with(3, { ...b, row: 4 }).with(4, { ...a, row: 5 })
    })
    expect(found(await verifyPackage(swapped, PINNED))).toContain('rows:row_out_of_order:5')
    for (const text of ['', '\n', '{}\n', 'null\n', '[]\n', '{"row":1}', '\u0000\n', '{"row":1e99}\n']) {
      const verdict = await verifyPackage(new Map(genuine).set(PACKAGE_FILES.disclosures, utf8(text)), PINNED)
      expect(verdict.verdict).toBe('wrong')
    }
  })

  it('a conversation whose key is disclosed must be the one that its rows name', async () => {
    const files = changed(genuine, PACKAGE_FILES.conversations, (text) => text.replace(/"key":"../, '"key":"00'))
    expect((await verifyPackage(files, PINNED)).verdict).toBe('wrong')
  })
})

function setField(row: Row, k: number, item: object): void {
  if (!('fields' in row.open)) throw new Error('rows of the sample are partly hidden')
  row.open.fields[k] = item as (typeof row.open.fields)[number] // wrong on purpose
}
