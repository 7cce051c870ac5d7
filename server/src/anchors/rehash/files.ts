import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { type TreeHash, treeHash } from '@cunzhen/proof'
import { z } from 'zod'
import { Fault, Refusal } from '#base'
import type { DurableFiles } from '#platform'
import type { AnchorPlaces } from '../places.ts'

// What lies in `anchors/rehash/<number>/` (formats/hash-renewal.md, "What is kept"): `plan.json` from the beginning; `subjects` and `files`,
// which grow, with `progress.json` saying how much of them counts; `groups` and `text` when all was computed; `entry.json` when
// the ledger says so; the stamps.

const Hex = z.string().regex(/^[0-9a-f]+$/)
const Plan = z.strictObject({
  v: z.literal(1),
  number: z.int(),
  hash: z.enum(['sha512']),
  origin: z.string(),
  /** Of the ledger when it was begun, with its hex root: what comes later is for the next renewal. */
  size: z.int(),
  root: Hex,
  /** Hex, of the statement in the ledger: chosen before, so that it is one statement whatever crashes. */
  salt: Hex,
  begunAt: z.int(),
})
export type Plan = Readonly<z.infer<typeof Plan>>

const Progress = z.strictObject({ v: z.literal(1), entries: z.int(), files: z.int() })
export type Progress = Readonly<Pick<z.infer<typeof Progress>, 'entries' | 'files'>>

/** What the house page tells of it, beside where the ledger says it. */
const EntryNote = z.strictObject({
  v: z.literal(1),
  index: z.int(),
  at: z.int(),
  retained: z.int(),
  without: z.int(),
})
export type EntryNote = Readonly<Omit<z.infer<typeof EntryNote>, 'v'>>

/** The folder of one renewal of the hash. */
export class RehashFolder {
  readonly dir: string
  readonly #files: DurableFiles

  constructor(dir: string, files: DurableFiles) {
    this.dir = dir
    this.#files = files
  }

  plan(): Plan | null {
    return this.#read('plan.json', Plan)
  }

  progress(): Progress {
    return this.#read('progress.json', Progress) ?? { entries: 0, files: 0 }
  }

  entry(): EntryNote | null {
    return this.#read('entry.json', EntryNote)
  }

  text(): Uint8Array | null {
    return this.#bytes('text')
  }

  groups(): Uint8Array | null {
    return this.#bytes('groups')
  }

  writePlan(plan: Plan): void {
    this.#files.ensureDir(this.dir)
    this.#write('plan.json', plan)
  }

  writeProgress(progress: Progress): void {
    this.#write('progress.json', { v: 1, ...progress })
  }

  writeEntry(entry: EntryNote): void {
    this.#write('entry.json', { v: 1, ...entry })
  }

  writeBytes(name: 'groups' | 'text', bytes: Uint8Array): void {
    this.#files.writeFileDurably(join(this.dir, name), bytes)
  }

  subjects(hash: TreeHash): Lines {
    return new Lines(join(this.dir, 'subjects'), 1 + hash.length, this.#files)
  }

  files(hash: TreeHash): Lines {
    return new Lines(join(this.dir, 'files'), 13 + hash.length, this.#files)
  }

  #write(name: string, value: object): void {
    this.#files.writeFileDurably(join(this.dir, name), Buffer.from(`${JSON.stringify(value)}\n`))
  }

  #bytes(name: string): Uint8Array | null {
    const path = join(this.dir, name)
    return existsSync(path) ? new Uint8Array(readFileSync(path)) : null
  }

  /** Null where there is no such file. @throws Fault `rehash_unreadable` */
  #read<Shape extends z.ZodType>(name: string, shape: Shape): z.output<Shape> | null {
    const path = join(this.dir, name)
    if (!existsSync(path)) return null
    try {
      return shape.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch {
      throw rehashUnreadable(name)
    }
  }
}

