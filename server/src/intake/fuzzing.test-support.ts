import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Arrival, Journal } from '#archive'
import { type ImportId, newId, type RecordNo, Refusal } from '#base'
import type { ByteSource } from './containers/byte-source.ts'
import { listFile } from './containers/entries.ts'
import { BOUNDS, Broken } from './containers/entry.ts'
import { makeZip } from './containers/zip.test-support.ts'
import { EncodingSurvey } from './encodings/encodings.ts'
import { damage, type Random } from './fuzzing-damage.test-support.ts'
import { KeptCounts } from './kept-counts.store.ts'
import { PartNumbers } from './numbers.ts'
import { Occurrences } from './occurrences.store.ts'
import type { Piece } from './piece.ts'
import { Quarantine, type QuarantinedSpan } from './quarantine.ts'
import { QuarantineFile } from './quarantine-file.ts'
import { readPart } from './read-part.ts'
import { receive } from './receive.ts'
import { detectFormat, FORMATS, type Format, openSource } from './sources/formats.ts'
import { headOf, type Source, type SourceOptions } from './sources/source.ts'
import { headOfEntry } from './survey.ts'

// Damaged exports against every parser: nothing but a Refusal is thrown, the pieces tile the part, the books balance, and
// what is read does not depend on how the bytes were cut into chunks. Shared by `npm test` and `npm run soak -- fuzz`.

/** A file to damage: what it is called tells some formats what it is. */
export interface Seed {
  name: string
  bytes: Buffer
}

/** For the formats that need one; the others do not look at it. */
const OPTIONS: SourceOptions = {
  mapping: {
    platform: 'x',
    conversation: 'c',
    sender: 's',
    text: 't',
    time: 'ts',
    id: [],
    timeFormat: 'auto',
    zone: 480,
  },
  origin: '',
  ownAccount: '',
}

const MOST_SEED = 256 * 1024

/** Tables in the columns of the mapping above: no file explains itself as one of these. */
const TABLES: readonly [Format, Seed][] = [
  [
    'csv',
    {
      name: 'a.csv',
      bytes: Buffer.from('c,s,t,ts\r\n1,"甲 ""乙""","第1条\n, 完",2026-9-1 10:00\r\n1,丙,好的,1788000000000\r\n'),
    },
  ],
  [
    'jsonl',
    {
      name: 'a.jsonl',
      bytes: Buffer.from(
        '{"c":"1","s":"甲","t":"第1条","ts":1}\n{"c":{"d":1},"s":"乙","t":"好","ts":"2"}\n{"c":"1","s":"丙","t":"好的","ts":3}\n',
      ),
    },
  ],
]

const smsIe = (n: number) =>
  `${JSON.stringify({ _id: String(n), thread_id: '7', address: '+8613800138000', date: String(1788000000000 + n), type: '1', body: `第${n}条`, read: '1' })}\n`
const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
const row = (n: number, ...texts: string[]) =>
  `<row r="${n}">${texts.map((text, at) => cell('ABCD'.charAt(at) + n, text)).join('')}</row>`
const sheet = `<?xml version="1.0"?><worksheet><sheetData>${row(1, 'c', 's', 't', 'ts')}${row(2, '1', '甲', '好 &amp; 的', '1788000000000')}${row(3, '1', '乙', '嗯', '2')}</sheetData></worksheet>`

/** Formats of which no sample was found, as their own tests write them. */
const MADE: readonly [Format, Seed][] = [
  ['sms_ie', { name: 'messages.ndjson', bytes: Buffer.from([1, 2, 3].map(smsIe).join('')) }],
  [
    'xlsx',
    {
      name: 'a.xlsx',
      bytes: makeZip([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'xl/workbook.xml', data: '<workbook><sheets/></workbook>' },
        { name: 'xl/worksheets/sheet1.xml', data: sheet },
      ]),
    },
  ],
  ['xlsx', { name: 'xl/worksheets/sheet1.xml', bytes: Buffer.from(sheet) }],
]

