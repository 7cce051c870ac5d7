import { createHash } from 'node:crypto'
import { canonicalJson, type Manifest, manifestNoteText, PACKAGE_FILES, signNote, utf8 } from '@cunzhen/proof'

// The tools of a forger: files of a package changed, digests made to fit, signed by whom they can.

const { note } = PACKAGE_FILES

export type Files = Map<string, Uint8Array>
export interface Signer {
  readonly verifierKey: string
  sign(message: Uint8Array): Uint8Array
}
/** `nobody`: files alone. `rebuilt`: digests of the manifest made to fit. Others: signed anew. */
export type Forger = 'nobody' | 'rebuilt' | 'stranger' | 'house'

/**
 * `finds`: what the verdict must say of it, `check:code` with the place where there is one; empty where nothing can be wrong with it, and `trusts`
 * then names the file that the verdict says is not compared.
 */
export interface Forgery {
  readonly what: string
  readonly by: Forger
  /** `other`: an earlier package of the same house, over fewer records. */
  make(files: Files, other: Files): unknown
  readonly finds: readonly string[]
  readonly trusts?: string
}

export const textIn = (files: Files, name: string): string => Buffer.from(files.get(name) ?? []).toString()

export function edit(files: Files, name: string, change: (text: string) => string): void {
  const before = textIn(files, name)
  const after = change(before)
  if (after === before) throw new Error(`nothing to change in ${name}`)
  files.set(name, Uint8Array.from(Buffer.from(after)))
}
export const replace = (name: string, from: string | RegExp, to: string) => (files: Files) =>
  edit(files, name, (text) => text.replace(from, to))
export const lines = (name: string, change: (all: string[]) => string[]) => (files: Files) =>
  edit(files, name, (text) => change(text.split(/(?<=\n)/)).join(''))
export const from = (name: string) => (files: Files, other: Files) => files.set(name, other.get(name) ?? utf8(''))
export const append = (name: string, more: string) => (files: Files) =>
  files.set(name, Uint8Array.from(Buffer.concat([files.get(name) ?? utf8(''), Buffer.from(more)])))
export const cut = (name: string) => (files: Files) => files.set(name, files.get(name)?.subarray(0, -100) ?? utf8(''))
export const claim = (change: (manifest: Manifest) => unknown) => (files: Files) => {
  const manifest = JSON.parse(textIn(files, PACKAGE_FILES.manifest)) as Manifest // as the house wrote it
  change(manifest)
  files.set(PACKAGE_FILES.manifest, utf8(canonicalJson(manifest as never)))
}
export const all =
  (...makes: ((files: Files, other: Files) => unknown)[]) =>
  (files: Files, other: Files) => {
    for (const make of makes) make(files, other)
  }
export const swapped = <T>(list: T[], a: number, b: number): T[] => list.with(a, list[b] as T).with(b, list[a] as T)
export const renumbered = (all: string[]) => all.map((line, i) => line.replace(/"row":\d+/, `"row":${i + 1}`))
export const renumberedCsv = ([head = '', ...all]: string[]) => [
  head,
  ...all.map((line, i) => line.replace(/^"\d+"/, `"${i + 1}"`)),
]
/** The package after it, signed as far as the forger can. */
export function forged(
  genuine: Files,
  other: Files,
  { by, make }: Pick<Forgery, 'by' | 'make'>,
  { house, stranger }: { house: Signer; stranger: Signer },
): Files {
  const files = new Map(genuine)
  make(files, other)
  if (by === 'nobody') return files
  const signer = by === 'stranger' ? stranger : house
  claim((manifest) => {
    if (by === 'stranger') manifest.house.key = stranger.verifierKey
    manifest.files = [...files]
      .filter(([name]) => name !== PACKAGE_FILES.manifest && name !== note)
      .map(([name, bytes]) => ({
        name,
        size: bytes.length,
        sha256: digest('sha256', bytes),
        sm3: digest('sm3', bytes),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  })(files)
  if (by === 'rebuilt') return files
  const manifest = files.get(PACKAGE_FILES.manifest) ?? utf8('')
  const { origin } = (JSON.parse(textIn(files, PACKAGE_FILES.manifest)) as Manifest).house
  const text = manifestNoteText(manifest, origin)
  return files.set(note, utf8(signNote(text, signer.verifierKey, (message) => signer.sign(message))))
}

const digest = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')
