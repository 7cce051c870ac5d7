import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { formatVerifierKey } from '@cunzhen/proof/keeping'
import { invariant } from '#base'
import type { Keyring } from './keyring.ts'

/** Signs and never hands out its key. */
export interface Signer {
  /** Key name of signed notes, and the ledger's origin: `cunzhen/hse_…/evidence`. */
  readonly name: string
  /** C2SP verifier key: `name+hash+base64`. Public; what a recipient pins. */
  readonly verifierKey: string
  /** Ed25519 (RFC 8032), 64 bytes. */
  sign(message: Uint8Array): Uint8Array
}

export type SignerPurpose = 'evidence' | 'audit'

/** The signer of one of the house's two ledgers. */
export function signer(keyring: Keyring, purpose: SignerPurpose): Signer {
  const seed = keyring.secret(`signer.${purpose}`)
  return openSigner(`cunzhen/${keyring.houseId}/${purpose}`, seed)
}

/** A signer from its name and 32-byte seed, for threads that get no keyring. The seed is zeroed. */
export function openSigner(name: string, seed: Uint8Array): Signer {
  invariant(seed.length === 32, 'an Ed25519 seed has 32 bytes')
  // RFC 8410: PKCS #8 of an Ed25519 key is this prefix and the seed
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  seed.fill(0)
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return {
    name,
    verifierKey: formatVerifierKey(name, new Uint8Array(spki.subarray(-32))),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  }
}
