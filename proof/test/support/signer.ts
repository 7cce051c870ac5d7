import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { formatVerifierKey } from '../../src/index.ts'
import { bytesFrom } from './sample.ts'

export interface TestSigner {
  verifierKey: string
  sign(message: Uint8Array): Uint8Array
}

export const ORIGIN = 'archive.example/evidence'

/** An Ed25519 key that is the same in every run; for tests only. */
export function testSigner(label: string, name = ORIGIN): TestSigner {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytesFrom(`key ${label}`, 32)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const raw = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12))
  return { verifierKey: formatVerifierKey(name, raw), sign: (message) => new Uint8Array(sign(null, message, key)) }
}
