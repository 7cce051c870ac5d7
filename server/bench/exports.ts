import { mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openZipPackage, type RecordFields, recordDigest, type Verdict, verifyPackage } from '@cunzhen/proof'
import { openRowsInThreads } from '@cunzhen/proof/threads'
import { type Entry, open as openZip } from 'yauzl'
import type { ApiClient } from '#demo'
import { askFor, type ExportPeople, grantOver, type Handed, handOut, peopleOf } from './bench-export.ts'
import { type BenchHouse, openBenchHouse } from './bench-house.ts'
import { MAPPING, NAMED_ROWS, writeTalk } from './export-texts.ts'
import { atRest, memoryOf, type RunningServer, signIn, startServer } from './running-server.ts'

// `npm run bench -- exports [--rows N]`: one export of so many rows of talk, masked and proven, from a server in a process of its own;
// how fast its package verifies; what the proof of a row weighs where each has one name masked; what committing to a record costs.
// Seconds depend on what else the machine does, processor time less so: both are told, and how many cores others had meanwhile.

const DEFAULT_ROWS = 20_000

export async function exportsBench(): Promise<Record<string, number | string>> {
  const rows = Number(process.env.CUNZHEN_BENCH_ROWS ?? DEFAULT_ROWS)
  const commitment = commitmentMicroseconds()
  const bench = await openBenchHouse()
  try {
    const characters = await takeIn(bench, rows)
    const weight = await proofWeight(bench)
    const grantId = await grantOver(
      bench,
      conversationsOf(bench, (id) => id.startsWith('talk-')),
    )
    const id = await askFor(peopleOf(bench), grantId, ['csv'])
    const key = bench.house.keys.evidence
    await bench.close()
    const { handed, ...figures } = await measuredRun(bench, id)
    return {
      rows: handed.rows,
      characters_a_row: round(characters / rows),
      ...figures,
      ...(await verifyFigures(handed, key)),
      ...weight,
      commitment_us: commitment,
    }
  } finally {
    await bench.close()
  }
}

const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

async function takeIn(bench: BenchHouse, rows: number): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-talk-'))
  try {
    const path = join(dir, 'talk.jsonl')
    const characters = await writeTalk(path, rows)
    const { id } = (await bench.person('administrator').client.get<{ person: { id: never } }>('/api/session')).person
    const started = await bench.house.intake.startImport(
      { format: 'jsonl', mapping: MAPPING, origin: 'bench', ownAccount: '', fileName: 'talk.jsonl' },
      { kind: 'file', path },
      { kind: 'person', id, roles: ['administrator'], steppedUpUntil: null, ip: null },
    )
    const { counts } = await bench.house.intake.ended(started.id)
    if (counts.archived !== rows + NAMED_ROWS) throw new Error(`${counts.archived} messages were archived`)
    await bench.house.search.settle()
    return characters
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Numbers of the conversations whose id in the source is wanted. */
function conversationsOf({ house }: BenchHouse, wanted: (id: string) => boolean): number[] {
  const { conversations } = house.archive.catalog.counts()
  return Array.from({ length: conversations }, (_, i) => i + 1).filter((no) => {
    const card = house.archive.catalog.conversation(no as never) // numbered from 1 without gaps
    return card !== null && card.platform === MAPPING.platform && wanted(card.id)
  })
}

/** Bytes that prove a row, in a package of a thousand rows each of which has one name masked in its text. */
async function proofWeight(bench: BenchHouse): Promise<Record<string, number>> {
  const people = peopleOf(bench)
  const grantId = await grantOver(
    bench,
    conversationsOf(bench, (id) => id === 'named'),
  )
  const handed = await handOut(bench.dir, await askFor(people, grantId, ['csv']), people)
  const entries = await entriesOf(handed.path)
  const proof = entries.filter(({ fileName }) => fileName.startsWith('proof/'))
  const each = (sum: number): number => Math.round(sum / handed.rows)
  return {
    proof_bytes_a_row: each(proof.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)),
    proof_zipped_bytes_a_row: each(proof.reduce((sum, { compressedSize }) => sum + compressedSize, 0)),
  }
}

