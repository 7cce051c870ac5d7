import { createHash, hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { FIELDS, openZipPackage, readWhole, verifyPackage } from '@cunzhen/proof'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { Arrival } from '#archive'
import { EXPORT_FORMATS, type ExportFormat, sheetPassword } from '#evidence'
import { fontsFound } from '#papers'
import { signer } from '#platform/keys'
import { openLocked } from '../../src/evidence/formats/agile.test-support.ts'
import { admitAll, arrivalOf, openWorld, type World } from '../../src/evidence/world.test-support.ts'
import { blobsIn, Needles } from './needles.ts'
import { textsIn } from './package-texts.ts'
import { bodyWith, PlantedSearch, plantedIn } from './planted.ts'

// Packages of messages whose every secret is known, in every format, sealed to a password and to a key of age: opened as their
// recipient opens them, everything in them inflated, decoded and read, and searched for each secret, for every seed and salt
// above something hidden, and for what ten thousand guesses at a hidden number give under any hash and any disclosed salt.

export interface LeaksReport {
  rows: number
  packages: number
  /** Files read, and characters in them and in what was packed in them. */
  files: number
  characters: number
  /** Seeds and salts that must be nowhere, and bytes that were searched for them at every offset. */
  seeds: number
  searched: number
  /** Digests of guesses at hidden numbers, plain and under every salt that is shown. */
  guesses: number
  /** Places that the true number under the true salt confirms: that the search can find. */
  confirmable: number
  seconds: number
  problems: string[]
}

const ROOMS = 17
const GUESSED = 3
const SALTED = 10

export async function lookForLeaks(rows: number, say: (line: string) => void = () => {}): Promise<LeaksReport> {
  const startedAt = performance.now()
  const report: LeaksReport = {
    rows,
    packages: 0,
    files: 0,
    characters: 0,
    seeds: 0,
    searched: 0,
    guesses: 0,
    confirmable: 0,
    seconds: 0,
    problems: [],
  }
  const arrivals = Array.from({ length: rows }, (_, n) => arrivalWith(n, rows))
  const world = await openWorld(arrivals.slice(0, ROOMS * 2)) // so many that every conversation is in the grant
  try {
    await admitAll(world.archive, arrivals.slice(ROOMS * 2))
    const planted = new PlantedSearch(rows)
    for (const seal of ['password', 'age'] as const) {
      const files = await packageOf(world, seal, report)
      say(`${seal}: ${files.size} files`)
      const blobs = readAll(files, planted, seal, report)
      const shown = rowsOf(files)
      if (shown.length !== rows) report.problems.push(`${seal}: ${shown.length} of ${rows} rows`)
      searchSeeds(shown, arrivals, blobs, report)
      guess(shown, arrivals, blobs, report)
      report.packages += 1
      say(`${seal}: ${report.seeds} seeds, ${report.guesses} guesses, ${report.problems.length} problems`)
    }
  } finally {
    await world.close()
  }
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

function arrivalWith(n: number, rows: number): Arrival {
  const { name, account } = plantedIn(n)
  return arrivalOf(n, {
    body: bodyWith(n),
    name,
    sender: account,
    conversation: `secret-room-${n % ROOMS}`,
    at: n % 97 === 0 ? null : 1_690_000_000_000 + ((n * 7919) % 100_000) * 1000,
    fields: { origin: 'secret-origin', recipients: `["${plantedIn((n + 1) % rows).account}"]` },
  })
}

type Files = ReadonlyMap<string, Uint8Array>
const PAGES: readonly ExportFormat[] = ['pdf', 'load']
/** It has a password made of the package's. */
const LOCKED: ExportFormat = 'xlsx_locked'

async function packageOf(world: World, seal: 'password' | 'age', report: LeaksReport): Promise<Files> {
  const formats = EXPORT_FORMATS.filter(
    (each) => (fontsFound() || !PAGES.includes(each)) && !(seal === 'age' && each === LOCKED),
  )
  const identity = await generateX25519Identity()
  const ageRecipient = seal === 'age' ? await identityToRecipient(identity) : undefined
  const id = await world.run({ formats, ...(ageRecipient && { ageRecipient }) })
  const { requester } = world.people
  const { state, problem } = await world.exports.view(requester, id)
  if (state !== 'ready') throw new Error(`the export is ${state}: ${problem}`)
  const sealed = Uint8Array.from(readFileSync((await world.exports.download(requester, id)).path))
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const zip = seal === 'age' ? Uint8Array.from(await decrypter.decrypt(sealed)) : sealed
  const password = seal === 'age' ? null : await world.exports.password(requester, id)
  const reader = await openZipPackage(new Blob([zip]), password)
  const trust = [signer(world.house.keyring, 'evidence').verifierKey]
  const { verdict } = await verifyPackage(reader, { trust })
  if (verdict !== 'genuine') report.problems.push(`${seal}: ${verdict}`)
  const files = new Map<string, Uint8Array>()
  for (const { name } of reader.files) {
    const bytes = await readWhole(reader.read(name), 2 ** 31, name)
    const isLocked = name.endsWith('-locked.xlsx') && password !== null
    files.set(name, isLocked ? openLocked(bytes, sheetPassword(password)) : bytes)
  }
  return files
}

/** Words that no one is told, and one that stands in every kind of file: the search can find. */
const HIDDEN = ['secret-room', 'secret-origin', '存真演示投诉群']
const SHOWN = '邀请你加入群聊'

/** Everything searched for what was planted. @returns what stands in it as base64 or hexadecimal */
function readAll(files: Files, planted: PlantedSearch, seal: string, report: LeaksReport): Buffer[] {
  const blobs: Buffer[] = []
  const readable = new Set<string>()
  for (const [name, bytes] of files) {
    report.files += 1
    const texts = textsIn(name, bytes)
    // and without white space: a line may end inside a number
    for (const text of [...texts, ...texts.map((each) => each.replaceAll(/\s/g, ''))]) {
      report.characters += text.length
      const found = [...planted.kindsIn(text), ...HIDDEN.filter((word) => text.includes(word))]
      for (const kind of found) report.problems.push(`${seal}: ${kind} in ${name}`)
      if (text.includes(SHOWN)) readable.add(kindOf(name))
    }
    for (const text of texts) for (const blob of blobsIn(text)) blobs.push(blob)
  }
  const expected = new Set([...files.keys()].filter((name) => name.startsWith('data/')).map(kindOf))
  expected.delete('dat')
  expected.delete('opt')
  for (const kind of expected)
    if (!readable.has(kind)) report.problems.push(`${seal}: nothing could be read in ${kind}`)
  report.searched += blobs.reduce((sum, { length }) => sum + length, 0)
  return blobs
}

const kindOf = (name: string) => name.slice(name.lastIndexOf('.') + 1)

/** A line of the disclosures, of either version. */
interface Line {
  readonly index: number
  readonly masks: readonly { field: string; kind: string; start?: number; end?: number }[]
  readonly json: string
}

function rowsOf(files: Files): Line[] {
  const lines = Buffer.from(files.get('proof/disclosures.ndjson') ?? [])
    .toString()
    .trimEnd()
    .split('\n')
  return lines.map((json) => {
    const { index, masks } = JSON.parse(json) as { index: number; masks: unknown[] } // the verifier has read it strictly
    return { index, masks: masks.map(maskOf), json }
  })
}

/** Version 1 has objects, version 2 arrays (formats/evidence-package.md). */
function maskOf(mask: unknown): Line['masks'][number] {
  if (!Array.isArray(mask)) return mask as Line['masks'][number] // as the format has it
  const [field, kind, start, end] = mask as [string, string, unknown, unknown]
  return typeof start === 'number' && typeof end === 'number' ? { field, kind, start, end } : { field, kind }
}

function searchSeeds(
  rows: readonly Line[],
  arrivals: readonly Arrival[],
  blobs: readonly Buffer[],
  report: LeaksReport,
): void {
  const seeds = new Needles(16)
  for (const row of rows) {
    const arrival = arrivals[row.index]
    if (arrival) for (const { seed } of hiddenUnder(row, arrival)) seeds.add(seed)
  }
  report.seeds += seeds.count
  if (seeds.count < rows.length * 10) report.problems.push('too little is hidden for a search to mean anything')
  const hits = blobs.reduce((sum, blob) => sum + seeds.hitsIn(blob), 0)
  if (hits > 0) report.problems.push(`${hits} seeds or salts of something hidden`)
}

function guess(
  rows: readonly Line[],
  arrivals: readonly Arrival[],
  blobs: readonly Buffer[],
  report: LeaksReport,
): void {
  const phones = rows.filter(({ masks }) => masks.some(({ field, kind }) => field === 'body' && kind === 'phone'))
  const guessed = new Needles(16)
  for (const { index } of phones.slice(0, GUESSED)) addPlainGuesses(plantedIn(index).phone, bodyWith(index), guessed)
  const confirming = new Needles(16)
  for (const row of phones.slice(0, SALTED)) {
    for (const salt of saltsShown(row)) {
      for (const digit of '0123456789') guessed.add(sha256(Buffer.of(0), salt, Buffer.from(digit)))
    }
    const arrival = arrivals[row.index]
    if (!arrival) continue
    for (const { seed, character } of hiddenUnder(row, arrival)) {
      if (character !== null && /\d/.test(character)) confirming.add(sha256(Buffer.of(0), seed, Buffer.from(character)))
    }
  }
  report.guesses += guessed.count
  const hits = (needles: Needles) => blobs.reduce((sum, blob) => sum + needles.hitsIn(blob), 0)
  const confirmed = hits(guessed)
  if (confirmed > 0) report.problems.push(`${confirmed} guesses are confirmed`)
  const confirmable = hits(confirming)
  report.confirmable += confirmable
  if (confirmable < Math.min(phones.length, SALTED)) report.problems.push('the true numbers are not confirmed either')
}

/** The middle four digits are hidden: every number that it could be, under what people hash with. */
function addPlainGuesses(phone: string, body: string, needles: Needles): void {
  for (let at = 0; at < 10_000; at++) {
    const middle = String(at).padStart(4, '0')
    const number = phone.slice(0, 3) + middle + phone.slice(7)
    for (const text of [middle, number, `+86${number}`, body.replace(phone, number)]) {
      for (const algorithm of ['sha256', 'sha1', 'md5', 'sm3'])
        needles.add(createHash(algorithm).update(text).digest().subarray(0, 16))
    }
  }
}

interface Hidden {
  readonly seed: Buffer
  /** Of a salt of one character: that one. */
  readonly character: string | null
}

/** Every seed and salt of formats/commitment.md that lies above something that is masked. */
function* hiddenUnder({ masks }: Line, { seed, fields }: Arrival): Generator<Hidden> {
  if (masks.length === 0) return
  yield { seed: Buffer.from(seed), character: null }
  for (const [k, name] of FIELDS.entries()) {
    const own = masks.filter(({ field }) => field === name)
    if (own.length === 0) continue
    const fieldSeed = sha256(Buffer.of(6), seed, Buffer.of(k)).subarray(0, 16)
    yield { seed: fieldSeed, character: null }
    if (name !== 'sender' && name !== 'senderName' && name !== 'body') continue
    const isHidden = (at: number) =>
      own.some(({ start, end }) => start === undefined || end === undefined || (start <= at && at < end))
    const characters = [...fields[name]]
    for (let b = 0; b * 64 < characters.length; b++) {
      const block = characters.slice(b * 64, b * 64 + 64)
      if (!block.some((_, i) => isHidden(b * 64 + i))) continue
      const blockSeed = sha256(Buffer.of(7), fieldSeed, u32(b)).subarray(0, 16)
      yield { seed: blockSeed, character: null }
      for (const [i, character] of block.entries())
        if (isHidden(b * 64 + i)) yield { seed: saltOf(blockSeed, i), character }
    }
  }
}

/** Whatever a line holds that may be a seed or a salt, and the salts that would follow from it. */
function saltsShown({ json }: Line): Buffer[] {
  const given = [...json.matchAll(/"([A-Za-z0-9+/]{22,}={0,2})"/g)]
  const direct = given.flatMap(([, text = '']) => pieces(Buffer.from(text, 'base64')))
  const blocks = direct.flatMap((seed) => [0, 1].map((b) => sha256(Buffer.of(7), seed, u32(b)).subarray(0, 16)))
  const fields = direct.flatMap((seed) =>
    FIELDS.map((_, k) => sha256(Buffer.of(6), seed, Buffer.of(k)).subarray(0, 16)),
  )
  const derived = [...direct, ...blocks].flatMap((seed) => Array.from({ length: 24 }, (_, i) => saltOf(seed, i)))
  return [...direct, ...blocks, ...fields, ...derived]
}

function saltOf(blockSeed: Uint8Array, i: number): Buffer {
  const pair = sha256(Buffer.of(2), blockSeed, Buffer.of(0, i >> 1))
  return i % 2 === 0 ? pair.subarray(0, 16) : pair.subarray(16)
}

function pieces(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.floor(bytes.length / 16) }, (_, i) => bytes.subarray(16 * i, 16 * i + 16))
}

function u32(n: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(n)
  return bytes
}

function sha256(...parts: Uint8Array[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer')
}