/** What lies below a folder, by the format that it is known as: whole files, and the members of archives by themselves. */
export async function seedsBelow(root: string): Promise<Map<Format, Seed[]>> {
  const seeds = new Map<Format, Seed[]>(FORMATS.map((format) => [format, []]))
  for (const [format, seed] of [...TABLES, ...MADE]) seeds.get(format)?.push(seed)
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const stat = statSync(join(root, path))
    if (!stat.isFile() || stat.size === 0 || stat.size > MOST_SEED) continue
    const whole: Seed = { name: basename(path), bytes: readFileSync(join(root, path)) }
    const found = await known(whole)
    if (found) seeds.get(found.format)?.push(whole, ...found.members)
  }
  return seeds
}

async function known({ name, bytes }: Seed): Promise<{ format: Format; members: Seed[] } | null> {
  const { entries } = await listFile(inMemory(bytes), name, BOUNDS)
  const readable = entries.filter((entry) => entry.refused === null)
  let format = detectFormat(
    readable.map((entry) => entry.name),
    [],
  )
  for (const entry of readable) format ??= detectFormat([], [await headOfEntry(entry)])
  if (!format) return null
  const members: Seed[] = []
  for (const entry of entries.length > 1 ? readable : []) {
    const parts: Buffer[] = []
    for await (const chunk of entry.content()) parts.push(Buffer.from(chunk))
    members.push({ name: entry.name, bytes: Buffer.concat(parts) })
  }
  return { format, members }
}

function inMemory(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read(start, length) {
      if (start + length > bytes.length) throw new Refusal('conflict', 'source_changed')
      return Promise.resolve(Buffer.from(bytes.subarray(start, start + length)))
    },
    close: () => Promise.resolve(),
  }
}

/**
 * One damaged file through one parser, as a part or as a whole source.
 *
 * @param open how the parser is opened as a part: the test of the fuzzing hands in broken ones
 * @throws where a promise does not hold
 */
export async function fuzzOnce(
  format: Format,
  seeds: readonly Seed[],
  random: Random,
  most?: number,
  open: (options: SourceOptions) => Source = (options) => openSource(format, options),
): Promise<void> {
  const seed = seeds[random(seeds.length)]
  const other = seeds[random(seeds.length)]
  if (!seed || !other) return
  const bytes = damage(seed.bytes, other.bytes, random, most)
  if (random(4) === 0) return receiveDamaged(format, seed.name, bytes)
  const cut = await recordsOf(open(OPTIONS), seed.name, bytes, 1 + random(300))
  const whole = await recordsOf(open(OPTIONS), seed.name, bytes, bytes.length + 1)
  if (cut !== whole) throw new Error('what is read depends on how it was cut into chunks')
  await losesNoWords(open, seed, random)
}

/**
 * One byte of one record is another: the record is read otherwise, or it is in quarantine, but no word of it has become
 * structure. Not of the first record: what stands before the first line of a transcript is its title.
 */
async function losesNoWords(open: (options: SourceOptions) => Source, seed: Seed, random: Random): Promise<void> {
  const before = await piecesOf(open(OPTIONS), seed.name, seed.bytes)
  const records = before.filter((piece) => piece.what === 'record')
  const record = records[1 + random(records.length - 1)]
  if (!record) return
  const bytes = Buffer.from(seed.bytes)
  bytes[record.start + random(record.end - record.start)] = Buffer.from('" {A\0<\n')[random(7)] ?? 0
  const after = await piecesOf(open(OPTIONS), seed.name, bytes)
  const more = structureIn(after, bytes) - structureIn(before, seed.bytes)
  if (after.length > 0 && more > 8) throw new Error(`${more} bytes of words became structure`)
}

interface Stretch {
  what: Piece['what']
  start: number
  end: number
}

