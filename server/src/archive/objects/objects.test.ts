import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KeyId, systemClock } from '#base'
import { type KeyRegister, openKeyRegister } from '#platform/keys'
import { type ArchiveHouse, makeArchiveHouse } from '#test/archive-house'
import { archiveFiles } from '../house-files.ts'
import { CHUNK, HEADER, type ObjectName, objectName, TAG } from './format.ts'
import { incomingDir, objectPath, objectsIn, sweepIncoming } from './places.ts'
import { checkObject } from './read.ts'
import { nameKeyOf, type ObjectShelf, objectShelf } from './shelf.ts'
import { ObjectWriter } from './write.ts'

let house: ArchiveHouse
let register: KeyRegister
let shelf: ObjectShelf
let writer: ObjectWriter
let dir: string
let made: KeyId[]

beforeEach(async () => {
  house = await makeArchiveHouse()
  const { keyring } = house
  const files = archiveFiles(house.dir)
  dir = files.objects
  made = []
  register = openKeyRegister(files.house, keyring.secret('house.db'), keyring.secret('register'), systemClock)
  shelf = objectShelf(dir, keyring, register)
  writer = new ObjectWriter(shelf.places(), {
    async create() {
      const key = shelf.createKey()
      made.push(key.id)
      return key
    },
    destroy: async (id) => shelf.destroyKey(id),
  })
})
afterEach(() => {
  register.close()
  house.remove()
})

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
async function* inPieces(bytes: Uint8Array, step = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}
const keep = (bytes: Uint8Array, step?: number) => writer.keep(sha256(bytes), inPieces(bytes, step))
async function read(bytes: Uint8Array): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of (await shelf.open(sha256(bytes))).content()) parts.push(part)
  return Buffer.concat(parts)
}
const nameOf = (bytes: Uint8Array): ObjectName => objectName(shelf.places().nameKey, sha256(bytes))
const pathOf = (bytes: Uint8Array) => objectPath(dir, nameOf(bytes))
const opens = (id: KeyId) => {
  try {
    return register.open(id).length === 32
  } catch {
    return false
  }
}

describe('an object', () => {
  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77])('of %i bytes comes back', async (size) => {
    const bytes = randomBytes(size)
    expect(await keep(bytes)).toBe(true)
    expect((await read(bytes)).equals(bytes)).toBe(true)
    const opened = await shelf.open(sha256(bytes))
    await opened.close()
    expect(opened.bytes).toBe(size)
    expect(checkObject(dir, nameOf(bytes), nameKeyOf(house.keyring), (id) => register.open(id)).bytes).toBe(size)
  })

  test('is kept once, under one key, whoever brings it', async () => {
    const bytes = randomBytes(100_000)
    await keep(bytes)
    const before = readFileSync(pathOf(bytes))
    await keep(bytes, 7000)
    expect(readFileSync(pathOf(bytes)).equals(before)).toBe(true)
    expect(made).toHaveLength(1)
    expect([...objectsIn(dir)]).toEqual([nameOf(bytes)])
  })

  test('brought twice at one time is still one, and the key of the second is gone', async () => {
    const bytes = randomBytes(200_000)
    await Promise.all([keep(bytes), keep(bytes)])
    expect((await read(bytes)).equals(bytes)).toBe(true)
    expect(made.map(opens).sort()).toEqual([false, true])
    expect(readdirSync(incomingDir(dir))).toEqual([])
  })

  test('shows neither content nor its hash on the disk', async () => {
    const bytes = Buffer.from('客户的身份证扫描件'.repeat(5000))
    await keep(bytes)
    const file = readFileSync(pathOf(bytes))
    expect(file.includes('身份证')).toBe(false)
    expect(nameOf(bytes)).not.toBe(sha256(bytes).toString('hex'))
    expect(file.includes(sha256(bytes))).toBe(false)
  })

  test('whose key is destroyed stays shut, and only that one', async () => {
    const [one, two] = [randomBytes(5000), randomBytes(5000)]
    await keep(one)
    await keep(two)
    shelf.destroyKey(made[0] ?? ('' as KeyId))
    await expect(read(one)).rejects.toMatchObject({ code: 'key_destroyed' })
    expect((await read(two)).equals(two)).toBe(true)
  })
})