function entriesOf(path: string): Promise<Entry[]> {
  return new Promise((done, fail) => {
    openZip(path, { lazyEntries: false }, (error, zip) => {
      if (error) return fail(error)
      const entries: Entry[] = []
      zip.on('entry', (entry: Entry) => entries.push(entry))
      zip.on('error', fail)
      zip.on('end', () => done(entries))
    })
  })
}

/** The run in a fresh server that is at rest: seconds, processor time, and memory of the whole process before and at its highest. */
async function measuredRun(bench: BenchHouse, id: string) {
  const server = await startServer(bench.dir)
  try {
    const people = await signedIn(server, bench)
    await atRest(server)
    const before = memoryOf(server).anonymous_mib
    const cpu = processorSeconds(server)
    const all = machineSeconds()
    let peak = before
    let resident = 0
    const timer = setInterval(() => {
      const { anonymous_mib, rss_mib } = memoryOf(server)
      peak = Math.max(peak, anonymous_mib)
      resident = Math.max(resident, rss_mib)
    }, 50)
    const began = performance.now()
    const handed = await handOut(bench.dir, id, people).finally(() => clearInterval(timer))
    const used = processorSeconds(server) - cpu
    const others = (machineSeconds() - all - used) / ((performance.now() - began) / 1000)
    return {
      handed,
      seconds: round(handed.seconds),
      rows_per_second: Math.round(handed.rows / handed.seconds),
      cpu_us_a_row: round((used / handed.rows) * 1e6),
      package_bytes_a_row: Math.round(handed.bytes / handed.rows),
      anonymous_before_mib: before,
      anonymous_peak_mib: peak,
      exporter_mib: peak - before,
      rss_peak_mib: resident,
      others_cores: round(Math.max(0, others)),
    }
  } finally {
    await server.stop()
  }
}

async function signedIn(server: RunningServer, bench: BenchHouse): Promise<ExportPeople> {
  const as = (role: string): Promise<ApiClient> => signIn(server, bench.person(role))
  const [requester, executor, monitor, legal, data_security] = await Promise.all([
    as('requester'),
    as('executor'),
    as('monitor'),
    as('legal'),
    as('data_security'),
  ])
  return { requester, executor, monitor, legal, data_security }
}

/** User and system time of a process, from the kernel, which counts in hundredths. */
function processorSeconds({ child }: RunningServer): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + system) / 100
}

/** Time that all processes of the machine have used, the same way; what nobody used and what waited for disks is not in it. */
function machineSeconds(): number {
  const [, ...ticks] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/)
  return ticks.slice(0, 8).reduce((sum, each, i) => sum + (i === 3 || i === 4 ? 0 : Number(each)), 0) / 100
}

async function verifyFigures(handed: Handed, key: string): Promise<Record<string, number | string>> {
  const began = performance.now()
  const cpu = process.cpuUsage()
  const zip = await openZipPackage(await openAsBlob(handed.path), handed.password)
  const verdict: Verdict = await verifyPackage(zip, { trust: [key], openRows: openRowsInThreads() })
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  if (verdict.verdict !== 'genuine' || verdict.completeness.state !== 'proven')
    throw new Error(`the package is ${verdict.verdict}`)
  return {
    verify_records_per_second: Math.round(handed.rows / seconds),
    verify_cpu_us_a_record: round((user + system) / handed.rows),
  }
}

const FIELDS: RecordFields = {
  platform: 'sms',
  origin: 'phone-1',
  sourceId: 'm-1001',
  conversation: 'thread-7',
  sender: '13800138000',
  senderName: '张小凡',
  recipients: '["13900139000"]',
  sourceTs: Date.UTC(2026, 0, 1),
  kind: 'text',
  refersTo: '',
  extra: '',
  body: '你好啊，今天的订单怎么还没有到货，请回一',
}

/** Processor time of one whole record with a text of twenty characters; the best of nine rounds. */
function commitmentMicroseconds(): number {
  const seed = new Uint8Array(16).fill(7)
  const rounds: number[] = []
  for (let n = 0; n < 9; n++) {
    const before = process.cpuUsage()
    for (let i = 0; i < 10_000; i++) recordDigest(seed, FIELDS)
    const { user, system } = process.cpuUsage(before)
    rounds.push((user + system) / 10_000)
  }
  return round(Math.min(...rounds), 2)
}
