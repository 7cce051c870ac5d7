import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Listening, listen } from '#api'
import { systemClock } from '#base'
import { type Cast, type CastMember, enrolCast, storyPeople } from '#demo'
import { readConfig } from '#platform'
import { sharedData } from '#test/shared'
import { openHouse } from '#wire'

// The house that benchmarks measure: everything on, as `npm start` has it, with a whole corpus in it. Built once per run.

export interface BenchHouse {
  readonly dir: string
  readonly listening: Listening
  readonly cast: Cast
  readonly house: Awaited<ReturnType<typeof openHouse>>['house']
  person(role: string): CastMember
  /** Closes it; the folder stays until the run ends. */
  close(): Promise<void>
}

const CORPUS = 'bili_live_danmaku'
export const MAPPING = {
  platform: 'bili',
  conversation: 'conv',
  sender: 'sender',
  text: 'text',
  time: 'ts',
  id: ['conv', 'seq'],
  timeFormat: 'ms' as const,
  zone: 480,
}

export function corpusFile(): string {
  const path = sharedData('corpus', `${CORPUS}.jsonl.gz`)
  if (!path)
    throw new Error(`corpus/${CORPUS}.jsonl.gz is not there: give --data DIR, the folder that holds data/corpus`)
  return path
}

export async function openBenchHouse(): Promise<BenchHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-bench-'))
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
  const config = readConfig({}, ['--house', dir, '--port', '0', '--portal-port', '0'])
  const { house, close } = await openHouse(config, { demo: true })
  const listening = await listen(house, config)
  const link = await house.identity.issueFirstAdministratorLink()
  const cast = await enrolCast(listening.base, `#${link?.token}`, await storyPeople(), systemClock)
  let closed = false
  return {
    dir,
    listening,
    cast,
    house,
    person(role) {
      const found = cast.get(role)
      if (!found) throw new Error(`nobody of the cast is ${role}`)
      return found
    },
    async close() {
      if (closed) return
      closed = true
      await listening.close()
      await close()
    },
  }
}

export interface Imported {
  readonly messages: number
  /** From the start until the last one was acknowledged, and until it was searchable. */
  readonly acknowledgedSeconds: number
  readonly searchableSeconds: number
}

/** Takes the corpus in from its file, as the command line does. */
export async function importCorpus({ house, person }: BenchHouse): Promise<Imported> {
  const { id } = (await person('administrator').client.get<{ person: { id: never } }>('/api/session')).person
  const actor = { kind: 'person' as const, id, roles: ['administrator' as const], steppedUpUntil: null, ip: null }
  const options = {
    format: 'jsonl' as const,
    mapping: MAPPING,
    origin: 'bench',
    ownAccount: '',
    fileName: 'corpus.jsonl.gz',
  }
  const began = performance.now()
  const started = await house.intake.startImport(
    { ...options, mapping: { ...MAPPING, senderName: null, kind: null, conversationTitle: null, recipients: null } },
    { kind: 'file', path: corpusFile() },
    actor,
  )
  const ended = await house.intake.ended(started.id)
  const acknowledged = performance.now()
  await house.search.reach(house.archive.catalog.counts().entries)
  const searchable = performance.now()
  return {
    messages: ended.counts.archived,
    acknowledgedSeconds: (acknowledged - began) / 1000,
    searchableSeconds: (searchable - began) / 1000,
  }
}
