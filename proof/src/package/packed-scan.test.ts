import { describe, expect, test } from 'vitest'
import { packedRowsOf, testHouse } from '../../test/support/package.ts'
import { canonicalJson } from '../bytes/jcs.ts'
import { packedRowJson, parsePackedRow } from './packed-row.ts'
import { scanPackedRow } from './packed-scan.ts'

const lines = packedRowsOf(testHouse({ records: 16 })).map(packedRowJson)

/** What parsePackedRow answers for a line by reading any JSON: the row, or the refusal's code. */
function refused(line: string): boolean {
  try {
    parsePackedRow(line)
    return false
  } catch {
    return true
  }
}

describe('the scan of a packed line', () => {
  test('reads every line of ours, and reads what any JSON reader reads', () => {
    for (const line of lines) {
      const row = scanPackedRow(line)
      expect(row).toEqual(rowByJson(line))
    }
  })

  test('reads every kind of mask', () => {
    const masks = [
      ['origin', 'withheld'],
      ['sourceId', 'withheld', '标签'],
      ['sender', 'phone', 0, 2],
      ['sender', 'phone', 2, 3, 'a label'],
      ['senderName', 'name', 0, 1, null, 1],
      ['body', 'name', 0, 4, '客户A', 1],
    ]
    const line = canonicalJson({ ...JSON.parse(lines[0] ?? ''), masks })
    expect(scanPackedRow(line)?.masks).toEqual(parsePackedRow(line).masks)
    expect(scanPackedRow(line)?.masks).toHaveLength(6)
  })

  test('never reads a line that is not in the one spelling, whatever is changed in it', () => {
    const spare = [
      ' ',
      '"',
      '\\',
      '\u0000',
      '\n',
      '0',
      '-',
      '1',
      ',',
      ']',
      '[',
      '}',
      'é',
      '\ud800',
      '😀',
      '\\u0041',
      '.',
      'e1',
      'null',
    ]
    let read = 0
    for (const line of lines.slice(0, 4)) {
      for (let at = 0; at <= line.length; at++) {
        for (const [n, text] of spare.entries()) {
          const changed = line.slice(0, at) + text + line.slice(at + (n % 2))
          const row = scanPackedRow(changed)
          if (row === null) continue
          read++
          // it stands for that row alone: written again it is the same text
          expect(packedRowJson(row)).toBe(changed)
          expect(row).toEqual(rowByJson(changed))
        }
      }
    }
    expect(read).toBeGreaterThan(1000)
  })

  test('leaves numbers that are not safe, and all that is no row, to the other reader, which refuses them', () => {
    for (const [from, to] of [
      [/"row":\d+/, '"row":0'],
      [/"row":\d+/, '"row":-1'],
      [/"seq":\d+/, '"seq":9007199254740993'],
      [/"seq":\d+/, '"seq":01'],
      [/"index":\d+/, '"index":-0'],
      [/"masks":\[\[/, '"masks":[,['],
      [/"shown":\[/, '"shown":[,'],
      [/\}$/, '},'],
      [/^\{/, '[{'],
    ] as const) {
      const line = (lines[0] ?? '').replace(from, to)
      expect(scanPackedRow(line), line.slice(0, 80)).toBeNull()
      expect(refused(line)).toBe(true)
    }
    expect(scanPackedRow('')).toBeNull()
    expect(scanPackedRow('{"archiveTs":1')).toBeNull()
  })
})

/** Read without the scan: a space makes it look again, and what is refused for it is put right first. */
function rowByJson(line: string): unknown {
  const { archiveTs, conv, index, leaf, masks, proof, row, seq, shown, sourceTs } = JSON.parse(line)
  const read = masks.map(([field, kind, a, b, c, d]: [string, string, ...unknown[]]) => {
    if (typeof a !== 'number') return a === undefined ? { field, kind } : { field, kind, label: a }
    const label = typeof c === 'string' ? { label: c } : {}
    return { field, start: a, end: b, kind, ...label, ...(d === 1 ? { fixed: true } : {}) }
  })
  return { row, index, conv, seq, archiveTs, sourceTs, leaf, masks: read, shown, proof }
}
