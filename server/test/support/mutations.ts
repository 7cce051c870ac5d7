import { createHash } from 'node:crypto'
import { openZipPackage, ProofError, readWhole, type VerifyOptions, verifyPackage } from '@cunzhen/proof'
import { signer } from '#platform/keys'
import { arrivalOf, openWorld } from '../../src/evidence/world.test-support.ts'
import { chance } from './search-oracle.ts'
import { zipPlaces } from './zip-places.ts'

// A house's own package, changed in one place, again and again: in the sealed zip, in its files, and in its files with every
// hash of the manifest made to fit (what one can do without the house's key). Each is refused or found wrong; or the byte is
// in a field of the container that says nothing about the contents (the list in formats/evidence-package.md), and then every
// file reads as before.

export interface MutationsReport {
  mutations: number
  /** Of the zip as it is handed out; of its files; of its files, hashes rebuilt. */
  container: number
  files: number
  rebuilt: number
  refused: number
  wrong: number
  irrelevant: number
  /** Fields that a change was made in, and fields in which one had no effect. */
  touched: number
  without_effect: string[]
  seconds: number
  problems: string[]
}

type Files = Map<string, Uint8Array>
type Random = ReturnType<typeof chance>

/** As in formats/evidence-package.md, "Bytes that say nothing": what the directory repeats, and what is told to other programs. */
export const IRRELEVANT_FIELDS: readonly string[] = [
  ...['needed', 'flags', 'method', 'time', 'date', 'crc', 'packed', 'size'].map((field) => `local.${field}`),
  ...['head', 'zip64', 'aes'].map((field) => `local.extra.${field}`),
  ...['made_by', 'needed', 'flags', 'time', 'date', 'crc', 'disk', 'internal', 'external'].map(
    (each) => `central.${each}`,
  ),
  ...['head', 'aes'].map((field) => `central.extra.${field}`),
  ...['signature', 'crc', 'packed', 'size'].map((field) => `descriptor.${field}`),
  ...['disk', 'directory_disk', 'entries_here', 'entries', 'directory_size', 'directory_at', 'comment_length'].map(
    (each) => `end.${each}`,
  ),
  ...['record_size', 'made_by', 'needed', 'disk', 'directory_disk', 'entries_here'].map((each) => `end64.${each}`),
  ...['disk', 'end64_at', 'disks'].map((field) => `locator.${field}`),
]

const ROWS = 24

