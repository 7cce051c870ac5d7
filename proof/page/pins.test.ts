import { afterAll, describe, expect, it } from 'vitest'
import { ProofError } from '../src/bytes/errors.ts'
import { formatCosignerKey } from '../src/ledger/cosignature.ts'
import { parseVerifierKey } from '../src/ledger/note.ts'
import { testSigner } from '../test/support/signer.ts'
import { openTsa } from '../test/support/tsa.ts'
import { pinsOf } from './pins.ts'

const tsa = openTsa()
afterAll(() => tsa.stop())
const { verifierKey } = testSigner('house')
const witness = formatCosignerKey('w.example', parseVerifierKey(verifierKey).publicKey)
const pem = (der: Uint8Array): string => {
  const body = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`
}

describe('what a reader pastes', () => {
  it('is told apart by its form', () => {
    const root = tsa.issue('Root', 'root', null)
    expect(pinsOf('')).toEqual({ trust: [], witnesses: [], roots: [] })
    const pins = pinsOf(`${pem(root.der)} ${verifierKey}\n\n${witness}\n${pem(root.der)}`)
    expect(pins).toEqual({ trust: [verifierKey], witnesses: [witness], roots: [root.der, root.der] })
  })

  it('is refused whole when a part of it is none of these', () => {
    for (const wrong of ['key', `${verifierKey} x`, pem(new Uint8Array(50)), '-----BEGIN CERTIFICATE-----']) {
      expect(() => pinsOf(wrong)).toThrow(ProofError)
    }
  })
})
