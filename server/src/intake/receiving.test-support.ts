import { randomBytes } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordFields } from '@cunzhen/proof'
import { expect } from 'vitest'
import { archiveFiles, fieldsOf, type Journal, ObjectWriter } from '#archive'
import { type ImportId, newId, type RecordNo, systemClock } from '#base'
import { openKeyRegister } from '#platform/keys'
import { type ArchiveHouse, makeArchiveHouse } from '#test/archive-house'
import { admit, objectShelf, openReader, openWriter } from '../archive/house.test-support.ts'
import { openFile } from './containers/byte-source.ts'
import { listFile, listFolder } from './containers/entries.ts'
import { BOUNDS, type Bounds } from './containers/entry.ts'
import { EncodingSurvey } from './encodings/encodings.ts'
import { KeptCounts } from './kept-counts.store.ts'
import { PartNumbers } from './numbers.ts'
import { Occurrences } from './occurrences.store.ts'
import type { ReceiveOptions } from './options.ts'
import type { Draft, Piece } from './piece.ts'
import { Quarantine, type QuarantinedSpan } from './quarantine.ts'
import { openKept, QuarantineFile } from './quarantine-file.ts'
import { readPart } from './read-part.ts'
import { receive } from './receive.ts'
import type { Progress, Received } from './received.ts'
import { detectFormat, type Format, openSource } from './sources/formats.ts'
import { headOf, type SourceOptions } from './sources/source.ts'

export const PLAIN: ReceiveOptions = { format: null, mapping: null, origin: '', ownAccount: '' }

/** A mapping of the corpora's lines: {conv, seq, sender, text, ts}. */
export const CORPUS = {
  platform: 'corpus',
  conversation: 'conv',
  sender: 'sender',
  text: 'text',
  time: 'ts',
  id: ['conv', 'seq'],
  timeFormat: 'auto',
  zone: 480,
} as const

export const corpusOptions = (id: string[] = [...CORPUS.id]): ReceiveOptions => ({
  ...PLAIN,
  format: 'jsonl',
  mapping: { ...CORPUS, id },
})

export interface Arrived extends Received {
  spans: (QuarantinedSpan & { bytes: Buffer })[]
  progress: Progress[]
}

/** A real archive without its threads, and imports into it on this one. */
export interface ReceivingWorld {
  readonly dir: string
  readonly house: ArchiveHouse
  file(name: string, bytes: Uint8Array | string): string
  receive(path: string, options?: Partial<ReceiveOptions>, over?: Over): Promise<Arrived>
  receiveFolder(path: string, options?: Partial<ReceiveOptions>): Promise<Arrived>
  /** The content of a file that a record names. @param sha256 hex */
  kept(sha256: string): Promise<Buffer>
  /** Everything archived, in the order of arrival. */
  archived(): RecordFields[]
  close(): Promise<void>
}

/** Keeps files as an import's thread does, on this one. */
export function objectsOf(house: ArchiveHouse) {
  const files = archiveFiles(house.dir)
  const secrets = [house.keyring.secret('house.db'), house.keyring.secret('register')] as const
  const register = openKeyRegister(files.house, ...secrets, systemClock)
  const shelf = objectShelf(files.objects, house.keyring, register)
  const writer = new ObjectWriter(shelf.places(), {
    create: async () => shelf.createKey(),
    destroy: async (id) => shelf.destroyKey(id),
  })
  return { shelf, writer, close: () => register.close() }
}

interface Over {
  bounds?: Partial<Bounds>
  journal?: (journal: Pick<Journal, 'admit'>) => Pick<Journal, 'admit'>
  objects?: (objects: Pick<ObjectWriter, 'keep'>) => Pick<ObjectWriter, 'keep'>
}

export async function openReceivingWorld(): Promise<ReceivingWorld> {
  const house = await makeArchiveHouse()
  const writer = openWriter(house)
  const objects = objectsOf(house)
  const journal: Pick<Journal, 'admit'> = { admit: (batch) => admit(writer, batch) }
  return {
    dir: house.dir,
    house,
    file(name, bytes) {
      const path = join(house.dir, name)
      writeFileSync(path, bytes)
      return path
    },
    async receive(path, options, over = {}) {
      const source = await openFile(path)
      const bounds = { ...BOUNDS, ...over.bounds }
      try {
        const listing = await listFile(source, path.split('/').at(-1) ?? '', bounds)
        return await arrive(
          house,
          listing,
          options,
          bounds,
          over.journal?.(journal) ?? journal,
          over.objects?.(objects.writer) ?? objects.writer,
        )
      } finally {
        await source.close()
      }
    },
    receiveFolder: async (path, options) =>
      arrive(house, await listFolder(path), options, BOUNDS, journal, objects.writer),
    async kept(sha256) {
      const parts: Buffer[] = []
      const object = await objects.shelf.open(Buffer.from(sha256, 'hex'))
      for await (const part of object.content()) parts.push(part)
      return Buffer.concat(parts)
    },
    archived() {
      const reader = openReader(house)
      const all: RecordFields[] = []
      for (let no = 0; no < reader.end(); no += 1) {
        const record = reader.read(no as RecordNo) // every number below the end was given out
        if (record) all.push(fieldsOf(record))
      }
      reader.close()
      return all
    },
    async close() {
      await writer.close()
      objects.close()
      house.remove()
    },
  }
}

