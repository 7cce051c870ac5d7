import { beforeAll, describe, expect, it } from 'vitest'
import {
  addStatement,
  buildPackage,
  cellsOf,
  type Files,
  readManifest,
  readRows,
  rebuildHashes,
  rowsOf,
  signManifest,
  type TestHouse,
  testHouse,
  testSigner,
  xlsxOf,
} from '../test/support/package.ts'
import { chanceFrom } from '../test/support/sample.ts'
import { utf8 } from './bytes.ts'
import { ProofError } from './errors.ts'
import { canonicalJson } from './jcs.ts'
import { type Manifest, PACKAGE_FILES, type Row } from './package.ts'
import type { PackageReader } from './reader.ts'
import { BYTE_ORDER_MARK, csvLine, headings } from './render.ts'
import type { FindingCode, Verdict } from './verdict.ts'
import { verifyPackage } from './verify.ts'

const house = testSigner('house')
const stranger = testSigner('stranger')
const PINNED = { trust: [house.verifierKey] }
let genuine: Files
let place: TestHouse

beforeAll(async () => {
  place = testHouse()
  genuine = await buildPackage(house, place)
}, 30_000)

/** Codes of all findings, with the row where there is one: `csv:row_altered:17`. */
function found(verdict: Verdict): string[] {
  return verdict.checks.flatMap(({ id, findings }) =>
    findings.map(({ code, row }) => `${id}:${code}${row === undefined ? '' : `:${row}`}`),
  )
}

function codes(verdict: Verdict): FindingCode[] {
  return verdict.checks.flatMap((check) => check.codes)
}

function textOf(files: Files, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString('utf8')
}

/** A copy of the genuine package with one text file changed. */
function changed(name: string, change: (text: string) => string): Files {
  const files = new Map(genuine)
  const before = textOf(files, name)
  const after = change(before)
  if (after === before) throw new Error('nothing changed')
  files.set(name, utf8(after))
  return files
}

function changedLines(name: string, change: (lines: string[]) => string[]): Files {
  return changed(name, (text) => change(text.split(/(?<=\n)/)).join(''))
}

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
      ['files', 'passed', 8],
      ['rows', 'passed', 40],
      ['csv', 'passed', 40],
      ['ledger', 'passed', 46],
      ['statements', 'passed', 6],
      ['counts', 'passed', 2],
      ['xlsx', 'passed', 40],
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
  }, 60_000)
})

