import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, member, readJson, Unreadable } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import type { Splitter } from '../syntax/splitter.ts'
import { mayHoldMessages } from './attached.ts'
import { needMapping, RowReader } from './mapping.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'

/** Objects in JSON, one per line or as one array, with a mapping of their members. */
export const jsonl = { name: 'jsonl', open: jsonlSource } as const satisfies SourceFormat<'jsonl'>

function jsonlSource(options: SourceOptions): Source {
  const rows = new RowReader(needMapping(options.mapping), options.origin, true)
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && !mayHoldMessages(part, (text) => /^\s*[[{]/.test(text))) return null
      return {
        splitter: rowsIn(part.text),
        read(bytes) {
          const row = readJson(bytes)
          if (row instanceof Unreadable) return row
          return isObject(row) ? rows.read(row) : new Unreadable('not_a_message')
        },
      }
    },
    gaps: () => rows.sequence.result(),
  }
}

/** Where databases and interfaces put the rows of an answer. */
const ROWS = [
  'messages rows list records items result results data msgs RECORDS',
  'data.list data.rows data.records data.items data.messages data.result result.list result.records result.items',
].flatMap((paths) => paths.split(' '))

/** Rows as lines, as elements of an array, or of an array inside the one object that the file is. */
export function rowsIn(head: string): Splitter {
  const isOne = /^\s*\{/.test(head) && head.split('\n', 20).filter((line) => isWhole(line)).length < 2
  const path = isOne ? ROWS.find((one) => holdsRows(head, one)) : undefined
  return path === undefined ? jsonLinesOrElements(head, []) : jsonSplitter([path])
}

function isWhole(line: string): boolean {
  const value = readJson(Buffer.from(line))
  return !(value instanceof Unreadable) && isObject(value)
}

function holdsRows(head: string, path: string): boolean {
  const first = jsonSplitter([path])
    .push(Buffer.from(head))
    .filter((cut) => cut.what === 'item' || cut.what === 'structure')
  return first[0]?.what === 'structure' && first.some((cut) => cut.what === 'item' && isWhole(cut.bytes.toString()))
}

/**
 * Lines where the head shows at least one line that is an object by itself (and no container): a broken line then costs
 * that line and nothing else. Otherwise elements, found by their brackets.
 */
export function jsonLinesOrElements(head: string, containers: readonly string[]): Splitter {
  if (/^\s*\[/.test(head)) return jsonSplitter(containers)
  const lines = head.split('\n').slice(0, 20)
  const isLines = lines.some((line) => {
    const value = readJson(Buffer.from(line))
    if (value instanceof Unreadable || !isObject(value)) return false
    return !containers.some((key) => Array.isArray(member(value, key)))
  })
  return isLines ? lineSplitter() : jsonSplitter(containers)
}
