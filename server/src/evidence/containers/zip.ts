import { createHash, randomBytes } from 'node:crypto'
import { constants, crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib'
import { createSm3, toHex } from '@cunzhen/proof'
import { Fault, invariant } from '#base'
import { entryKeys } from './aes-counter.ts'

// A zip written front to back, one entry after the other, nothing kept but the table of contents (PKWARE APPNOTE 6.3.10).
// A sealed zip has WinZip AE-2 entries and zip64 fields throughout; a plain one, for a spreadsheet inside it, has neither, because
// LibreOffice reads no zip64 sizes behind the data.

/** Where the bytes go. `write` resolves when it wants more. */
export type Sink = (bytes: Uint8Array) => Promise<void>

export interface WrittenFile {
  name: string
  /** Before compression. */
  size: number
  /** Hex, before compression. */
  sha256: string
  sm3: string
}

export interface OpenEntry {
  /** The bytes may be changed by the caller once this resolves. */
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<WrittenFile>
}

export interface EntryOptions {
  /** 0 = stored, 1 fast … 9 small. Default 6. */
  level?: number
}

interface Listed {
  name: Buffer
  method: number
  crc: number
  packed: number
  size: number
  offset: number
}

const AES = 99
const DEFLATE = 8
const STORED = 0
const FLAGS = 0x0808 // sizes follow the data; names are UTF-8
const VERSION = 51 // what AES encryption needs; above zip64's 45
const DOS_DATE = 0x0021 // 1980-01-01: an archive does not tell when it was made
const PLAIN_VERSION = 20
const HUGE = 0xffffffff
const NOTHING = Buffer.alloc(0)

export class ZipWriter {
  readonly #sink: Sink
  readonly #password: string | null
  readonly #listed: Listed[] = []
  #at = 0
  #open = false

  /** @param password null: not encrypted (a spreadsheet inside the package) */
  constructor(sink: Sink, password: string | null) {
    this.#sink = sink
    this.#password = password
  }

  async add(name: string, content: Uint8Array | string, options?: EntryOptions): Promise<WrittenFile> {
    const entry = await this.open(name, options)
    await entry.write(typeof content === 'string' ? Buffer.from(content) : content)
    return entry.end()
  }

  /** One entry at a time: end it before the next. */
  async open(name: string, options: EntryOptions = {}): Promise<OpenEntry> {
    invariant(!this.#open, 'one entry of a zip is written at a time')
    this.#open = true
    const level = options.level ?? 6
    const listed: Listed = {
      name: Buffer.from(name),
      method: level === 0 ? STORED : DEFLATE,
      crc: 0,
      packed: 0,
      size: 0,
      offset: this.#at,
    }
    await this.#write(localHeader(listed, this.#password !== null))
    const out = async (bytes: Uint8Array): Promise<void> => {
      listed.packed += bytes.length
      await this.#write(bytes)
    }
    const sealed = this.#password === null ? null : sealing(this.#password)
    if (sealed !== null) await out(sealed.header)
    const pack = new Packer(level, sealed === null ? out : async (bytes) => out(sealed.seal(bytes)))
    const sum = createHash('sha256')
    const second = createSm3()
    return {
      write: async (bytes) => {
        sum.update(bytes)
        second.update(bytes)
        listed.size += bytes.length
        if (sealed === null) listed.crc = crc32(bytes, listed.crc)
        await pack.write(bytes)
      },
      end: async () => {
        await pack.end()
        if (sealed !== null) await out(sealed.tag())
        await this.#write(descriptor(listed, this.#password !== null))
        this.#listed.push(listed)
        this.#open = false
        return { name, size: listed.size, sha256: sum.digest('hex'), sm3: toHex(second.digest()) }
      },
    }
  }

  /** The table of contents; the zip is whole when this resolves. */
  async end(): Promise<void> {
    const start = this.#at
    for (const listed of this.#listed) await this.#write(centralHeader(listed, this.#password !== null))
    await this.#write(endRecords(this.#listed.length, start, this.#at - start, this.#password !== null))
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#at += bytes.length
    await this.#sink(bytes)
  }
}

function sealing(password: string) {
  const salt = randomBytes(16)
  const { cipher, mac, check } = entryKeys(password, salt)
  return {
    /** Before the first ciphertext. */
    header: Buffer.concat([salt, check]),
    seal(plain: Uint8Array): Uint8Array {
      const bytes = cipher.apply(plain)
      mac.update(bytes)
      return bytes
    },
    /** Behind the last. */
    tag: (): Uint8Array => mac.digest().subarray(0, 10),
  }
}

/** Deflate that waits for its reader: what is compressed goes on before more is taken in. */
class Packer {
  readonly #out: Sink
  readonly #deflate: DeflateRaw | null
  readonly #waiting: Uint8Array[] = []
  #failed: Error | null = null

  constructor(level: number, out: Sink) {
    this.#out = out
    this.#deflate =
      level === 0
        ? null
        : createDeflateRaw({ level, chunkSize: 64 * 1024, memLevel: 9, strategy: constants.Z_DEFAULT_STRATEGY })
    this.#deflate?.on('data', (bytes: Uint8Array) => this.#waiting.push(bytes))
    this.#deflate?.on('error', (error: Error) => {
      this.#failed = error
    })
  }

  async write(bytes: Uint8Array): Promise<void> {
    const deflate = this.#deflate
    if (deflate === null) return this.#out(bytes)
    await new Promise<void>((done) => deflate.write(bytes, () => done()))
    await this.#drain()
  }

  async end(): Promise<void> {
    const deflate = this.#deflate
    if (deflate === null) return
    await new Promise<void>((done) => {
      deflate.once('end', done)
      deflate.once('error', () => done())
      deflate.end()
    })
    await this.#drain()
  }

  async #drain(): Promise<void> {
    if (this.#failed !== null)
      throw new Fault('zip_failed', 'compression failed; try again', {}, { cause: this.#failed })
    for (let bytes = this.#waiting.shift(); bytes !== undefined; bytes = this.#waiting.shift()) await this.#out(bytes)
  }
}

function localHeader(listed: Listed, sealed: boolean): Buffer {
  // sizes are not known yet: zeroes; in a sealed zip the zip64 field says that those behind the data have 8 bytes
  const extra = sealed ? Buffer.concat([zip64Field([0, 0]), aesField(listed.method)]) : NOTHING
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  commonFields(head, 4, listed, sealed)
  head.writeUInt32LE(sealed ? HUGE : 0, 18)
  head.writeUInt32LE(sealed ? HUGE : 0, 22)
  head.writeUInt16LE(listed.name.length, 26)
  head.writeUInt16LE(extra.length, 28)
  return Buffer.concat([head, listed.name, extra])
}

function commonFields(head: Buffer, at: number, listed: Listed, sealed: boolean): void {
  head.writeUInt16LE(sealed ? VERSION : PLAIN_VERSION, at)
  head.writeUInt16LE(sealed ? FLAGS | 1 : FLAGS, at + 2)
  head.writeUInt16LE(sealed ? AES : listed.method, at + 4)
  head.writeUInt16LE(0, at + 6)
  head.writeUInt16LE(DOS_DATE, at + 8)
}

function zip64Field(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length)
  field.writeUInt16LE(0x0001, 0)
  field.writeUInt16LE(8 * values.length, 2)
  for (const [i, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * i)
  return field
}

function aesField(method: number): Buffer {
  const field = Buffer.from([0x01, 0x99, 7, 0, 2, 0, 0x41, 0x45, 3, 0, 0]) // AE-2, 'AE', AES-256
  field.writeUInt16LE(method, 9)
  return field
}

function descriptor(listed: Listed, sealed: boolean): Buffer {
  const tail = Buffer.alloc(sealed ? 24 : 16)
  tail.writeUInt32LE(0x08074b50, 0)
  tail.writeUInt32LE(listed.crc, 4) // AE-2: 0, the tag stands for it
  if (sealed) {
    tail.writeBigUInt64LE(BigInt(listed.packed), 8)
    tail.writeBigUInt64LE(BigInt(listed.size), 16)
  } else {
    tail.writeUInt32LE(narrow(listed.packed), 8)
    tail.writeUInt32LE(narrow(listed.size), 12)
  }
  return tail
}

function centralHeader(listed: Listed, sealed: boolean): Buffer {
  const { packed, size, offset } = listed
  const extra = sealed ? Buffer.concat([zip64Field([size, packed, offset]), aesField(listed.method)]) : NOTHING
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(sealed ? VERSION : PLAIN_VERSION, 4)
  commonFields(head, 6, listed, sealed)
  head.writeUInt32LE(listed.crc, 16)
  head.writeUInt32LE(sealed ? HUGE : narrow(packed), 20)
  head.writeUInt32LE(sealed ? HUGE : narrow(size), 24)
  head.writeUInt16LE(listed.name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(sealed ? HUGE : narrow(offset), 42)
  return Buffer.concat([head, listed.name, extra])
}

function narrow(size: number): number {
  if (size >= HUGE) throw new Fault('zip_too_large', 'a spreadsheet is below 4 GiB; export as CSV')
  return size
}

function endRecords(count: number, start: number, size: number, sealed: boolean): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(sealed ? 0xffff : count, 8)
  end.writeUInt16LE(sealed ? 0xffff : count, 10)
  end.writeUInt32LE(sealed ? HUGE : narrow(size), 12)
  end.writeUInt32LE(sealed ? HUGE : narrow(start), 16)
  return sealed ? Buffer.concat([zip64End(count, start, size), end]) : end
}

function zip64End(count: number, start: number, size: number): Buffer {
  const zip64 = Buffer.alloc(56)
  zip64.writeUInt32LE(0x06064b50, 0)
  zip64.writeBigUInt64LE(44n, 4)
  zip64.writeUInt16LE(VERSION, 12)
  zip64.writeUInt16LE(VERSION, 14)
  zip64.writeBigUInt64LE(BigInt(count), 24)
  zip64.writeBigUInt64LE(BigInt(count), 32)
  zip64.writeBigUInt64LE(BigInt(size), 40)
  zip64.writeBigUInt64LE(BigInt(start), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(start + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([zip64, locator])
}
