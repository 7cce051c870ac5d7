import {
  constants,
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { listen } from '#api'
import { systemClock } from '#base'
import { enrolCast, storyPeople } from '#demo'
import { readConfig } from '#platform'
import { openHouse } from '#wire'
import { sizeOf } from '../size-of.ts'
import { replay } from './replay.ts'

// The house of ten million messages. Building it takes a quarter of an hour or more, so it is built once and kept in the
// system's folder for temporary files; what adds to it is measured on a copy.

export interface SignIn {
  readonly username: string
  readonly password: string
  readonly totpSecret: string
}

/** What the builder leaves beside the house: it is complete where this file is. The people are invented. */
export interface TenMillion {
  readonly dir: string
  readonly messages: number
  /** Bytes of UTF-8 text that went in. */
  readonly textBytes: number
  readonly signIns: Readonly<Record<string, SignIn>>
}

/** @param messages size of the house that is wanted; a house of that size is used again */
export async function tenMillionHouse(messages: number): Promise<TenMillion> {
  const home = join(tmpdir(), `cunzhen-bench-${messages}`)
  const stamp = join(home, 'built.json')
  if (existsSync(stamp)) return JSON.parse(readFileSync(stamp, 'utf8')) as TenMillion // as build wrote it
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  needRoom(home, messages * 1400) // and a copy of it
  const built = await build(home, messages)
  writeFileSync(stamp, JSON.stringify(built))
  return built
}

/** A copy of the house, as it was built: imports and acts of a measurement stay in it. Whoever asked for it removes it. */
export function copyOf(ten: TenMillion): TenMillion & { remove(): void } {
  const dir = join(ten.dir, '..', 'measured')
  const remove = () => rmSync(dir, { recursive: true, force: true })
  remove()
  needRoom(join(ten.dir, '..'), sizeOf(ten.dir) * 1.3)
  cpSync(ten.dir, dir, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return { ...ten, dir, remove }
}

function needRoom(dir: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(dir)
  if (bavail * bsize < bytes) throw new Error(`${Math.ceil(bytes / 2 ** 30)} GiB must be free below ${tmpdir()}`)
}

async function build(home: string, messages: number): Promise<TenMillion> {
  const source = join(home, 'replay.jsonl')
  const textBytes = await writeSource(source, messages)
  const dir = join(home, 'house')
  const config = readConfig({}, ['--house', dir, '--port', '0', '--portal-port', '0'])
  const { house, close } = await openHouse(config, { demo: true })
  const listening = await listen(house, config)
  const link = await house.identity.issueFirstAdministratorLink()
  const cast = await enrolCast(listening.base, `#${link?.token}`, await storyPeople(), systemClock)
  const administrator = cast.get('administrator')
  if (!administrator) throw new Error('nobody of the cast is administrator')
  const { person } = await administrator.client.get<{ person: { id: never } }>('/api/session')
  const began = performance.now()
  const started = await house.intake.startImport(
    { format: 'jsonl', mapping: MAPPING, origin: 'bench', ownAccount: '', fileName: 'replay.jsonl' },
    { kind: 'file', path: source },
    { kind: 'person', id: person.id, roles: ['administrator'], steppedUpUntil: null, ip: null },
  )
  const watch = setInterval(() => {
    const seconds = (performance.now() - began) / 1000
    const { records } = house.archive.catalog.counts()
    process.stderr.write(`${Math.round(seconds)} s: ${records} archived, ${Math.round(records / seconds)}/s\n`)
  }, 30_000)
  const { counts } = await house.intake.ended(started.id)
  await house.search.reach(house.archive.catalog.counts().entries)
  clearInterval(watch)
  if (counts.archived !== messages) throw new Error(`${counts.archived} of ${messages} were archived`)
  await house.search.settle()
  await listening.close()
  await close()
  rmSync(source)
  return {
    dir,
    messages,
    textBytes,
    signIns: Object.fromEntries(
      [...cast].map(([role, { username, password, totpSecret }]) => [role, { username, password, totpSecret }]),
    ),
  }
}

export const MAPPING = {
  platform: 'replay',
  conversation: 'conv',
  sender: 'sender',
  text: 'text',
  time: 'ts',
  id: ['seq'],
  timeFormat: 'ms' as const,
  zone: 480,
  senderName: null,
  kind: null,
  conversationTitle: null,
  recipients: null,
}

/** @returns bytes of text */
export async function writeSource(path: string, messages: number, from = 0): Promise<number> {
  let bytes = 0
  async function* lines() {
    for await (const line of replay(messages)) {
      if (line.seq < from) continue
      bytes += Buffer.byteLength(line.text)
      yield `${JSON.stringify(line)}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
  return bytes
}

if (import.meta.main) {
  console.log(JSON.stringify({ ...(await tenMillionHouse(Number(process.argv[2] ?? 10_000_000))), signIns: undefined }))
}
