import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { durable, sweepTemporary } from './durable.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-durable-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const bytes = (text: string) => Buffer.from(text)

test('a file is replaced whole, readable by its owner only, and leaves nothing beside it', () => {
  const path = join(dir, 'checkpoint')
  durable.writeFileDurably(path, bytes('one'))
  durable.writeFileDurably(path, bytes('two'))
  expect(readFileSync(path, 'utf8')).toBe('two')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(dir)).toEqual(['checkpoint'])
})

test('a file whose name cannot be taken leaves nothing beside it either', () => {
  mkdirSync(join(dir, 'checkpoint'))
  expect(() => durable.writeFileDurably(join(dir, 'checkpoint'), bytes('one'))).toThrow()
  expect(readdirSync(dir)).toEqual(['checkpoint'])
})

test('a group of files lands in all its directories', () => {
  durable.ensureDir(join(dir, 'a/b'))
  durable.writeGroupDurably([
    { path: join(dir, 'a/one'), bytes: bytes('1') },
    { path: join(dir, 'a/b/two'), bytes: bytes('2') },
  ])
  expect(readFileSync(join(dir, 'a/one'), 'utf8') + readFileSync(join(dir, 'a/b/two'), 'utf8')).toBe('12')
})

test('a group larger than the files held open at once lands whole; one that fails leaves nothing half written', () => {
  const group = Array.from({ length: 300 }, (_, n) => ({ path: join(dir, `${n}`), bytes: bytes(`${n}`) }))
  durable.writeGroupDurably(group)
  expect(group.map(({ path }) => readFileSync(path, 'utf8'))).toEqual(group.map((_, n) => `${n}`))
  mkdirSync(join(dir, 'taken'))
  const failing = [
    { path: join(dir, '0'), bytes: bytes('new') },
    { path: join(dir, 'taken'), bytes: bytes('x') },
  ]
  expect(() => durable.writeGroupDurably(failing)).toThrow()
  expect(readFileSync(join(dir, '0'), 'utf8')).toMatch(/^(?:0|new)$/)
  expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([])
})

test('a file is created once: a second creation refuses and changes nothing', () => {
  const path = join(dir, 'key')
  durable.createDurably(path, bytes('first'))
  expect(() => durable.createDurably(path, bytes('second'))).toThrow(expect.objectContaining({ code: 'EEXIST' }))
  expect(readFileSync(path, 'utf8')).toBe('first')
  expect(readdirSync(dir)).toEqual(['key'])
})

test('appending adds to the end and makes the file where there is none', () => {
  durable.appendDurably(join(dir, 'log'), bytes('a'))
  durable.appendDurably(join(dir, 'log'), bytes('b'))
  expect(readFileSync(join(dir, 'log'), 'utf8')).toBe('ab')
})

test('removing is the same for a file that is there and one that is not', () => {
  durable.writeFileDurably(join(dir, 'there'), bytes('x'))
  durable.removeDurably([join(dir, 'there'), join(dir, 'not-there')])
  expect(readdirSync(dir)).toEqual([])
})

test('the sweep removes what an interrupted write left, and nothing else', () => {
  for (const name of ['.checkpoint.0123456789ab.new', 'checkpoint', '.hidden', 'x.new'])
    writeFileSync(join(dir, name), '')
  expect(sweepTemporary(dir)).toBe(1)
  expect(readdirSync(dir).sort()).toEqual(['.hidden', 'checkpoint', 'x.new'])
})
