import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { encodeRecord, type RecordFields, recordDigest } from '@cunzhen/proof'
import { ArchiveReader, type Arrival, archiveFiles, fsckHouse, readerSecrets, startArchive } from '#archive'
import { type ImportId, type RecordNo, systemClock } from '#base'
import { arrivalOf, makeArchiveHouse } from '#test/archive-house'
import { sharedData } from '#test/shared'
import { sizeOf } from './size-of.ts'

// `node server/bench/archive.ts [MESSAGES]`: what the archive alone does, its threads on, from records that are ready
// (parsing and hashing are the intake's). One JSON line.

const BATCH = 1000
const IN_FLIGHT = 4

function messages(count: number): Arrival[] {
  const path = sharedData('corpus', 'bili_live_danmaku.jsonl.gz')
  if (!path) return Array.from({ length: count }, (_, n) => arrivalOf(n))
  const lines = gunzipSync(readFileSync(path)).toString().split('\n', count).filter(Boolean)
  return lines.map((line) => {
    const row = JSON.parse(line) as { conv: string; seq: number; sender: string; text: string; ts: number } // that corpus
    const fields: RecordFields = {
      platform: 'bili',
      origin: 'live',
      sourceId: `${row.conv}/${row.seq}`,
      conversation: row.conv,
      sender: row.sender,
      senderName: '',
      recipients: '',
      sourceTs: row.ts,
      kind: 'text',
      refersTo: '',
      extra: '',
      body: row.text,
    }
    const seed = randomBytes(16)
    const importId = 'imp_aaaaaaaaaaaaaaaa' as ImportId // of the right form
    const made = { seed, digest: recordDigest(seed, fields), encoded: encodeRecord(seed, fields) }
    return { fields, identity: fields.sourceId, conversationTitle: '', members: [], importId, ...made }
  })
}

export async function figures(count: number): Promise<Record<string, number>> {
  const house = await makeArchiveHouse()
  const all = messages(count)
  const text = all.reduce((sum, { fields }) => sum + Buffer.byteLength(fields.body), 0)
  const archive = await startArchive({
    house: house.dir,
    keyring: house.keyring,
    grantStillHolds: () => false,
    keeper: { waitsForIndex: false, sealBytes: 2 ** 40 },
  })
  const files = archiveFiles(house.dir)
  const perMessage = (value: number) => Number((value / all.length).toFixed(1))
  const result: Record<string, number> = { messages: all.length, text_bytes: perMessage(text) }

  let next = 0
  const send = async () => {
    for (let from = next; from < all.length; from = next) {
      next += BATCH
      await archive.journal.admit(all.slice(from, from + BATCH))
    }
  }
  const admitted = await timed(() => Promise.all(Array.from({ length: IN_FLIGHT }, send)))
  result.admits_per_second = Math.round(all.length / admitted.seconds)
  result.admit_cpu_us_per_message = perMessage(admitted.cpu * 1e6)
  const { unsealedBytes } = archive.catalog.counts()
  result.ciphertext_bytes = perMessage(unsealedBytes)
  result.journal_bytes = perMessage(statSync(files.journal).size)

  const sealed = await timed(() => archive.seal())
  result.seal_mib_per_second = Number((unsealedBytes / 2 ** 20 / sealed.seconds).toFixed(1))
  result.seal_cpu_us_per_message = perMessage(sealed.cpu * 1e6)
  result.segment_bytes = perMessage(sizeOf(files.segments))
  await archive.integrate()
  result.ledger_bytes = perMessage(sizeOf(files.ledger))
  const pruned = await timed(() => archive.prune())
  result.prune_cpu_us_per_message = perMessage(pruned.cpu * 1e6)

  const reader = new ArchiveReader(house.dir, readerSecrets(house.keyring), systemClock)
  const scanned = await timed(() => scan(reader))
  result.scan_per_second = Math.round(all.length / scanned.seconds)
  result.scan_cpu_us_per_message = perMessage(scanned.cpu * 1e6)
  reader.close()
  const cold = new ArchiveReader(house.dir, readerSecrets(house.keyring), systemClock)
  const places = Array.from({ length: 50 }, () => Math.floor(Math.random() * all.length) as RecordNo)
  const fifty = await timed(() => places.map((no) => cold.read(no)))
  result.fifty_cold_ms = Number((fifty.seconds * 1000).toFixed(1))
  result.fifty_cold_cpu_ms = Number((fifty.cpu * 1000).toFixed(1))
  cold.close()

  await archive.stop()
  const checked = await timed(() => fsckHouse(house.dir, house.keyring))
  result.fsck_cpu_us_per_message = perMessage(checked.cpu * 1e6)
  result.fsck_per_second = Math.round(all.length / checked.seconds)
  result.problems = checked.value.counts.problems
  house.remove()
  return result
}

function scan(reader: ArchiveReader): void {
  for (let from = 0 as RecordNo; ; ) {
    const { next } = reader.readForIndex(from, 2000)
    if (next === from) return
    from = next
  }
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; seconds: number; cpu: number }> {
  const [at, used] = [performance.now(), process.cpuUsage()]
  const value = await work()
  const { user, system } = process.cpuUsage(used)
  return { value, seconds: (performance.now() - at) / 1000, cpu: (user + system) / 1e6 }
}

if (import.meta.main) {
  console.log(JSON.stringify({ bench: 'archive', ...(await figures(Number(process.argv[2] ?? 200_000))) }))
}