describe('nothing is kept', () => {
  const empty = () => [...objectsIn(dir)].length === 0 && readdirSync(incomingDir(dir)).length === 0

  test('of a content that is not the one it was known by', async () => {
    expect(await writer.keep(sha256(Buffer.from('one')), inPieces(Buffer.from('another')))).toBe(false)
    expect([empty(), made.map(opens)]).toEqual([true, [false]])
  })

  test('where reading it fails, and the key is gone', async () => {
    const bytes = randomBytes(300_000)
    const breaking = async function* () {
      yield bytes.subarray(0, 200_000)
      throw new Error('the source broke')
    }
    await expect(writer.keep(sha256(bytes), breaking())).rejects.toThrow('the source broke')
    expect([empty(), made.map(opens)]).toEqual([true, [false]])
  })
})

describe('damage is noticed', () => {
  const bytes = randomBytes(2 * CHUNK + 500)
  const sealed = CHUNK + TAG
  const damages: [string, (path: string) => void][] = [
    ['one bit of the content', (path) => flip(path, HEADER + 10)],
    ['one bit of a tag', (path) => flip(path, HEADER + sealed - 1)],
    ['one bit of the header', (path) => flip(path, 3)],
    ['another version', (path) => flip(path, 0)],
    ['the end cut off inside a chunk', (path) => truncateSync(path, HEADER + sealed + 400)],
    ['the last chunk left out', (path) => truncateSync(path, HEADER + 2 * sealed)],
    ['all but the header left out', (path) => truncateSync(path, HEADER)],
    ['nothing left', (path) => truncateSync(path, 0)],
    ['two chunks exchanged', (path) => exchange(path)],
    ['more behind the end', (path) => writeFileSync(path, Buffer.alloc(40), { flag: 'a' })],
  ]
  test.each(damages)('%s', async (_what, damage) => {
    await keep(bytes)
    damage(pathOf(bytes))
    await expect(read(bytes)).rejects.toMatchObject({ code: 'object_damaged' })
    const check = () => checkObject(dir, nameOf(bytes), nameKeyOf(house.keyring), (id) => register.open(id))
    expect(check).toThrow(expect.objectContaining({ code: 'object_damaged' }))
  })

  test('one object in the place of another', async () => {
    const other = randomBytes(2 * CHUNK + 500)
    await keep(bytes)
    await keep(other)
    renameSync(pathOf(other), pathOf(bytes))
    await expect(read(bytes)).rejects.toMatchObject({ code: 'object_damaged' })
    await expect(read(other)).rejects.toMatchObject({ code: 'object_missing' })
  })

  function flip(path: string, at: number) {
    const file = readFileSync(path)
    file[at] = (file[at] ?? 0) ^ 1
    writeFileSync(path, file)
  }
  function exchange(path: string) {
    const file = readFileSync(path)
    const [first, second] = [HEADER, HEADER + sealed].map((at) => Buffer.from(file.subarray(at, at + sealed)))
    file.set(second ?? [], HEADER)
    file.set(first ?? [], HEADER + sealed)
    writeFileSync(path, file)
  }
})

describe('after a crash', () => {
  const sweep = () => sweepIncoming(dir, (ids) => register.destroy(ids))

  test('in the middle of writing, the next start removes the file and its key', async () => {
    const bytes = randomBytes(CHUNK * 2)
    await keep(bytes)
    const left = join(incomingDir(dir), 'left')
    renameSync(pathOf(bytes), left)
    truncateSync(left, CHUNK)
    writeFileSync(join(incomingDir(dir), 'begun'), 'no header')
    expect(sweep()).toBe(2)
    expect([readdirSync(incomingDir(dir)), made.map(opens)]).toEqual([[], [false]])
    await keep(bytes)
    expect((await read(bytes)).equals(bytes)).toBe(true)
  })

  test('between the name and the removal of the other, the object stays and opens', async () => {
    const bytes = randomBytes(1000)
    await keep(bytes)
    linkSync(pathOf(bytes), join(incomingDir(dir), 'left'))
    expect(sweep()).toBe(1)
    expect(existsSync(pathOf(bytes))).toBe(true)
    expect((await read(bytes)).equals(bytes)).toBe(true)
  })

  test('of a house that kept nothing, there is nothing to do', () => {
    rmSync(dir, { recursive: true, force: true })
    expect(sweep()).toBe(0)
    expect(existsSync(dirname(join(dir, 'x')))).toBe(false)
  })
})
