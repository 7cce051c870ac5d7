import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isPrivateKey, nextVersion } from './wecom-keys.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })

describe('a private key of WeCom', () => {
  it.each(['pkcs1', 'pkcs8'] as const)('may be written as %s', (type) => {
    const pem = privateKey.export({ type, format: 'pem' }).toString()
    expect(isPrivateKey(pem)).toBe(true)
    expect(isPrivateKey(`\n${pem.replaceAll('\n', '\r\n')}`)).toBe(true)
  })

  it.each(['pkcs1', 'pkcs8'] as const)('is not taken with a passphrase (%s): nobody could open it', (type) => {
    const pem = privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString()
    expect(isPrivateKey(pem)).toBe(false)
  })

  it('is no public key, and no half of one', () => {
    expect(isPrivateKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBe(false)
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(isPrivateKey(pem.slice(0, 200))).toBe(false)
  })

  it('follows the versions that are known', () => {
    expect([nextVersion([]), nextVersion([{ version: 3 }, { version: 1 }])]).toEqual([1, 4])
  })
})
