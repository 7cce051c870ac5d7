import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  canonicalJson,
  cellText,
  csvLine,
  encodeEntry,
  openPacked,
  parsePackedRow,
  type RecordFields,
  recordDigest,
  rowCells,
} from '@cunzhen/proof'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildRoster, DEFAULT_MASKS, pseudonymsFor } from '#redaction'
import { cellsOf } from '../containers/csv-cells.ts'
import { Spool } from '../containers/spool.ts'
import { buildRow } from './row.ts'

const roster = buildRoster('1', [{ name: '张伟', person: 'par_1', kind: 'name' }])
const label = pseudonymsFor(new Uint8Array(32), 'en')
const rule = { version: 4, language: 'en', zone: 480, labels: ['Conversation 1'] } as const

const PIECES = [
  '张伟',
  '13800138000',
  '"',
  '\\',
  '\n',
  '\u2028',
  '😀',
  'é',
  'e\u0301',
  ' ',
  'abc',
  '〖',
  '*',
  '\u0000',
  '一'.repeat(70),
  '张总',
  'a@example.com',
  ',',
  '","',
]

function fieldsOf(random: (n: number) => number): RecordFields {
  const text = (most: number) =>
    Array.from({ length: random(most) }, () => PIECES[random(PIECES.length)] ?? '').join('')
  return {
    platform: random(2) === 0 ? 'wecom' : 'sms',
    origin: text(2),
    sourceId: text(3),
    conversation: text(2),
    sender: text(2),
    senderName: text(3),
    recipients: random(2) === 0 ? '' : '["a"]',
    sourceTs: random(5) === 0 ? null : random(1e9),
    kind: 'text',
    refersTo: text(2),
    extra: text(2),
    body: text(9),
  }
}

describe('a row', () => {
  it.each([
    ['masks', DEFAULT_MASKS],
    ['pseudonyms', { ...DEFAULT_MASKS, name: 'pseudonym', account: 'pseudonym' }],
    ['masks of fixed length', { ...DEFAULT_MASKS, length: 'fixed', amount: 'band' }],
    ['widened masks', { ...DEFAULT_MASKS, length: 'padded' }],
  ] as const)('with %s is canonical, opens to its record, and renders to its cells', (_how, policy) => {
    let state = 11
    const random = (n: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 8) % n
    }
    for (let round = 0; round < 1000; round += 1) {
      const seed = new Uint8Array(randomBytes(16))
      const fields = fieldsOf(random)
      const digest = recordDigest(seed, fields)
      const entry = encodeEntry({
        type: 'record',
        convTag: new Uint8Array(32),
        seq: round,
        archiveTs: 1,
        sourceTs: fields.sourceTs,
        digest,
      })
      const input = {
        row: round + 1,
        conv: 1,
        index: round,
        seq: round,
        archiveTs: 1,
        entry,
        digest,
        seed: seed.slice(),
        fields,
      }
      const { line, cells } = buildRow(input, { roster, policy, label }, rule)
      expect(`${canonicalJson(JSON.parse(line))}\n`).toBe(line)
      const row = parsePackedRow(line.slice(0, -1))
      const opened = openPacked(row, row.masks, row.sourceTs)
      expect(opened.digest).toEqual(digest)
      expect(rowCells(row, opened, rule)).toEqual(cells)
      expect(cellsOf(csvLine(cells).slice(0, -2))).toEqual(cells)
      if (row.masks.length > 0) expect(line).not.toContain(Buffer.from(seed).toString('base64').slice(0, 22))
    }
  })

  it('of a text with nothing hidden still withholds origin, conversation, recipients and payload', () => {
    const seed = new Uint8Array(randomBytes(16))
    const fields = {
      ...fieldsOf(() => 0),
      origin: 'o',
      conversation: 'c',
      recipients: '["r"]',
      extra: '{}',
      sourceId: 'id-1',
      platform: 'csv',
      body: 'hello',
    }
    const digest = recordDigest(seed, fields)
    const entry = encodeEntry({
      type: 'record',
      convTag: new Uint8Array(32),
      seq: 0,
      archiveTs: 1,
      sourceTs: fields.sourceTs,
      digest,
    })
    const { line } = buildRow(
      { row: 1, conv: 1, index: 0, seq: 0, archiveTs: 1, entry, digest, seed, fields },
      { roster, policy: DEFAULT_MASKS, label },
      rule,
    )
    const { masks } = parsePackedRow(line.slice(0, -1))
    expect(masks).toEqual(
      ['origin', 'sourceId', 'conversation', 'recipients', 'extra'].map((field) => ({ field, kind: 'withheld' })),
    )
  })
})

describe('a cell of the spreadsheet', () => {
  it.each([
    ['a<b>&c', 'a&lt;b&gt;&amp;c'],
    ['_x000D_', '_x005F_x000D_'],
    ['_x00', '_x00'],
    ['__x0041_', '__x005F_x0041_'],
    ['plain', 'plain'],
  ])('%s', (cell, written) => {
    expect(cellText(cell)).toBe(written)
  })
})

describe('the spool', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'cunzhen-spool-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('gives back what was added, twice, and nothing of it can be read on the disk', async () => {
    const spool = await Spool.create(join(dir, 'a'))
    let all = ''
    for (let i = 0; i < 20_000; i += 1) {
      const line = `第${i}行 绝不能读到的话\r\n`
      all += line
      await spool.add(Buffer.from(line))
    }
    for (let round = 0; round < 2; round += 1) {
      let read = ''
      for await (const piece of spool.read()) read += piece
      expect(read).toBe(all)
    }
    const bytes = readFileSync(join(dir, 'a'))
    expect(bytes.length).toBeGreaterThan(500_000)
    for (const encoding of ['utf8', 'utf16le'] as const)
      expect(bytes.includes('绝不能读到的话', 0, encoding)).toBe(false)
    await spool.remove()
    expect(readdirSync(dir)).toEqual([])
  })

  it('notices a changed byte', async () => {
    const spool = await Spool.create(join(dir, 'a'))
    await spool.add(Buffer.from('x'.repeat(300_000)))
    for await (const _ of spool.read());
    const bytes = readFileSync(join(dir, 'a'))
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(join(dir, 'a'), bytes)
    await expect(spool.read().next()).rejects.toMatchObject({ code: 'spool_damaged' })
    await spool.remove()
  })
})