describe('rows of the CSV', () => {
  const line = (row: number): number => row // the heading is line 0

  it('names a dropped row', async () => {
    const files = changedLines(PACKAGE_FILES.csv, (lines) => lines.toSpliced(line(17), 1))
    expect(found(await verifyPackage(files, PINNED))).toContain('csv:row_missing:17')
  })

  it('names a doubled row', async () => {
    const files = changedLines(PACKAGE_FILES.csv, (lines) => lines.toSpliced(line(30), 0, lines[line(17)] ?? ''))
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
      const files = changedLines(PACKAGE_FILES.csv, (lines) => {
        const rest = lines.toSpliced(line(from), 1)
        return rest.toSpliced(line(to), 0, lines[line(from)] ?? '')
      })
      const verdict = await verifyPackage(files, PINNED)
      expect(found(verdict).filter((finding) => finding.startsWith('csv'))).toEqual([`csv:row_moved:${from}`])
    }
  })

  it('names several things at once', async () => {
    const files = changedLines(PACKAGE_FILES.csv, (lines) => {
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
      const files = changedLines(PACKAGE_FILES.csv, (lines) =>
        lines.with(line(3), (lines[line(3)] ?? '').replace('138****8000', guess)),
      )
      rebuildHashes(files)
      expect(found(await verifyPackage(files, PINNED))).toContain('csv:row_altered:3')
    }
  })

  it('notices other headings, a line too many, bytes that are no UTF-8, another line end', async () => {
    const cases: [Files, FindingCode][] = [
      [changed(PACKAGE_FILES.csv, (text) => text.slice(1)), 'headings_differ'],
      [changed(PACKAGE_FILES.csv, (text) => text.replace('行号', '号行')), 'headings_differ'],
      [changed(PACKAGE_FILES.csv, (text) => `${text}"99","more"\r\n`), 'row_unknown'],
      [changed(PACKAGE_FILES.csv, (text) => text.slice(0, -2)), 'row_altered'],
      [changed(PACKAGE_FILES.csv, (text) => text.replaceAll('\r\n', '\n')), 'row_altered'],
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
  }, 30_000)

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
    const files = changed(PACKAGE_FILES.conversations, (text) => text.replace(/"key":"../, '"key":"00'))
    expect((await verifyPackage(files, PINNED)).verdict).toBe('wrong')
  })
})

function setField(row: Row, k: number, item: object): void {
  if (!('fields' in row.open)) throw new Error('rows of the sample are partly hidden')
  row.open.fields[k] = item as (typeof row.open.fields)[number] // wrong on purpose
}

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
      expect(verdict.checks.filter(({ state }) => state === 'skipped')).toHaveLength(9)
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
      const files = changed(PACKAGE_FILES.manifest, (text) => text.replace(from, to))
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

describe('hostile packages', () => {
  it('a missing, a foreign, a doubled and an unlisted file are named', async () => {
    for (const name of genuine.keys()) {
      const files = new Map(genuine)
      files.delete(name)
      const verdict = await verifyPackage(files, PINNED)
      expect(verdict.verdict).toBe('wrong')
      const named = verdict.checks.some(({ findings }) => findings.some(({ file }) => file === name))
      expect(named, name).toBe(true)
    }
    const foreign = new Map(genuine).set('data/../x\u001b[2J.exe', utf8('x'))
    const verdict = await verifyPackage(foreign, PINNED)
    expect(verdict.checks[0]?.findings).toEqual([{ code: 'unexpected_file', file: 'data/../x?[2J.exe' }])
    const doubled: PackageReader = {
      files: [...genuine, ...genuine].map(([name, bytes]) => ({ name, size: bytes.length })),
      async *read(name) {
        yield genuine.get(name) ?? new Uint8Array(0)
      },
    }
    expect(codes(await verifyPackage(doubled, PINNED))).toEqual(['duplicate_file'])
  })

  it('a file that breaks off, or gives more than its bounds, is named and nothing is thrown', async () => {
    for (const name of genuine.keys()) {
      for (const code of ['bad_zip', 'file_too_large', 'compression_ratio'] as const) {
        const breaking: PackageReader = {
          files: [...genuine].map(([each, bytes]) => ({ name: each, size: bytes.length })),
          async *read(each) {
            const bytes = genuine.get(each) ?? new Uint8Array(0)
            yield bytes.subarray(0, 100)
            if (each === name) throw new ProofError(code, each)
            yield bytes.subarray(100)
          },
        }
        const verdict = await verifyPackage(breaking, PINNED)
        expect(verdict.verdict, name).toBe('wrong')
      }
    }
  }, 30_000)

  it('a line without end and a manifest without end are given up, not kept', async () => {
    let given = 0
    const endless: PackageReader = {
      files: [...genuine].map(([name, bytes]) => ({ name, size: bytes.length })),
      async *read(name) {
        if (name !== PACKAGE_FILES.disclosures && name !== PACKAGE_FILES.statements) {
          yield genuine.get(name) ?? new Uint8Array(0)
          return
        }
        for (let i = 0; i < 1000; i++) {
          given++
          yield new Uint8Array(1024 * 1024).fill(0x20)
        }
      },
    }
    expect((await verifyPackage(endless, PINNED)).verdict).toBe('wrong')
    expect(given).toBeLessThan(60)
  }, 30_000)

  it('a manifest that claims a billion rows costs nothing', async () => {
    const files = new Map(genuine)
    rebuildHashes(files, (manifest) => {
      manifest.rows = 1_000_000_000
    })
    signManifest(files, readManifest(files), house)
    expect(codes(await verifyPackage(files, PINNED))).toContain('rows_differ')
  })

  it('random nonsense in every file never makes it throw', async () => {
    const chance = chanceFrom(7)
    for (let i = 0; i < 60; i++) {
      const files = new Map(genuine)
      const name = chance.pick([...genuine.keys()])
      const bytes = genuine.get(name) ?? new Uint8Array(0)
      const from = chance.below(bytes.length)
      const cut = bytes.slice(from, from + chance.below(400))
      const noise = Uint8Array.from({ length: chance.below(50) }, () => chance.below(256))
      files.set(
        name,
        chance.below(2) === 0 ? cut : new Uint8Array(Buffer.concat([bytes.subarray(0, from), noise, cut])),
      )
      if (chance.below(2) === 0 && name !== PACKAGE_FILES.manifest) rebuildHashes(files)
      expect((await verifyPackage(files, PINNED)).verdict).toBe('wrong')
    }
  }, 30_000)
})
