import { beforeAll, describe, expect, it } from 'vitest'
import { xlsxOf } from '../../test/support/containers.ts'
import { addStatement, buildPackage, cellsOf, rowsOf, type TestHouse, testHouse } from '../../test/support/package.ts'
import { testSigner } from '../../test/support/signer.ts'
import {
  changed,
  codes,
  type Files,
  found,
  readManifest,
  readRows,
  rebuildHashes,
  signManifest,
} from '../../test/support/tamper.ts'
import { utf8 } from '../bytes/bytes.ts'
import { canonicalJson } from '../bytes/jcs.ts'
import { type Manifest, PACKAGE_FILES, type Row } from '../package/package.ts'
import { BYTE_ORDER_MARK, csvLine, headings } from '../render/render.ts'
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

describe('a manifest rebuilt', () => {
  it('without the key is noticed whatever it says', async () => {
    const changes: ((manifest: Manifest) => void)[] = [
      (manifest) => {
        manifest.rows = 39
      },
      (manifest) => {
        manifest.export.caseNo = '#2023-0877'
      },
      (manifest) => {
        manifest.house.name = '别家'
      },
      (manifest) => {
        manifest.ledger.size += 1
      },
      (manifest) => void manifest.approvals.pop(),
      (manifest) => {
        manifest.house.key = stranger.verifierKey
      },
    ]
    for (const change of changes) {
      const files = new Map(genuine)
      rebuildHashes(files, change)
      expect((await verifyPackage(files)).verdict).toBe('wrong')
    }
  })

  it('and signed with another key is refused under trust, and not pinned without', async () => {
    const files = await buildPackage(stranger, place)
    expect((await verifyPackage(files)).verdict).toBe('not_pinned')
    const verdict = await verifyPackage(files, PINNED)
    expect(found(verdict)).toEqual(['signature:signer_not_trusted'])
  })

  it('signed with another key over the house\u2019s own checkpoint fails even without trust', async () => {
    const files = new Map(genuine)
    const manifest = readManifest(files)
    manifest.house.key = stranger.verifierKey
    signManifest(files, manifest, stranger)
    expect(found(await verifyPackage(files))).toContain('checkpoint:bad_checkpoint')
  })

  it('a signature of another house\u2019s name, or of another text, does not count', async () => {
    const other = testSigner('house', 'elsewhere.example/evidence')
    const files = new Map(genuine)
    const manifest = readManifest(files)
    manifest.house.key = other.verifierKey
    signManifest(files, manifest, other)
    expect(codes(await verifyPackage(files))).toContain('bad_manifest')
    const swapped = new Map(genuine).set(PACKAGE_FILES.note, genuine.get(PACKAGE_FILES.checkpoint) ?? new Uint8Array(0))
    expect(codes(await verifyPackage(swapped))).toContain('signed_text_differs')
  })

  it.each(['', '{}', 'null', '{"v":1}', '\ufeff{}', '{"format":"cunzhen/evidence-package","v":2}'])(
    'does not read %j as a manifest, and skips what rests on one',
    async (text) => {
      const verdict = await verifyPackage(new Map(genuine).set(PACKAGE_FILES.manifest, utf8(text)))
      expect(codes(verdict)).toEqual(['bad_manifest'])
      expect(verdict.checks.filter(({ state }) => state === 'skipped')).toHaveLength(15)
      expect(verdict.manifest).toBeNull()
    },
  )

  it('with a space, a doubled key or a key too many is not the manifest', async () => {
    for (const [from, to] of [
      ['"rows":40', '"rows": 40'],
      ['"rows":40', '"rows":40,"rows":40'],
      ['"scope":', '"remark":"x","scope":'],
      ['"rows":40', '"rows":-1'],
      ['"zone":480', '"zone":841'],
    ] as const) {
      const files = changed(genuine, PACKAGE_FILES.manifest, (text) => text.replace(from, to))
      expect(codes(await verifyPackage(files))).toContain('bad_manifest')
    }
  })
})