async function arrive(
  house: ArchiveHouse,
  listing: Parameters<typeof receive>[0],
  options: Partial<ReceiveOptions> | undefined,
  bounds: Bounds,
  journal: Pick<Journal, 'admit'>,
  objects: Pick<ObjectWriter, 'keep'>,
): Promise<Arrived> {
  const id = newId<ImportId>('imp')
  const key = randomBytes(32)
  const path = join(house.dir, 'quarantine', id)
  const file = new QuarantineFile(path, id, key, randomBytes(32))
  const occurrences = new Occurrences(join(house.dir, 'scratch'))
  const spans: QuarantinedSpan[] = []
  const progress: Progress[] = []
  try {
    const received = await receive(listing, id, { ...PLAIN, ...options }, bounds, {
      journal,
      quarantine: new Quarantine(file),
      numbers: new PartNumbers(occurrences, () => new KeptCounts({ path: `${path}.counts`, key })),
      objects,
      quarantined: async (more) => void spans.push(...more),
      progress: (one) => void progress.push(one),
    })
    const kept = []
    for (const span of spans) {
      const source = openKept(path, id, key, span.kept)
      kept.push({ ...span, bytes: await source.read(0, source.size) })
      await source.close()
    }
    return { ...received, spans: kept, progress }
  } finally {
    file.close()
    occurrences.close()
    expect(readdirSync(join(house.dir, 'scratch'))).toEqual([])
  }
}

/** All pieces of one file's bytes, fed in chunks of `step`; checks on the way that they tile it. */
export async function piecesOf(
  bytes: Buffer,
  options: (SourceOptions & { format: Format }) | null,
  name = 'x',
  step = 64 * 1024,
): Promise<Piece[]> {
  const survey = new EncodingSurvey()
  for (let at = 0; at < bytes.length; at += step) survey.add(bytes.subarray(at, at + step))
  const encoding = survey.found()
  const head = headOf(name, true, survey.head, encoding)
  const format = options?.format ?? detectFormat([name], [head])
  if (!format) return []
  const source = openSource(format, { ...PLAIN, ...options })
  source.watch?.(name)(bytes)
  const reader = source.reader(head)
  if (!reader) return []
  return collect(bytes, readPart(chunksOf(bytes, step), encoding, reader))
}

export async function collect(bytes: Buffer, runs: AsyncIterable<Piece[]>): Promise<Piece[]> {
  const all: Piece[] = []
  let at = 0
  for await (const run of runs) {
    for (const piece of run) {
      if (piece.start !== at || piece.end < at) throw new Error(`pieces do not touch at ${at}`)
      at = piece.end
      if (piece.what !== 'structure' && !bytes.subarray(piece.start, piece.end).equals(piece.bytes)) {
        throw new Error(`bytes are not those of the file at ${piece.start}`)
      }
      all.push(piece.what === 'structure' ? piece : { ...piece, bytes: Buffer.from(piece.bytes) })
    }
  }
  if (at !== bytes.length) throw new Error(`pieces end at ${at} of ${bytes.length}`)
  return all
}

export async function* chunksOf(bytes: Buffer, step: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) yield Buffer.from(bytes.subarray(at, at + step))
}

export const draftsOf = (pieces: readonly Piece[]): Draft[] =>
  pieces.flatMap((piece) => (piece.what === 'record' ? [...piece.drafts] : []))

/** Reason, items and bytes of what was quarantined, continuations joined. */
export function quarantineOf(
  pieces: readonly Piece[],
): { reason: string; items: number; start: number; text: string }[] {
  const all: { reason: string; items: number; start: number; text: string; more: boolean }[] = []
  for (const piece of pieces) {
    if (piece.what !== 'quarantine') continue
    const last = all.at(-1)
    const text = Buffer.from(piece.bytes).toString('latin1')
    if (last?.more) Object.assign(last, { items: last.items + piece.items, text: last.text + text, more: piece.more })
    else all.push({ reason: piece.reason, items: piece.items, start: piece.start, text, more: piece.more })
  }
  return all.map(({ reason, items, start, text }) => ({ reason, items, start, text }))
}

/** Line `n` of a numbered chat, in the corpora's shape. */
export const line = (n: number, text = `第${n}条`) =>
  `${JSON.stringify({ conv: 'c', seq: n, sender: '甲', text, ts: 1788000000000 + n })}\n`
export const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => line(from + at)).join('')

/** The books balance, and every byte of the source is accounted for. */
export function expectBalanced({ counts, reasons, spans }: Arrived, bytes?: number) {
  expect(counts.items).toBe(counts.archived + counts.duplicates + counts.quarantined)
  expect(counts.bytes).toBe(counts.parsedBytes + counts.quarantinedBytes)
  expect(counts.quarantined).toBe(spans.reduce((sum, span) => sum + span.items, 0))
  expect(counts.quarantinedBytes).toBe(spans.reduce((sum, span) => sum + span.bytes.length, 0))
  expect(counts.quarantined).toBe(reasons.reduce((sum, one) => sum + one.items, 0))
  for (const span of spans) expect(span.bytes.length).toBe(span.end - span.start)
  if (bytes !== undefined) expect(counts.bytes).toBe(bytes)
}

/** What a text of one format turns into. */
export const readSource = async (
  text: string | Buffer,
  format: Format | null = null,
  over: Partial<SourceOptions> = {},
  name = 'x',
) => {
  const options = format ? { ...PLAIN, format, ...over } : null
  const pieces = await piecesOf(Buffer.from(text), options, name)
  return { drafts: draftsOf(pieces), broken: quarantineOf(pieces), pieces }
}
export const fieldsOfSource = async (...args: Parameters<typeof readSource>) =>
  (await readSource(...args)).drafts.map((draft) => draft.fields)
