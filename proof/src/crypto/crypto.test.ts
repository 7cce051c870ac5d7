import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { testSigner } from '../../test/support/signer.ts'
import { fromHex } from '../bytes/bytes.ts'
import { parseVerifierKey } from '../ledger/note.ts'
import * as browser from './crypto.browser.ts'
import * as node from './crypto.node.ts'

describe.each([
  ['node', node],
  ['browser', browser],
])('#crypto for the %s', (_, crypto) => {
  it('hashes as Node does, at every size around a block', () => {
    for (let size = 0; size < 200; size++) {
      const bytes = bytesFrom('hash', size)
      const expected = createHash('sha256').update(bytes).digest()
      expect(Buffer.from(crypto.sha256(bytes))).toEqual(expected)
      const out = new Uint8Array(60)
      crypto.sha256Into(bytes.subarray(0), out, 7, 32)
      expect(Buffer.from(out)).toEqual(Buffer.concat([Buffer.alloc(7), expected, Buffer.alloc(21)]))
      crypto.sha256Into(bytes, out.fill(0), 7, 16)
      expect(Buffer.from(out)).toEqual(Buffer.concat([Buffer.alloc(7), expected.subarray(0, 16), Buffer.alloc(37)]))
      const running = crypto.createSha256()
      running.update(bytes.subarray(0, size >> 1))
      running.update(bytes.subarray(size >> 1))
      expect(Buffer.from(running.digest())).toEqual(expected)
      const key = bytesFrom('key', size)
      expect(Buffer.from(crypto.hmacSha256(key, bytes))).toEqual(createHmac('sha256', key).update(bytes).digest())
    }
  })

  it('spells bytes as Node does, and reads one spelling only', () => {
    for (let size = 0; size < 100; size++) {
      const bytes = bytesFrom('spelt', size)
      const text = Buffer.from(bytes).toString('base64')
      expect(crypto.encodeBase64(bytes)).toBe(text)
      expect(crypto.encodeBase64(bytesFrom('spelt', size + 3).subarray(0, size))).toBe(text)
      expect(crypto.encodeHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      expect(crypto.decodeBase64(text)).toEqual(bytes)
      for (const other of [
        `${text} `,
        ` ${text}`,
        `${text}\n`,
        `${text}=`,
        text.replace(/=$/, ''),
        text.replaceAll('+', '-'),
      ])
        if (other !== text) expect(crypto.decodeBase64(other)).toBeNull()
    }
    for (const text of ['AB==', 'AAB=', 'A', 'AA', '====', 'AA=A', 'AA-_', 'AAAA====', '\u{1f600}AA', 'ＡＡＡＡ'])
      expect(crypto.decodeBase64(text)).toBeNull()
  })

  it('verifies an Ed25519 signature and nothing else', () => {
    const signer = testSigner('house')
    const { publicKey } = parseVerifierKey(signer.verifierKey)
    const message = bytesFrom('message', 50)
    const signature = signer.sign(message)
    expect(crypto.verifyEd25519(publicKey, message, signature)).toBe(true)
    for (let i = 0; i < 64; i++) {
      const wrong = signature.with(i, (signature[i] ?? 0) ^ 1)
      expect(crypto.verifyEd25519(publicKey, message, wrong)).toBe(false)
    }
    expect(crypto.verifyEd25519(publicKey, message.subarray(1), signature)).toBe(false)
    expect(crypto.verifyEd25519(publicKey, message, signature.subarray(1))).toBe(false)
    expect(crypto.verifyEd25519(publicKey.subarray(1), message, signature)).toBe(false)
    expect(crypto.verifyEd25519(new Uint8Array(32).fill(0xff), message, signature)).toBe(false)
  })

  it('hashes for time stamps as Node does', () => {
    for (const name of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
      const bytes = bytesFrom(name, 77)
      expect(Buffer.from(crypto.digestOf(name, bytes))).toEqual(createHash(name).update(bytes).digest())
    }
  })

  it('verifies RSA and ECDSA signatures and nothing else', () => {
    const message = bytesFrom('message', 50)
    for (const name of ['sha256', 'sha384', 'sha512'] as const) {
      const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const { n = '', e = '' } = rsa.publicKey.export({ format: 'jwk' })
      const key = { modulus: fromBase64Url(n), exponent: fromBase64Url(e) }
      const signature = new Uint8Array(sign(name, message, rsa.privateKey))
      expect(crypto.verifyRsa(key, name, message, signature)).toBe(true)
      expect(crypto.verifyRsa(key, name, message.subarray(1), signature)).toBe(false)
      expect(crypto.verifyRsa(key, name === 'sha256' ? 'sha512' : 'sha256', message, signature)).toBe(false)
      for (const at of [0, 100, 255]) {
        const wrong = signature.with(at, (signature[at] ?? 0) ^ 1)
        expect(crypto.verifyRsa(key, name, message, wrong)).toBe(false)
      }
      expect(crypto.verifyRsa(key, name, message, signature.subarray(1))).toBe(false)
      expect(crypto.verifyRsa(key, name, message, new Uint8Array(256).fill(0xff))).toBe(false)
      expect(crypto.verifyRsa(key, name, message, new Uint8Array(256))).toBe(false)
    }
    for (const curve of ['P-256', 'P-384', 'P-521'] as const) {
      const ec = generateKeyPairSync('ec', { namedCurve: curve })
      const { x = '', y = '' } = ec.publicKey.export({ format: 'jwk' })
      const key = { curve, x: fromBase64Url(x), y: fromBase64Url(y) }
      for (const name of ['sha256', 'sha384', 'sha512'] as const) {
        const how = { key: ec.privateKey, dsaEncoding: 'ieee-p1363' } as const
        const signature = new Uint8Array(sign(name, message, how))
        expect(crypto.verifyEcdsa(key, name, message, signature), `${curve} ${name}`).toBe(true)
        expect(crypto.verifyEcdsa(key, name, message.subarray(1), signature)).toBe(false)
        const wrong = signature.with(9, (signature[9] ?? 0) ^ 1)
        expect(crypto.verifyEcdsa(key, name, message, wrong)).toBe(false)
        expect(crypto.verifyEcdsa(key, name, message, signature.subarray(1))).toBe(false)
        expect(crypto.verifyEcdsa(key, name, message, new Uint8Array(signature.length))).toBe(false)
        expect(crypto.verifyEcdsa({ ...key, x: key.y }, name, message, signature)).toBe(false)
      }
    }
  })

  it('agrees with RFC 8032 section 7.1, test 3', () => {
    const publicKey = fromHex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025')
    const signature = fromHex(
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    )
    expect(crypto.verifyEd25519(publicKey, Uint8Array.of(0xaf, 0x82), signature)).toBe(true)
  })
})

const fromBase64Url = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'))

describe('what a browser loads', () => {
  it('no file but crypto.node.ts imports a Node module', () => {
    const folder = join(import.meta.dirname, '..')
    const seen = new Set<string>()
    const visit = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      const source = readFileSync(join(folder, file), 'utf8')
      for (const [, target = ''] of source.matchAll(/from '([^']+)'/g)) {
        expect(target, file).not.toMatch(/^node:/)
        if (target.startsWith('.')) visit(join(dirname(file), target))
        if (target === '#crypto') visit('crypto/crypto.browser.ts')
      }
    }
    visit('index.ts')
    expect(seen.size).toBeGreaterThan(20)
  })
})