describe('a house that signs what its ledger does not hold', () => {
  /** The dishonest house: everything rebuilt and signed with the true key; only the ledger is as it is. */
  async function resigned(rows: Row[]): Promise<Files> {
    const files = new Map(genuine)
    const cells = cellsOf(rows)
    files.set(PACKAGE_FILES.disclosures, utf8(rows.map((row) => `${canonicalJson(row)}\n`).join('')))
    files.set(PACKAGE_FILES.csv, utf8(BYTE_ORDER_MARK + [headings('zh'), ...cells].map(csvLine).join('')))
    files.set(PACKAGE_FILES.xlsx, await xlsxOf([headings('zh'), ...cells]))
    rebuildHashes(files, (manifest) => {
      manifest.rows = rows.length
      for (const count of manifest.conversations) {
        const seqs = rows.filter(({ conv }) => conv === count.conv).map(({ seq }) => seq)
        Object.assign(count, { rows: seqs.length, firstSeq: Math.min(...seqs), lastSeq: Math.max(...seqs) })
      }
    })
    signManifest(files, readManifest(files), house)
    return files
  }

  it('cannot leave out a row: the export statement and the shared proof say so', async () => {
    const rows = readRows(genuine)
      .toSpliced(16, 1)
      .map((row, i) => ({ ...row, row: i + 1 }))
    const verdict = await verifyPackage(await resigned(rows), PINNED)
    expect(found(verdict)).toEqual([
      expect.stringMatching(/^ledger:(bad_inclusion|root_differs)$/),
      'statements:export_statement',
      'statements:export_statement',
      'statements:export_statement',
    ])
  })

  it('cannot put in another house\u2019s row', async () => {
    const elsewhere = rowsOf(testHouse({ body: () => '我同意' }))
    const rows = readRows(genuine).with(20, elsewhere[20] as Row)
    expect(codes(await verifyPackage(await resigned(rows), PINNED))).toContain('root_differs')
  })

  it('cannot show less masked what is hidden, nor claim decisions over another scope', async () => {
    const refused = testHouse()
    addStatement(refused, 'decision', { stage: 'legal', outcome: 'refused', scope: '00'.repeat(32) })
    const verdict = await verifyPackage(await buildPackage(house, refused), PINNED)
    expect(codes(verdict)).toEqual(['scope_differs', 'not_approved'])
  })

  it('cannot export without a decision, nor on a consent that was withdrawn', async () => {
    const none = testHouse()
    none.statements = none.statements.filter(({ type }) => type !== 'decision')
    expect(codes(await verifyPackage(await buildPackage(house, none), PINNED))).toEqual(['no_decision'])
    const withdrawn = testHouse()
    addStatement(withdrawn, 'consent', { outcome: 'withdrawn' })
    expect(codes(await verifyPackage(await buildPackage(house, withdrawn), PINNED))).toEqual(['not_agreed'])
  })

  it('cannot let a statement carry a customer\u2019s words', async () => {
    const talking = testHouse()
    addStatement(talking, 'consent', { outcome: 'agreed', note: '张小凡' })
    expect(codes(await verifyPackage(await buildPackage(house, talking), PINNED))).toContain('bad_statements')
  })

  it('cannot show the same message twice', async () => {
    const rows = rowsOf(place)
    const twice = [...rows, { ...(rows[39] as Row), row: 41 }]
    const verdict = await verifyPackage(await buildPackage(house, place, twice), PINNED)
    expect(codes(verdict)).toEqual(expect.arrayContaining(['row_out_of_order', 'entry_doubled', 'seq_doubled']))
  })

  it('cannot let the spreadsheet say something else', async () => {
    const cells = cellsOf(readRows(genuine))
    const wrong = cells.with(7, (cells[7] ?? []).with(10, '改过的内容'))
    for (const [table, code] of [
      [[headings('zh'), ...wrong], 'xlsx:row_altered:8'],
      [[headings('zh'), ...cells.slice(1)], 'xlsx:rows_differ'],
      [[headings('zh'), ...cells, cells[0] ?? []], 'xlsx:row_unknown:41'],
      [cells, 'xlsx:headings_differ'],
    ] as const) {
      const files = new Map(genuine).set(PACKAGE_FILES.xlsx, await xlsxOf(table))
      rebuildHashes(files)
      signManifest(files, readManifest(files), house)
      expect(found(await verifyPackage(files, PINNED))).toContain(code)
    }
  })
})
