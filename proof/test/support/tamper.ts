import { toHex, utf8 } from '../../src/bytes/bytes.ts'
import {
  canonicalJson,
  type FindingCode,
  type Manifest,
  manifestNoteText,
  PACKAGE_FILES,
  type Row,
  sha256,
  signNote,
  type Verdict,
} from '../../src/index.ts'
import type { TestSigner } from './signer.ts'

// What can be done to a package, with and without a key, and what a verdict says of it.

export type Files = Map<string, Uint8Array>

export function listed(files: Files): Manifest['files'] {
  return [...files]
    .filter(([name]) => name !== PACKAGE_FILES.manifest && name !== PACKAGE_FILES.note)
    .map(([name, bytes]) => ({ name, size: bytes.length, sha256: toHex(sha256(bytes)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Writes manifest and note anew, as an attacker does who rebuilds the hashes (and, with a key of theirs, signs). */
export function signManifest(files: Files, manifest: Manifest, signer: TestSigner): void {
  const bytes = utf8(canonicalJson(manifest))
  files.set(PACKAGE_FILES.manifest, bytes)
  const text = manifestNoteText(bytes, manifest.house.origin)
  files.set(PACKAGE_FILES.note, utf8(signNote(text, signer.verifierKey, signer.sign)))
}

export function readManifest(files: Files): Manifest {
  return JSON.parse(Buffer.from(files.get(PACKAGE_FILES.manifest) ?? []).toString('utf8'))
}

/** Hashes of the changed files in the manifest, the old note left as it is: what one can do without any key. */
export function rebuildHashes(files: Files, change: (manifest: Manifest) => void = () => undefined): void {
  const manifest = readManifest(files)
  manifest.files = listed(files)
  change(manifest)
  files.set(PACKAGE_FILES.manifest, utf8(canonicalJson(manifest)))
}

export function readRows(files: Files): Row[] {
  const text = Buffer.from(files.get(PACKAGE_FILES.disclosures) ?? []).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Codes of all findings, with the row where there is one: `csv:row_altered:17`. */
export function found(verdict: Verdict): string[] {
  return verdict.checks.flatMap(({ id, findings }) =>
    findings.map(({ code, row }) => `${id}:${code}${row === undefined ? '' : `:${row}`}`),
  )
}

export function codes(verdict: Verdict): FindingCode[] {
  return verdict.checks.flatMap((check) => check.codes)
}

export function textOf(files: Files, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString('utf8')
}

/** A copy of the package with one text file changed. */
export function changed(genuine: Files, name: string, change: (text: string) => string): Files {
  const files = new Map(genuine)
  const before = textOf(files, name)
  const after = change(before)
  if (after === before) throw new Error('nothing changed')
  files.set(name, utf8(after))
  return files
}

export function changedLines(genuine: Files, name: string, change: (lines: string[]) => string[]): Files {
  return changed(genuine, name, (text) => change(text.split(/(?<=\n)/)).join(''))
}
