import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { compoundFile } from './compound-file.ts'

// A workbook that asks for a password: [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15, agile encryption, as Excel writes it since 2013: AES-256-CBC,
// SHA-512, 100,000 rounds, and a MAC over all of it.

const ROUNDS = 100_000
const SEGMENT = 4096
const KEY = 32
const SALT = 16
/** What each derived key is for. */
const FOR = {
  verifierInput: 'fea7d2763b4b9e79',
  verifierValue: 'd7aa0f6d3061344e',
  key: '146e0be7abacd0d6',
  macKey: '5fb2ad010cb9e1f6',
  macValue: 'a0677f02b22c8433',
} as const

export function lockWorkbook(workbook: Buffer, password: string): Buffer {
  const [key, salt, own] = [randomBytes(KEY), randomBytes(SALT), randomBytes(SALT)]
  // 1. The workbook in segments, each under a vector of its number.
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(workbook.length))
  const sealed: Buffer[] = [size]
  for (let at = 0, n = 0; at < workbook.length; at += SEGMENT, n += 1)
    sealed.push(encrypt(key, sha512(own, uint32(n)), workbook.subarray(at, at + SEGMENT)))
  const content = Buffer.concat(sealed)
  // 2. Its key under the password, and what tells a wrong one.
  let hash = sha512(salt, Buffer.from(password, 'utf16le'))
  for (let i = 0; i < ROUNDS; i += 1) hash = sha512(uint32(i), hash)
  const under = (use: keyof typeof FOR, bytes: Buffer): string =>
    encrypt(sha512(hash, Buffer.from(FOR[use], 'hex')).subarray(0, KEY), salt, bytes).toString('base64')
  const input = randomBytes(SALT)
  // 3. The MAC, and its key under the workbook's.
  const macKey = randomBytes(64)
  const mac = createHmac('sha512', macKey).update(content).digest()
  const beside = (use: keyof typeof FOR, bytes: Buffer): string =>
    encrypt(key, sha512(own, Buffer.from(FOR[use], 'hex')), bytes).toString('base64')
  const ways = (of: Buffer) =>
    `saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="${of.toString('base64')}"`
  const integrity = `<dataIntegrity encryptedHmacKey="${beside('macKey', macKey)}" encryptedHmacValue="${beside('macValue', mac)}"/>`
  const opens = `encryptedVerifierHashInput="${under('verifierInput', input)}" encryptedVerifierHashValue="${under('verifierValue', sha512(input))}" encryptedKeyValue="${under('key', key)}"`
  const uri = 'http://schemas.microsoft.com/office/2006'
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="${uri}/encryption" xmlns:p="${uri}/keyEncryptor/password"><keyData ${ways(own)}/>${integrity}<keyEncryptors><keyEncryptor uri="${uri}/keyEncryptor/password"><p:encryptedKey spinCount="${ROUNDS}" ${ways(salt)} ${opens}/></keyEncryptor></keyEncryptors></encryption>`
  // version 4.4, and the flag that says agile
  const info = Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(xml)])
  for (const secret of [key, hash, macKey]) secret.fill(0)
  return compoundFile([
    { name: 'EncryptionInfo', bytes: info },
    { name: 'EncryptedPackage', bytes: content },
  ])
}

function sha512(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function uint32(n: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(n)
  return bytes
}

/** CBC without padding of its own: the last block is filled with zeros. */
function encrypt(key: Uint8Array, vector: Uint8Array, bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, vector.subarray(0, 16)).setAutoPadding(false)
  const rest = Buffer.alloc((16 - (bytes.length % 16)) % 16)
  return Buffer.concat([cipher.update(bytes), cipher.update(rest), cipher.final()])
}
