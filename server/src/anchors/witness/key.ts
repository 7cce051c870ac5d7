import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { formatCosignerKey, parseCosignerKey } from '@cunzhen/proof'
import { Fault, Refusal } from '#base'
import type { DurableFiles } from '#platform'
import type { WitnessKey } from './witness.ts'

// A witness's own key: one file, 0600, its name and the 32-byte seed. It stands in for nobody else: a second witness, or an
// auditing cosigner, makes its own (C2SP tlog-cosignature demands it).

/** One key makes one kind of statement: which kind stands in its file. */
const HEADS = { witness: 'cunzhen/witness-key/v1', auditor: 'cunzhen/auditor-key/v1' } as const
export type WitnessKind = keyof typeof HEADS

/** @throws Refusal `witness_key_exists`; ProofError `bad_verifier_key` for a name that cannot be one */
export function makeWitnessKey(
  path: string,
  name: string,
  files: DurableFiles,
  kind: WitnessKind = 'witness',
): WitnessKey {
  if (existsSync(path)) throw new Refusal('conflict', 'witness_key_exists')
  const seed = randomBytes(32)
  const key = keyOf(name, seed)
  files.createDurably(path, Buffer.from(`${HEADS[kind]}\n${name}\n${seed.toString('base64')}\n`))
  seed.fill(0)
  return key
}

/** @throws Refusal `witness_key_missing`, `witness_key_of_another_kind`; Fault `witness_key_damaged` */
export function openWitnessKey(path: string, kind: WitnessKind = 'witness'): WitnessKey {
  if (!existsSync(path)) throw new Refusal('not_found', 'witness_key_missing')
  const [head, name = '', seed = '', end, ...more] = readFileSync(path, 'utf8').split('\n')
  const bytes = Buffer.from(seed, 'base64')
  const isOther = Object.values(HEADS).some((each) => each === head && each !== HEADS[kind])
  if (isOther) throw new Refusal('conflict', 'witness_key_of_another_kind')
  if (head !== HEADS[kind] || end !== '' || more.length > 0 || bytes.length !== 32) {
    throw new Fault('witness_key_damaged', 'put the key file back from its copy')
  }
  return keyOf(name, bytes)
}

function keyOf(name: string, seed: Buffer): WitnessKey {
  // RFC 8410: PKCS #8 of an Ed25519 key is this prefix and the seed
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const key = formatCosignerKey(name, new Uint8Array(spki.subarray(-32)))
  parseCosignerKey(key)
  return { key, sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
}
