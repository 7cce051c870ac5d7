import { sha256 } from '#crypto'
import { toBase64, toHex } from '../bytes/bytes.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import { noteFromBytes, openNote } from '../ledger/note.ts'
import { type Manifest, PACKAGE_FILES } from '../package/package.ts'
import { SMALL, type Source } from './source.ts'
import { codeOf, type Findings } from './verdict.ts'

// Who signed, and which ledger it stands on. The key in the manifest is a claim until the caller has pinned it.

/** The text that the house signs over its manifest: formats/evidence-package.md, proof/manifest.note. */
export function manifestNoteText(manifest: Uint8Array, origin: string): string {
  return `cunzhen/evidence-package/v1\nsha256 ${toHex(sha256(manifest))}\n${origin}\n`
}

/** The key that signed these manifest bytes, or null. Whether anybody trusts it is another question: checkTrust. */
export async function checkSignature(
  source: Source,
  manifest: Manifest,
  manifestBytes: Uint8Array,
  findings: Findings,
): Promise<string | null> {
  const file = PACKAGE_FILES.note
  findings.looked('signature', 1)
  const note = await source.whole(file, SMALL)
  if (note === null) {
    findings.add('signature', 'bad_signature', { file })
    return null
  }
  try {
    const { text } = openNote(noteFromBytes(note), [manifest.house.key])
    if (text === manifestNoteText(manifestBytes, manifest.house.origin)) return manifest.house.key
    findings.add('signature', 'signed_text_differs', { file: PACKAGE_FILES.manifest })
  } catch (error) {
    findings.add('signature', 'bad_signature', { file, detail: codeOf(error) })
  }
  return null
}

/** True when the signature holds and its key is one of `trust`. With keys to trust and another signer, nothing else matters. */
export function checkTrust(
  manifest: Manifest,
  signer: string | null,
  trust: readonly string[],
  findings: Findings,
): boolean {
  const trusted = trust.includes(manifest.house.key)
  if (trust.length > 0 && !trusted) findings.add('signature', 'signer_not_trusted')
  return trusted && signer !== null
}

export async function checkCheckpoint(source: Source, manifest: Manifest, findings: Findings): Promise<void> {
  const file = PACKAGE_FILES.checkpoint
  findings.looked('checkpoint', 1)
  const note = await source.whole(file, SMALL)
  if (note === null) {
    findings.add('checkpoint', 'bad_checkpoint', { file })
    return
  }
  try {
    const { text } = openNote(noteFromBytes(note), [manifest.house.key])
    const { origin, size, root } = parseCheckpoint(text)
    const { house, ledger } = manifest
    const same = origin === house.origin && size === ledger.size && toBase64(root) === ledger.root
    if (!same) findings.add('checkpoint', 'checkpoint_differs', { file })
  } catch (error) {
    findings.add('checkpoint', 'bad_checkpoint', { file, detail: codeOf(error) })
  }
}
