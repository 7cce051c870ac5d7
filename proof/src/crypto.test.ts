import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testSigner } from '../test/support/package.ts'
import { bytesFrom } from '../test/support/sample.ts'
import { fromHex } from './bytes.ts'
import * as browser from './crypto.browser.ts'
import * as node from './crypto.node.ts'
import { parseVerifierKey } from './note.ts'

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

  it('agrees with RFC 8032 section 7.1, test 3', () => {
    const publicKey = fromHex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025')
    const signature = fromHex(
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    )
    expect(crypto.verifyEd25519(publicKey, Uint8Array.of(0xaf, 0x82), signature)).toBe(true)
  })
})

describe('what a browser loads', () => {
  it('no file but crypto.node.ts imports a Node module', () => {
    const folder = import.meta.dirname
    const seen = new Set<string>()
    const visit = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      const source = readFileSync(join(folder, file), 'utf8')
      for (const [, target = ''] of source.matchAll(/from '([^']+)'/g)) {
        expect(target, file).not.toMatch(/^node:/)
        if (target.startsWith('./')) visit(target.slice(2))
        if (target === '#crypto') visit('crypto.browser.ts')
      }
    }
    visit('index.ts')
    expect(seen.size).toBeGreaterThan(20)
  })
})
