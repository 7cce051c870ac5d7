import { signNote } from '@cunzhen/proof'
import { invariant } from '#base'
import { type Keyring, signer } from '#platform/keys'

/**
 * The house's signature over a manifest. The key is the ledger's: the text is held to the manifest's form, so that nothing
 * signed here can be read as a checkpoint.
 */
export function signedManifest(keyring: Keyring, origin: string, text: string): string {
  const [format, digest, name, end, ...more] = text.split('\n')
  const isManifest =
    format === 'cunzhen/evidence-package/v1' && /^sha256 [0-9a-f]{64}$/.test(digest ?? '') && name === origin
  invariant(isManifest && end === '' && more.length === 0, 'only a manifest is signed for an export')
  const evidence = signer(keyring, 'evidence')
  return signNote(text, evidence.verifierKey, (message) => evidence.sign(message))
}
