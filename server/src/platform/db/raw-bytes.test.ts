import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEncrypted } from './connect.ts'
import { readThroughSqlite } from './raw-bytes.ts'

const KEY = new Uint8Array(32).fill(7)

let dir = ''
let path = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-raw-'))
  path = join(dir, 'house.db')
})
afterEach(() => rmSync(dir, { recursive: true }))

/** What the kernel says this process holds on the file, and on its WAL index. */
function locks(): string[] {
  const inodes = [path, `${path}-shm`].map((file) => String(statSync(file).ino))
  const mine = (line: string) =>
    line.includes(` ${process.pid} `) && inodes.some((inode) => line.includes(`:${inode} `))
  return readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .filter(mine)
    .map((line) => line.replace(/^\d+: /, ''))
    .sort()
}

test.skipIf(!existsSync('/proc/locks'))('opening a file again takes no lock of this process away', () => {
  const writer = openEncrypted(path, KEY)
  writer.exec('create table t (x)')
  writer.exec('begin immediate')
  writer.prepare('insert into t values (1)').run()
  const held = locks()
  expect(held.length).toBeGreaterThan(1)
  const wrong = new Uint8Array(32).fill(8)
  for (const options of [{}, { readonly: true }, { readonly: true, beside: true }]) {
    const again = openEncrypted(path, KEY, options)
    expect(again.prepare('select count(*) from t').pluck().get()).toBe(0)
    again.close()
    expect(() => openEncrypted(path, wrong, options)).toThrow(expect.objectContaining({ code: 'key_wrong' }))
    expect(locks()).toEqual(held)
  }
  writer.exec('commit')
  // what the kernel does to whoever closes a descriptor of their own: the test above can fail
  const before = locks()
  closeSync(openSync(path, 'r'))
  expect(locks().length).toBeLessThan(before.length)
  writer.close()
})

test('the bytes are those on the disk, and a file that is not there is not made', () => {
  openEncrypted(path, KEY).close()
  expect(readThroughSqlite(path, 24)).toEqual(readFileSync(path).subarray(0, 24))
  const nowhere = join(dir, 'nowhere.db')
  expect(() => readThroughSqlite(nowhere, 24)).toThrow()
  expect(existsSync(nowhere)).toBe(false)
})
