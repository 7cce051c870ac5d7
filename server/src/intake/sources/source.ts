import { alphabet, type EncodingFound } from '../encodings/encodings.ts'
import type { Gaps } from '../gaps.ts'
import type { PartReader } from '../read-part.ts'
import type { Mapping } from './mapping.ts'
import type { WecomKey } from './wecom-envelope.ts'

/** A kind of export: what it is called, how it is known, how it is read. */
export interface SourceFormat<Name extends string> {
  readonly name: Name
  /** By the names of all parts of a folder or archive. */
  knowsNames?(names: readonly string[]): boolean
  /** By how one part begins. Formats that need a mapping never explain themselves. */
  knowsHead?(head: PartHead): boolean
  /** @throws Refusal `mapping_needed` */
  open(options: SourceOptions): Source
}

export interface SourceOptions {
  mapping: Mapping | null
  /** Whose export this is; part of every identity. */
  origin: string
  /** SMS: the account of the phone's owner; '' when not known. */
  ownAccount: string
  /** Minutes east of UTC, of local times whose zone the source does not name; null: the mapping's, else China's. */
  zone?: number | null
  /** WeCom: private keys of this import. Secret: they live in memory only, and are never part of what is kept of it. */
  keys?: readonly WecomKey[]
}

/** What is known of a part before it is read. */
export interface PartHead {
  /** Its path in the archive or folder, or the file's own name. */
  name: string
  /** True: the file is the whole source. */
  alone: boolean
  /** The first bytes as text; what cannot be decoded is U+FFFD. */
  text: string
}

/** One import's reader of one format. */
export interface Source {
  /** Lower comes first: parts that explain others. */
  rank(name: string): number
  /**
   * Shown all bytes of a part, in its own encoding, before `reader` is asked for it: for what only the whole tells, as
   * in which order a file writes day and month.
   */
  watch?(name: string): (chunk: Buffer) => void
  /** How to read this part; null: it is a file of the export that holds no messages. */
  reader(part: PartHead): PartReader | null
  /** What the source's own numbers say is missing. */
  gaps(): Gaps
}

export function headOf(name: string, alone: boolean, head: Buffer, encoding: EncodingFound): PartHead {
  const letters = alphabet(encoding.encoding)
  return { name, alone, text: Buffer.from(letters.toUtf8(head.subarray(encoding.bom))).toString('utf8') }
}
