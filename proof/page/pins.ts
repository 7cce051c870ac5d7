import { fromBase64, ProofError, parseCertificate, parseCosignerKey, parseVerifierKey } from '../src/index.ts'

/** Whom a reader trusts: houses, witnesses, roots of time-stamping authorities. */
export interface Pins {
  trust: string[]
  witnesses: string[]
  roots: Uint8Array[]
}

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{1,20000}?)-----END CERTIFICATE-----/g

/** What was pasted, each told by its form: keys of houses and witnesses, certificates in PEM. Throws ProofError for anything else. */
export function pinsOf(text: string): Pins {
  const pins: Pins = { trust: [], witnesses: [], roots: [] }
  for (const [, body = ''] of text.matchAll(PEM)) {
    const root = fromBase64(body.replace(/\s/g, ''))
    parseCertificate(root)
    pins.roots.push(root)
  }
  for (const key of text.replace(PEM, ' ').split(/\s+/)) {
    if (key === '') continue
    if (isWitness(key)) pins.witnesses.push(key)
    else pins.trust.push(key)
  }
  pins.trust.forEach(parseVerifierKey)
  return pins
}

function isWitness(key: string): boolean {
  try {
    parseCosignerKey(key)
    return true
  } catch (error) {
    if (error instanceof ProofError) return false
    throw error
  }
}