/** Lines of one length, added at the end; a reader may begin anywhere. */
export class Lines {
  readonly width: number
  readonly #path: string
  readonly #files: DurableFiles

  constructor(path: string, width: number, files: DurableFiles) {
    this.#path = path
    this.width = width
    this.#files = files
  }

  /** Whole lines. */
  count(): number {
    return Math.floor((statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0) / this.width)
  }

  /** Nothing is left behind the first `count`: what a crash cut, or nobody counted. @throws Fault `rehash_unreadable` */
  keep(count: number): void {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
    if (size < count * this.width) throw rehashUnreadable('lines')
    if (size > count * this.width) truncateSync(this.#path, count * this.width)
  }

  append(lines: readonly Uint8Array[]): void {
    if (lines.length > 0) this.#files.appendDurably(this.#path, Buffer.concat(lines))
  }

  /** The lines from ≤ no < to as they are there, which may be fewer. */
  read(from: number, to: number): Uint8Array[] {
    const end = Math.min(to, this.count())
    if (from >= end) return []
    const bytes = new Uint8Array((end - from) * this.width)
    const file = openSync(this.#path, 'r')
    try {
      const read = readSync(file, bytes, 0, bytes.length, from * this.width)
      if (read < bytes.length) throw rehashUnreadable('lines')
    } finally {
      closeSync(file)
    }
    return Array.from({ length: end - from }, (_, i) => bytes.subarray(i * this.width, (i + 1) * this.width))
  }
}

/** Flag and digest. */
export function subjectLine(hash: TreeHash, subject: Uint8Array | null): Uint8Array {
  const line = new Uint8Array(1 + hash.length)
  if (subject === null) return line
  line[0] = 1
  line.set(subject, 1)
  return line
}

/** Null: not kept. */
export const subjectIn = (line: Uint8Array): Uint8Array | null => (line[0] === 1 ? line.subarray(1) : null)

export interface FileLine {
  /** Entry of the record, and place in its list. */
  readonly index: number
  readonly at: number
  /** Null: not kept. */
  readonly digest: Uint8Array | null
}

export function encodeFileLine(hash: TreeHash, { index, at, digest }: FileLine): Uint8Array {
  const line = new Uint8Array(13 + hash.length)
  const view = new DataView(line.buffer)
  view.setBigUint64(0, BigInt(index))
  view.setUint32(8, at)
  line.set(subjectLine(hash, digest), 12)
  return line
}

export function decodeFileLine(line: Uint8Array): FileLine {
  const view = new DataView(line.buffer, line.byteOffset, line.length)
  return { index: Number(view.getBigUint64(0)), at: view.getUint32(8), digest: subjectIn(line.subarray(12)) }
}

/** The folders there are, by number; the newest last. */
export function* rehashFolders(places: AnchorPlaces, files: DurableFiles): Generator<[number, RehashFolder]> {
  for (const number of numbersUnder(places.rehash)) yield [number, new RehashFolder(places.ofRehash(number), files)]
}

/** As `anchorPlaces` names them: groups of three digits, `x` before all but the last. */
function numbersUnder(dir: string, before = 0): number[] {
  if (!existsSync(dir)) return []
  const found = readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const [, more, digits = ''] = /^(x?)(\d{3})$/.exec(entry.name) ?? []
    if (!entry.isDirectory() || digits === '') return []
    const number = before * 1000 + Number(digits)
    return more === '' ? [number] : numbersUnder(join(dir, entry.name), number)
  })
  return found.sort((a, b) => a - b)
}

export const hashOfPlan = ({ hash }: Plan): TreeHash => treeHash(hash)

function rehashUnreadable(what: string): Fault {
  const hint = 'put anchors/rehash/ back from a backup, or move its newest folder away: then the renewal begins again'
  return new Fault('rehash_unreadable', hint, { what })
}

/** What a failed write means for whoever waits for it. */
export function diskError(error: unknown): unknown {
  const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  return isFull ? new Refusal('unavailable', 'disk_full') : error
}
