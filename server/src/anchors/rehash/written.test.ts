import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256, treeHash, utf8 } from '@cunzhen/proof'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { durable } from '#platform'
import { encodeFileLine, RehashFolder, subjectLine } from './files.ts'
import type { Subject } from './subject.ts'
import { contradicts, Written } from './written.ts'

const hash = treeHash('sha512')
const digest = (of: string) => Uint8Array.from([...sha256(utf8(of)), ...sha256(utf8(`${of}.`))])
let folder: RehashFolder

beforeEach(() => {
  folder = new RehashFolder(mkdtempSync(join(tmpdir(), 'cunzhen-written-')), durable)
  const lines = Array.from({ length: 10 }, (_, no) => subjectLine(hash, no === 3 ? null : digest(`subject ${no}`)))
  folder.subjects(hash).append(lines)
  const files = [1, 1, 5, 7].map((index, i) => ({ index, at: i % 2, digest: digest(`file ${index} ${i}`) }))
  folder.files(hash).append(files.map((line) => encodeFileLine(hash, line)))
})
afterEach(() => rmSync(folder.dir, { recursive: true }))

async function told(from: number, to: number, written = new Written(folder, hash)): Promise<Subject[]> {
  const entries = Array.from({ length: to - from }, () => new Uint8Array(89))
  return Array.fromAsync(written.of(from, entries))
}

const filesOf = (subjects: readonly Subject[]) =>
  subjects.map((each) => (each.state === 'kept' ? each.files.map(({ line }) => [line.index, line.at]) : each.state))

it('tells what was written down, entry by entry, from wherever it is asked', async () => {
  const whole = await told(0, 10)
  expect(whole.map((each) => (each.state === 'kept' ? each.digest : null))).toEqual(
    Array.from({ length: 10 }, (_, no) => (no === 3 ? null : digest(`subject ${no}`))),
  )
  const files = [
    [],
    [
      [1, 0],
      [1, 1],
    ],
    [],
    'destroyed',
    [],
    [[5, 0]],
    [],
    [[7, 1]],
    [],
    [],
  ]
  expect(filesOf(whole)).toEqual(files)
  // one that goes on in the middle tells nobody else's files
  expect(filesOf(await told(4, 10))).toEqual(files.slice(4))
  const written = new Written(folder, hash)
  expect([...filesOf(await told(0, 5, written)), ...filesOf(await told(5, 10, written))]).toEqual(files)
  // of what came later it knows nothing
  expect(filesOf(await told(9, 12))).toEqual([[], 'destroyed', 'destroyed'])
})

it('is contradicted by another digest, and not by what was destroyed in between', async () => {
  const [, before] = await told(0, 10)
  if (before?.state !== 'kept') throw new Error('it is kept')
  const [first, second] = before.files
  if (!first || !second) throw new Error('it has two files')
  expect(contradicts(before, before)).toBe(false)
  expect(contradicts(before, { state: 'destroyed' })).toBe(false)
  expect(contradicts({ state: 'destroyed' }, before)).toBe(false)
  expect(contradicts(before, { ...before, digest: digest('another') })).toBe(true)
  const withFile = (content: Uint8Array | null) => {
    const changed = { line: { ...second.line, digest: content }, damaged: null }
    return { ...before, files: [first, changed] }
  }
  expect(contradicts(before, withFile(digest('another')))).toBe(true)
  expect(contradicts(before, withFile(null))).toBe(false)
  expect(contradicts(withFile(null), before)).toBe(false)
})
