import { createSha256, createSm3 } from '#crypto'
import { toHex } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { linesOf, type PackageReader, readWhole, wholeLines } from '../containers/reader.ts'
import type { FindingCode, Findings } from './verdict.ts'

/** Bounds of what is held in memory at once (formats/evidence-package.md, Container). */
export const SMALL = 16 * 1024 * 1024
export const LARGE = 1024 * 1024 * 1024
const LINE = 16 * 1024 * 1024

/** The files of a package while it is verified: every byte is counted and hashed as it is read, so that each is read once. */
export class Source {
  readonly names: ReadonlySet<string>
  readonly reader: PackageReader
  /** Size and hex digests of the files that were read to their ends. */
  readonly digests = new Map<string, { size: number; sha256: string; sm3?: string }>()
  /** Whether SM3 is taken of what is read from now on. */
  withSm3 = false
  /** Files whose reading was begun and given up: they are not tried again. */
  readonly #unfinished = new Set<string>()
  readonly #findings: Findings

  constructor(reader: PackageReader, findings: Findings) {
    this.reader = reader
    this.names = new Set(reader.files.map(({ name }) => name))
    this.#findings = findings
  }

  /** As declared; 0 for a file that is not there. */
  sizeOf(name: string): number {
    return this.reader.files.find((file) => file.name === name)?.size ?? 0
  }

  lines(name: string): AsyncIterator<Uint8Array> {
    return this.names.has(name) ? linesOf(this.#metered(name), LINE, name) : noLines()
  }

  /** The same in pieces of whole lines. */
  wholeLines(name: string): AsyncIterator<Uint8Array> {
    return this.names.has(name) ? wholeLines(this.#metered(name), LINE, name) : noLines()
  }

  /** A file whole, or null when it is not there or cannot be read (which the container check then says). */
  async whole(name: string, limit: number): Promise<Uint8Array | null> {
    if (!this.names.has(name)) return null
    try {
      return await readWhole(this.#metered(name), limit, name)
    } catch (error) {
      this.#findings.add('container', readingCode(error), { file: name })
      return null
    }
  }

  /** Reads to the end a file that nobody needed, for its digest. */
  async finish(name: string): Promise<void> {
    if (this.digests.has(name) || this.#unfinished.has(name)) return
    try {
      for await (const _ of this.#metered(name));
    } catch (error) {
      this.#findings.add('container', readingCode(error), { file: shownName(name) })
    }
  }

  async *#metered(name: string): AsyncGenerator<Uint8Array> {
    const running = createSha256()
    const second = this.withSm3 ? createSm3() : null
    let size = 0
    this.#unfinished.add(name)
    for await (const chunk of this.reader.read(name)) {
      running.update(chunk)
      second?.update(chunk)
      size += chunk.length
      yield chunk
    }
    this.#unfinished.delete(name)
    const sm3 = second === null ? {} : { sm3: toHex(second.digest()) }
    this.digests.set(name, { size, sha256: toHex(running.digest()), ...sm3 })
  }
}

async function* noLines(): AsyncGenerator<Uint8Array> {}

function readingCode(error: unknown): FindingCode {
  if (!(error instanceof ProofError)) throw error
  if (error.code === 'file_too_large' || error.code === 'compression_ratio') return error.code
  return 'unreadable_file'
}

/** A file name of the attacker's choice goes to a terminal or a page: printable ASCII, and not long. */
export function shownName(name: string): string {
  return name.slice(0, 100).replace(/[^\x20-\x7e]/gu, '?')
}
