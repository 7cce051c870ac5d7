import { createDecipheriv, createHash, createHmac, hash as digest } from 'node:crypto'
import { ProofError } from '@cunzhen/proof'

// Opens a workbook with a password that lies in a package of this house, written after [MS-CFB] and [MS-OFFCRYPTO] 2.3.4.10 to
// 2.3.4.15 and sharing nothing with lock-workbook.ts, which wrote it.

const FREE = 0xfffffffa // from here on: end of a chain, or no sector

/** The streams of a compound file, by name. */
function streamsOf(file: Buffer): Map<string, Buffer> {
  if (file.readBigUInt64LE(0) !== 0xe11ab1a1e011cfd0n) throw new ProofError('bad_shape', 'not a compound file')
  const size = 1 << file.readUInt16LE(30)
  const small = 1 << file.readUInt16LE(32)
  const sector = (n: number): Buffer => file.subarray((n + 1) * size, (n + 2) * size)
  const numbers = (bytes: Buffer): number[] =>
    Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(i * 4))
  const places = numbers(file.subarray(76, 512))
  let next = file.readUInt32LE(68)
  for (let n = file.readUInt32LE(72); n > 0; n -= 1) {
    const more = numbers(sector(next))
    next = more.pop() ?? FREE
    places.push(...more)
  }
  const table = places.slice(0, file.readUInt32LE(44)).flatMap((n) => numbers(sector(n)))
  const chain = (from: number): Buffer => {
    const found: Buffer[] = []
    for (let n = from; n < FREE; n = table[n] ?? FREE) found.push(sector(n))
    return Buffer.concat(found)
  }
  const entries = chain(file.readUInt32LE(48))
  const smallTable = numbers(chain(file.readUInt32LE(60)))
  const streams = new Map<string, Buffer>()
  let mini = Buffer.alloc(0)
  for (let at = 0; at < entries.length; at += 128) {
    const entry = entries.subarray(at, at + 128)
    const name = entry.subarray(0, Math.max(0, entry.readUInt16LE(64) - 2)).toString('utf16le')
    const [start, length] = [entry.readUInt32LE(116), Number(entry.readBigUInt64LE(120))]
    if (entry[66] === 5) mini = Buffer.from(chain(start))
    if (entry[66] !== 2) continue
    if (length >= file.readUInt32LE(56)) streams.set(name, chain(start).subarray(0, length))
    else {
      const found: Buffer[] = []
      for (let n = start; n < FREE; n = smallTable[n] ?? FREE) found.push(mini.subarray(n * small, (n + 1) * small))
      streams.set(name, Buffer.concat(found).subarray(0, length))
    }
  }
  return streams
}

const sha512 = (...parts: Uint8Array[]): Buffer => createHash('sha512').update(Buffer.concat(parts)).digest()
const uint32 = (n: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(n)
  return bytes
}
function decrypt(key: Buffer, iv: Buffer, bytes: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', key, iv.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}

/** @returns the workbook, a zip. @throws ProofError 'wrong_password', 'bad_shape' with a word for what does not hold */
export function openLocked(file: Uint8Array, password: string): Buffer {
  const streams = streamsOf(Buffer.from(file))
  const info = streams.get('EncryptionInfo') ?? Buffer.alloc(0)
  const sealed = streams.get('EncryptedPackage') ?? Buffer.alloc(0)
  if (info.readUInt32LE(0) !== 0x00040004 || info.readUInt32LE(4) !== 0x40)
    throw new ProofError('bad_shape', 'not agile')
  const xml = info.subarray(8).toString()
  const tag = (name: string): string => new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>`).exec(xml)?.[0] ?? ''
  const said = (of: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(tag(of))?.[1] ?? ''
  const bytes = (of: string, name: string): Buffer => Buffer.from(said(of, name), 'base64')
  for (const part of ['keyData', 'encryptedKey']) {
    const ways = ['cipherAlgorithm', 'keyBits', 'cipherChaining', 'hashAlgorithm'].map((name) => said(part, name))
    if (ways.join(' ') !== 'AES 256 ChainingModeCBC SHA512') throw new ProofError('bad_shape', 'weak')
  }
  const rounds = Number(said('encryptedKey', 'spinCount'))
  if (rounds < 100_000) throw new ProofError('bad_shape', 'too few rounds')
  const salt = bytes('encryptedKey', 'saltValue')
  const round = Buffer.alloc(4 + 64)
  let hash = sha512(salt, Buffer.from(password, 'utf16le'))
  for (let i = 0; i < rounds; i += 1) {
    round.writeUInt32LE(i)
    round.set(hash, 4)
    hash = digest('sha512', round, 'buffer')
  }
  const keyFor = (block: string): Buffer => sha512(hash, Buffer.from(block, 'hex')).subarray(0, 32)
  const opened = (block: string, name: string): Buffer => decrypt(keyFor(block), salt, bytes('encryptedKey', name))
  const check = sha512(opened('fea7d2763b4b9e79', 'encryptedVerifierHashInput').subarray(0, 16))
  if (!check.equals(opened('d7aa0f6d3061344e', 'encryptedVerifierHashValue').subarray(0, 64)))
    throw new ProofError('wrong_password')
  const key = opened('146e0be7abacd0d6', 'encryptedKeyValue').subarray(0, 32)
  const own = bytes('keyData', 'saltValue')
  const integrity = (block: string, name: string): Buffer =>
    decrypt(key, sha512(own, Buffer.from(block, 'hex')), bytes('dataIntegrity', name)).subarray(0, 64)
  const mac = createHmac('sha512', integrity('5fb2ad010cb9e1f6', 'encryptedHmacKey')).update(sealed).digest()
  if (!mac.equals(integrity('a0677f02b22c8433', 'encryptedHmacValue'))) throw new ProofError('bad_shape', 'changed')
  const segments: Buffer[] = []
  for (let at = 8, n = 0; at < sealed.length; at += 4096, n += 1)
    segments.push(decrypt(key, sha512(own, uint32(n)), sealed.subarray(at, at + 4096)))
  return Buffer.concat(segments).subarray(0, Number(sealed.readBigUInt64LE(0)))
}
