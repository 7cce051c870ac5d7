import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  csvLine,
  DAT_FIELDS,
  type DatField,
  datHeading,
  datRow,
  factsLine,
  fileStem,
  optLine,
  pageNumber,
  pagePrefix,
  type ShownRow,
} from '@cunzhen/proof'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Spool } from '../containers/spool.ts'
import { ZipWriter } from '../containers/zip.ts'
import type { ExportJob } from '../register/job.ts'
import { chatDays, MOST_DOCUMENTS } from './documents.ts'
import { volumesOf } from './pages.ts'
import { shownRow } from './shown-row.test-support.ts'
import { shownRows } from './shown-rows.ts'
import { writeFormats } from './write.ts'

const row = (n: number, time: string, conv = 1, body = 'x') => shownRow(n, { time, conv, body })

const at = (day: string) => `${day} 10:00:00 +08:00`

async function* from(rows: readonly ShownRow[]): AsyncGenerator<ShownRow> {
  yield* rows
}

async function daysOf(rows: readonly ShownRow[]): Promise<[stem: string, rows: number][]> {
  const days: [string, number][] = []
  for await (const day of chatDays(from(rows))) days.push([fileStem(day), day.rows.length])
  return days
}

describe('documents', () => {
  it('are one conversation and one day; undated rows and years that no date can have are their own', async () => {
    const rows = [
      row(1, at('2026-01-01')),
      row(2, at('2026-01-01')),
      row(3, at('2026-01-02')),
      row(4, ''),
      row(5, '9007199254740991'),
      row(6, at('2026-01-02'), 2),
    ]
    expect(await daysOf(rows)).toEqual([
      ['00001_2026-01-01', 2],
      ['00001_2026-01-02', 1],
      ['00001_undated', 2],
      ['00002_2026-01-02', 1],
    ])
    expect(await daysOf([])).toEqual([])
  })

  it('have each a name of its own where rows without a date stand before the first day and behind the last', async () => {
    const long = 'x'.repeat(5 * 1024 * 1024)
    const rows = [
      row(1, '-99999999999999', 1, long),
      row(2, '-99999999999998'),
      row(3, at('2026-01-01')),
      row(4, ''),
      row(5, '-99999999999999', 2),
      row(6, '', 2),
    ]
    expect(await daysOf(rows)).toEqual([
      ['00001_undated', 1],
      ['00001_undated_2', 1],
      ['00001_2026-01-01', 1],
      ['00001_undated_3', 1],
      ['00002_undated', 2],
    ])
  })

  it('are cut where a day is longer than a file may be, by rows and by text', async () => {
    const many = Array.from({ length: 4500 }, (_, n) => row(n, at('2026-01-01')))
    expect(await daysOf([...many, row(9, at('2026-01-02'))])).toEqual([
      ['00001_2026-01-01', 2000],
      ['00001_2026-01-01_2', 2000],
      ['00001_2026-01-01_3', 500],
      ['00001_2026-01-02', 1],
    ])
    const long = 'x'.repeat(3 * 1024 * 1024)
    const large = Array.from({ length: 3 }, (_, n) => row(n, at('2026-01-01'), 1, long))
    expect((await daysOf(large)).map(([, count]) => count)).toEqual([2, 1])
  })

  it('and volumes hold every row once, in order', async () => {
    const many = Array.from({ length: 6001 }, (_, n) => row(n, at('2026-01-01')))
    const volumes: number[] = []
    const seen: string[] = []
    for await (const held of volumesOf(from(many))) {
      volumes.push(held.length)
      seen.push(...held.map(({ cells }) => cells[0] ?? ''))
    }
    expect(volumes).toEqual([2500, 2500, 1001])
    expect(seen).toEqual(many.map(({ cells }) => cells[0]))
  })
})

describe('a load file', () => {
  it('holds its own delimiters nowhere but where they part values', () => {
    const values = Object.fromEntries(DAT_FIELDS.map((name) => [name, 'a\u00feb\u0014c\u00aed\r\ne'])) as Record<
      DatField,
      string
    > // from the list itself
    const line = datRow(values)
    expect(line.endsWith('\r\n')).toBe(true)
    expect(line.slice(0, -2).split('\u0014')).toHaveLength(DAT_FIELDS.length)
    expect(line.match(/\u00fe/g)).toHaveLength(DAT_FIELDS.length * 2)
    expect(line).toContain('a〖U+00FE〗b〖U+0014〗c〖U+00AE〗d\u00aee')
    expect(datHeading().startsWith('\ufeff\u00feBEGDOC\u00fe\u0014')).toBe(true)
    expect(optLine('V', { begDoc: 'B', path: '.\\p.pdf', pages: 3 })).toBe('B,V,.\\p.pdf,Y,,,3\r\n')
    expect(pageNumber(pagePrefix('E-2026-0001'), 12)).toBe('E20260001-000012')
  })
})

describe('more documents than a package may hold', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'cunzhen-documents-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('are left out and told, before the first is written; other formats are not', async () => {
    const lines = await Spool.create(join(dir, 'lines'))
    const facts = await Spool.create(join(dir, 'facts'))
    for (let n = 0; n <= MOST_DOCUMENTS; n += 1) {
      await lines.add(Buffer.from(csvLine(row(n + 1, at('2026-01-01'), n + 1).cells)))
      await facts.add(Buffer.from(factsLine({ conv: n + 1, kinds: ['name', 'phone'] })))
    }
    const [first] = await Array.fromAsync(shownRows(lines, facts))
    expect(first).toMatchObject({ conv: 1, kinds: ['name', 'phone'] })
    const job = {
      formats: ['json', 'rsmf'],
      number: 'E-2026-0001',
      language: 'zh',
      houseName: 'h',
    } as unknown as ExportJob // what it reads of one
    const zip = new ZipWriter(async () => undefined, null)
    const parts = {
      job,
      caseNo: '',
      rows: MOST_DOCUMENTS + 1,
      zip,
      lines,
      facts,
      desk: { progress: async () => undefined },
    }
    const { written, leftOut } = await writeFormats(parts)
    expect([leftOut, written.map(({ name }) => name)]).toEqual(['too_many_documents', ['data/records.json']])
    await lines.remove()
    await facts.remove()
  })
})
