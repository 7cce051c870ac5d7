import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEncrypted } from './connect.ts'
import { sqliteFault } from './sqlite-fault.ts'

const KEY = new Uint8Array(32).fill(7)
const OTHER_KEY = new Uint8Array(32).fill(8)
const TEXT = '关于保证金的投诉'

let dir = ''
let path = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-connect-'))
  path = join(dir, 'house.db')
})
afterEach(() => rmSync(dir, { recursive: true }))

function makeFile(rows = 200) {
  const db = openEncrypted(path, KEY)
  db.exec('create table message (no integer primary key, body text)')
  const insert = db.prepare('insert into message (body) values (?)')
  db.transaction(() => {
    for (let i = 0; i < rows; i++) insert.run(TEXT.repeat(20))
  })()
  db.close()
}

function readAll(key = KEY) {
  const db = openEncrypted(path, key)
  try {
    return db.prepare('select count(*) as n, sum(length(body)) as letters from message').get()
  } catch (error) {
    throw sqliteFault(error, path)
  } finally {
    db.close()
  }
}

test('the file is kept as architecture.md says: 8 KiB pages, WAL, full sync, temporary tables in memory', () => {
  const db = openEncrypted(path, KEY)
  db.exec('create table t (x)')
  const pragmas = ['cipher', 'page_size', 'journal_mode', 'synchronous', 'temp_store', 'busy_timeout']
  expect(pragmas.map((name) => db.pragma(name, { simple: true }))).toEqual(['aegis', 8192, 'wal', 2, 2, 5000])
  db.close()
})

test('what was written comes back under the right key, also read-only', () => {
  makeFile()
  expect(readAll()).toEqual({ n: 200, letters: 200 * 160 })
  const reader = openEncrypted(path, KEY, { readonly: true })
  expect(reader.prepare('select count(*) from message').pluck().get()).toBe(200)
  expect(() => reader.exec('delete from message')).toThrow()
  reader.close()
})

test('neither the file nor its WAL holds a word of it', () => {
  makeFile()
  const db = openEncrypted(path, KEY)
  db.prepare('insert into message (body) values (?)').run(TEXT)
  for (const file of [path, `${path}-wal`]) {
    const bytes = readFileSync(file)
    expect(bytes.length).toBeGreaterThan(8000)
    for (const encoding of ['utf8', 'utf16le'] as const) expect(bytes.includes(TEXT, 0, encoding)).toBe(false)
    expect(bytes.includes('message')).toBe(false)
  }
  db.close()
})

test.each([40, 60, 5000])('a WAL broken at byte %i puts no word that this process read into the WAL index', (at) => {
  makeFile()
  const db = openEncrypted(path, KEY)
  const row = db.prepare('insert into message (body) values (?)')
  for (let i = 0; i < 100; i++) row.run(TEXT.repeat(200))
  for (const readonly of [false, true]) {
    const crashed = join(dir, `crashed-${readonly}.db`)
    copyFileSync(path, crashed)
    const wal = readFileSync(`${path}-wal`)
    wal[at] = (wal[at] ?? 0) ^ 1
    writeFileSync(`${crashed}-wal`, wal)
    db.prepare('select body from message order by body desc').all() // fills the heap with what it may not leave behind
    const opened = openEncrypted(crashed, KEY, { readonly })
    expect(opened.prepare('select count(*) from message').pluck().get()).toBe(200)
    expect(readFileSync(`${crashed}-shm`).includes(TEXT)).toBe(false)
    opened.close()
  }
  db.close()
})

test('what a crash left in the WAL is there at the next opening, and beside a connection that is at work', () => {
  makeFile()
  const db = openEncrypted(path, KEY)
  db.prepare('insert into message (body) values (?)').run(TEXT)
  const beside = openEncrypted(path, KEY, { readonly: true })
  expect(beside.prepare('select count(*) from message').pluck().get()).toBe(201)
  for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, join(dir, `crashed.db${suffix}`))
  const crashed = openEncrypted(join(dir, 'crashed.db'), KEY, { readonly: true })
  expect(crashed.prepare('select count(*) from message').pluck().get()).toBe(201)
  for (const open of [crashed, beside, db]) open.close()
})

test('a wrong key changes nothing of a WAL that a crash left', () => {
  makeFile()
  const db = openEncrypted(path, KEY)
  db.prepare('insert into message (body) values (?)').run(TEXT)
  for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, join(dir, `crashed.db${suffix}`))
  db.close()
  path = join(dir, 'crashed.db')
  expect(() => readAll(OTHER_KEY)).toThrow(expect.objectContaining({ code: 'key_wrong' }))
  expect(readAll()).toMatchObject({ n: 201 })
})

test('a wrong key is called a wrong key, and the directory is not named', () => {
  makeFile()
  expect(() => readAll(OTHER_KEY)).toThrow(expect.objectContaining({ name: 'Fault', code: 'key_wrong' }))
  try {
    readAll(OTHER_KEY)
  } catch (error) {
    expect(String(error)).toContain('house.db')
    expect(String(error)).toContain('restore-key')
    expect(String(error)).not.toContain(dir)
  }
})

test('a key of another length opens nothing', () => {
  expect(() => openEncrypted(path, KEY.subarray(1))).toThrow(expect.objectContaining({ code: 'key_wrong' }))
})

describe('a damaged file is called damaged', () => {
  const places = [...Array(26).keys(), 100, 4000, 8127, 8128, 8191, 8192 * 2 + 5, 8192 * 9 + 4000]
  test.each(places)('one bit at byte %i', (at) => {
    makeFile()
    const bytes = readFileSync(path)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(path, bytes)
    expect(readAll).toThrow(expect.objectContaining({ name: 'Fault', code: 'file_damaged' }))
  })

  test.each([1, 23, 24, 3000, 8192, 8192 * 5])('cut to %i bytes', (length) => {
    makeFile()
    writeFileSync(path, readFileSync(path).subarray(0, length))
    expect(readAll).toThrow(expect.objectContaining({ name: 'Fault', code: 'file_damaged' }))
  })

  test('two pages exchanged', () => {
    makeFile()
    const bytes = readFileSync(path)
    const page = Buffer.from(bytes.subarray(8192 * 3, 8192 * 4))
    bytes.copy(bytes, 8192 * 3, 8192 * 4, 8192 * 5)
    page.copy(bytes, 8192 * 4)
    writeFileSync(path, bytes)
    expect(readAll).toThrow(expect.objectContaining({ code: 'file_damaged' }))
  })
})

test('a missing file is not made by a reader', () => {
  expect(() => openEncrypted(path, KEY, { readonly: true })).toThrow(expect.objectContaining({ code: 'file_missing' }))
})

test('a backup by VACUUM INTO is encrypted under the same key and opens', () => {
  makeFile()
  const copy = join(dir, 'copy.db')
  const db = openEncrypted(path, KEY)
  db.prepare('vacuum into ?').run(copy)
  db.close()
  path = copy
  expect(readAll()).toEqual({ n: 200, letters: 200 * 160 })
  expect(() => readAll(OTHER_KEY)).toThrow(expect.objectContaining({ code: 'key_wrong' }))
})

test('a file made with another page size is refused unless that size is asked for', () => {
  const db = openEncrypted(path, KEY, { pageSize: 16384 })
  db.exec('create table t (x)')
  db.close()
  expect(() => openEncrypted(path, KEY)).toThrow(expect.objectContaining({ code: 'file_damaged' }))
  openEncrypted(path, KEY, { pageSize: 16384 }).close()
})