async function piecesOf(source: Source, name: string, bytes: Buffer): Promise<Stretch[]> {
  const survey = new EncodingSurvey()
  survey.add(bytes)
  const encoding = survey.found()
  source.watch?.(name)(bytes)
  const reader = source.reader(headOf(name, true, survey.head, encoding))
  const found: Stretch[] = []
  if (!reader) return found
  for await (const run of readPart(chunks(bytes, bytes.length), encoding, reader))
    for (const { what, start, end } of run) found.push({ what, start, end })
  return found
}

/** Bytes of structure that are no space and no bracket. */
function structureIn(pieces: readonly Stretch[], bytes: Buffer): number {
  const isWord = (byte: number) => byte > 0x20 && !',[]{}'.includes(String.fromCharCode(byte))
  return pieces
    .filter(({ what }) => what === 'structure')
    .reduce((sum, { start, end }) => sum + bytes.subarray(start, end).filter(isWord).length, 0)
}

/** Where the records of a part stand. Throws where its pieces do not tile it. */
async function recordsOf(source: Source, name: string, bytes: Buffer, step: number): Promise<string> {
  const survey = new EncodingSurvey()
  survey.add(bytes)
  const encoding = survey.found()
  const reader = source.reader(headOf(name, true, survey.head, encoding))
  if (!reader) return ''
  let at = 0
  let records = ''
  for await (const run of readPart(chunks(bytes, Math.max(step, bytes.length >> 14)), encoding, reader)) {
    for (const piece of run) {
      if (piece.start !== at || piece.end < at) throw new Error(`the pieces do not touch at ${at}`)
      at = piece.end
      if (piece.what === 'structure') continue
      if (!bytes.subarray(piece.start, piece.end).equals(piece.bytes)) throw new Error(`other bytes at ${piece.start}`)
      if (piece.what === 'record') records += `${piece.start}-${piece.end}/${piece.drafts.length} `
    }
  }
  if (at !== bytes.length) throw new Error(`the pieces end at ${at} of ${bytes.length}`)
  return records
}

async function* chunks(bytes: Buffer, step: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) yield Buffer.from(bytes.subarray(at, at + step))
}

/** As a whole source, containers and all, with a journal that takes everything. */
async function receiveDamaged(format: Format, name: string, bytes: Buffer): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-fuzz-'))
  const id = newId<ImportId>('imp')
  const file = new QuarantineFile(join(dir, 'quarantine', id), id, new Uint8Array(32), new Uint8Array(32))
  const occurrences = new Occurrences(join(dir, 'scratch'))
  const spans: QuarantinedSpan[] = []
  const admitted = { count: 0 }
  try {
    const listing = await listFile(inMemory(bytes), name, { ...BOUNDS, totalBytes: 64 * 1024 * 1024 })
    const bounds = { ...BOUNDS, totalBytes: 64 * 1024 * 1024 }
    const { counts } = await receive(listing, id, { ...OPTIONS, format }, bounds, {
      journal: takesEverything(admitted),
      quarantine: new Quarantine(file),
      numbers: new PartNumbers(
        occurrences,
        () => new KeptCounts({ path: join(dir, 'counts'), key: new Uint8Array(32) }),
      ),
      quarantined: async (more) => void spans.push(...more),
      progress: () => undefined,
    })
    const items = spans.reduce((sum, span) => sum + span.items, 0)
    const kept = spans.reduce((sum, span) => sum + span.kept.length, 0)
    if (counts.items !== admitted.count + items) throw new Error('items are not archived + quarantined')
    if (counts.quarantinedBytes !== kept) throw new Error('bytes of quarantine are missing')
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof Broken)) throw error
    if (error instanceof Broken) throw new Error('a broken archive was thrown, not quarantined')
  } finally {
    file.close()
    occurrences.close()
    rmSync(dir, { recursive: true })
  }
}

function takesEverything(admitted: { count: number }): Pick<Journal, 'admit'> {
  return {
    admit(batch: Arrival[]) {
      const from = admitted.count
      admitted.count += batch.length
      return Promise.resolve(batch.map((_, at) => ({ outcome: 'archived', record: (from + at) as RecordNo }))) // numbered as a journal would
    },
  }
}
