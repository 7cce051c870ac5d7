import { equalBytes, type TreeHash } from '@cunzhen/proof'
import { decodeFileLine, type FileLine, type Lines, type RehashFolder, subjectIn } from './files.ts'
import type { Subject } from './subject.ts'

const NOT_KEPT = new Uint8Array(1)

/** What a renewal wrote down, told as what is kept is told: for another renewal by the same hash to be compared with. */
export class Written {
  readonly #subjects: Lines
  readonly #files: FileLines

  constructor(folder: RehashFolder, hash: TreeHash) {
    this.#subjects = folder.subjects(hash)
    this.#files = new FileLines(folder.files(hash))
  }

  /** Of consecutive entries, in order; stretches are asked for in order too. */
  async *of(from: number, entries: readonly Uint8Array[]): AsyncGenerator<Subject> {
    const subjects = this.#subjects.read(from, from + entries.length)
    for (const i of entries.keys()) {
      const digest = subjectIn(subjects[i] ?? NOT_KEPT)
      // whoever begins in the middle has passed over lines of others
      const lines = this.#files.of(from + i).filter(({ index }) => index === from + i)
      const files = lines.map((line) => ({ line, damaged: null }))
      yield digest === null ? { state: 'destroyed' } : { state: 'kept', digest, files }
    }
  }
}

/** The lines of `files`, record by record. */
export class FileLines {
  readonly #lines: Lines
  readonly #count: number
  #next = 0
  #held: FileLine[] = []

  constructor(lines: Lines) {
    this.#lines = lines
    this.#count = lines.count()
  }

  get isAtEnd(): boolean {
    return this.#held.length === 0 && this.#next >= this.#count
  }

  /** Those of this entry, and what nobody asked for before it. */
  of(index: number): FileLine[] {
    const found: FileLine[] = []
    for (let line = this.#peek(); line !== undefined && line.index <= index; line = this.#peek()) {
      found.push(line)
      this.#held.shift()
    }
    return found
  }

  #peek(): FileLine | undefined {
    if (this.#held.length === 0) {
      this.#held = this.#lines.read(this.#next, this.#next + 1024).map(decodeFileLine)
      this.#next += this.#held.length
    }
    return this.#held[0]
  }
}

/** Whether two say of one entry what cannot both be: what was destroyed in between contradicts nothing. */
export function contradicts(before: Subject, now: Subject): boolean {
  if (before.state !== 'kept' || now.state !== 'kept') return false
  if (!equalBytes(before.digest, now.digest)) return true
  return before.files.some(({ line: { at, digest } }) => {
    const same = now.files.find(({ line }) => line.at === at)?.line.digest ?? null
    return digest !== null && same !== null && !equalBytes(digest, same)
  })
}