export async function mutatePackages(n: number, say: (line: string) => void = () => {}, seed = 1) {
  const startedAt = performance.now()
  const report: MutationsReport = {
    mutations: 0,
    container: 0,
    files: 0,
    rebuilt: 0,
    refused: 0,
    wrong: 0,
    irrelevant: 0,
    touched: 0,
    without_effect: [],
    seconds: 0,
    problems: [],
  }
  const story = Array.from({ length: ROWS }, (_, at) =>
    arrivalOf(at, { body: `第${at}条 请打电话找张伟或李秀英 13800138000`, conversation: `room-${at % 3}` }),
  )
  const world = await openWorld(story)
  try {
    const opened = await world.open(await world.run({ formats: ['csv', 'xlsx', 'json', 'rsmf'] }))
    const files: Files = new Map()
    for (const name of opened.names) files.set(name, await opened.file(name as never)) // names of the package itself
    const options = { trust: [signer(world.house.keyring, 'evidence').verifierKey] }
    const kit = { zip: Buffer.from(opened.zip), password: opened.password, files, options }
    const fields = new Set<string>()
    const silent = new Set<string>()
    const random = chance(seed)
    for (let at = 1; at <= n; at++) {
      report.mutations += 1
      if (at % 2 === 0) await changeContainer(kit, random, report, fields, silent)
      else await changeFile(kit, random, report)
      if (at % 250 === 0) say(`${at}/${n}: ${report.problems.length} problems ${report.problems.at(-1) ?? ''}`)
    }
    report.touched = fields.size
    report.without_effect = [...silent].sort()
  } finally {
    await world.close()
  }
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

interface Kit {
  readonly zip: Buffer
  readonly password: string
  readonly files: Files
  readonly options: VerifyOptions
}

/** Half of them in headers, which are the smaller part by far. */
async function changeContainer(
  { zip, password, files, options }: Kit,
  random: Random,
  report: MutationsReport,
  fields: Set<string>,
  silent: Set<string>,
): Promise<void> {
  const places = placesOf(zip)
  const at =
    random.below(2) === 0 ? random.below(zip.length) : (places.headers[random.below(places.headers.length)] ?? 0)
  const field = places.all[at] ?? 'data'
  const changed = Buffer.from(zip)
  changed[at] = (changed[at] ?? 0) ^ (1 + random.below(255))
  report.container += 1
  fields.add(field)
  try {
    const reader = await openZipPackage(new Blob([changed]), password)
    const { verdict } = await verifyPackage(reader, options)
    if (verdict !== 'genuine') {
      report.wrong += 1
      return
    }
    report.irrelevant += 1
    silent.add(field)
    if (!IRRELEVANT_FIELDS.includes(field)) report.problems.push(`${field} may be changed`)
    const read = reader.files.map(({ name }) => name)
    if (read.length !== files.size) report.problems.push(`${field}: other files`)
    for (const name of read) {
      const bytes = await readWhole(reader.read(name), 2 ** 30, name)
      if (Buffer.compare(bytes, files.get(name) ?? new Uint8Array(0)) !== 0)
        report.problems.push(`${field}: ${name} differs`)
    }
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    report.refused += 1
  }
}

let known: { readonly zip: Buffer; readonly all: string[]; readonly headers: number[] } | null = null

function placesOf(zip: Buffer) {
  if (known?.zip !== zip) {
    const all = zipPlaces(zip)
    known = { zip, all, headers: [...all.keys()].filter((at) => all[at] !== 'data') }
  }
  return known
}

async function changeFile({ files, options }: Kit, random: Random, report: MutationsReport): Promise<void> {
  const name = random.pick([...files.keys()])
  const before = Buffer.from(files.get(name) ?? [])
  let [how, after] = changedBytes(before, random)
  while (after.equals(before)) [how, after] = changedBytes(before, random)
  const changed: Files = new Map(files).set(name, Uint8Array.from(after))
  const isRebuilt = name !== 'proof/manifest.json' && name !== 'proof/manifest.note' && random.below(2) === 0
  if (isRebuilt) rebuild(changed)
  report[isRebuilt ? 'rebuilt' : 'files'] += 1
  const { verdict } = await verifyPackage(changed, options)
  if (verdict === 'wrong') report.wrong += 1
  else report.problems.push(`${how} in ${name}${isRebuilt ? ', rebuilt' : ''}: ${verdict}`)
}

function changedBytes(bytes: Buffer, random: Random): [how: string, bytes: Buffer] {
  const at = random.below(bytes.length)
  const size = 1 + random.below(40)
  const noise = Buffer.from(Array.from({ length: size }, () => random.below(256)))
  const cut = (from: number, to: number) => bytes.subarray(from, to)
  switch (random.below(6)) {
    case 0:
      return ['a byte added', Buffer.concat([cut(0, at), noise.subarray(0, 1), cut(at, bytes.length)])]
    case 1:
      return ['bytes taken out', Buffer.concat([cut(0, at), cut(at + size, bytes.length)])]
    case 2:
      return ['bytes doubled', Buffer.concat([cut(0, at + size), cut(at, bytes.length)])]
    case 3:
      return ['noise', Buffer.concat([cut(0, at), noise, cut(at + size, bytes.length)])]
    default: {
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ (1 + random.below(255))
      return ['a byte changed', other]
    }
  }
}

function rebuild(files: Files): void {
  const manifest = JSON.parse(Buffer.from(files.get('proof/manifest.json') ?? []).toString()) as {
    files: { name: string; size: number; sha256: string; sm3: string }[]
  } // as the house wrote it
  manifest.files = manifest.files.map(({ name }) => {
    const bytes = files.get(name) ?? new Uint8Array(0)
    const [sha256, sm3] = ['sha256', 'sm3'].map((each) => createHash(each).update(bytes).digest('hex'))
    return { name, size: bytes.length, sha256: sha256 ?? '', sm3: sm3 ?? '' }
  })
  // keys stay in the order in which they were read, which is the canonical one
  files.set('proof/manifest.json', Uint8Array.from(Buffer.from(JSON.stringify(manifest))))
}
