import { existsSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { listen } from '#api'
import type { ImportId } from '#base'
import { readConfig } from '#platform'
import { createLog } from '#platform/house'
import { openHouse } from '#wire'
import { arrivalOf } from './archive-house.ts'
import { administratorOf } from './bare-house.ts'

// The process that server-kills.ts kills: a house as `npm start` has it (server/src/main.ts), which takes requests, goes on
// with the imports that were cut off, imports one file after the other, indexes, and is sealed now and then. It says on
// stdout where it listens and which files were taken in to their end. `child.ts HOUSE FILES FIRST MODE`.

const [dir = '', files = '', first = '0', mode = 'run'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Messages of a file; the number of the first message of file `k`. */
const PER_FILE = 2000
const FIRST_OF_FILES = 1_000_000

const MAPPING = {
  platform: 'wecom',
  conversation: 'conversation',
  conversationTitle: null,
  sender: 'sender',
  senderName: 'name',
  text: 'text',
  time: 'time',
  kind: null,
  recipients: null,
  id: ['id'],
  timeFormat: 'ms' as const,
  zone: 480,
}

const config = readConfig({}, ['--house', dir, '--port', '0', '--portal-port', '0'])
const { house, close } = await openHouse(config, { log: createLog('warn') })
const listening = await listen(house, config)
const resumed = await house.intake.control.resumeInterrupted()
if (resumed.length > 0) say(`resumed ${resumed.length}`)
say(`ready ${listening.base}`)
if (mode === 'stop') {
  await listening.close()
  await close()
  process.exit(0)
}

async function takeFiles(): Promise<void> {
  for (const id of resumed) await ended(id)
  for (let k = Number(first); ; k++) {
    const path = join(files, `${k}.jsonl`)
    if (!existsSync(path)) writeFileSync(path, linesOf(k))
    const options = {
      format: 'jsonl' as const,
      mapping: MAPPING,
      origin: 'files',
      ownAccount: '',
      fileName: `${k}.jsonl`,
    }
    const { id } = await house.intake.startImport(options, { kind: 'file', path }, administratorOf())
    await ended(id)
  }
}

async function ended(id: ImportId): Promise<void> {
  const { state, fileName, counts } = await house.intake.ended(id)
  const isWhole = state === 'finished' && counts.archived + counts.duplicates === PER_FILE
  if (isWhole) say(`file ${Number.parseInt(fileName, 10)} ${FIRST_OF_FILES} ${PER_FILE}`)
  else say(`trouble import_${state}`)
}

function linesOf(k: number): string {
  const lines = Array.from({ length: PER_FILE }, (_, at) => {
    const n = FIRST_OF_FILES + k * PER_FILE + at
    const { conversation, sender, senderName, sourceTs, body } = arrivalOf(n).fields
    return `${JSON.stringify({ id: `file-${n}`, conversation, sender, name: senderName, time: sourceTs, text: body })}\n`
  })
  return lines.join('')
}

async function seal(): Promise<void> {
  for (;;) {
    await wait(100 + Math.random() * 400)
    await house.archive.seal()
    await house.archive.prune()
  }
}

await Promise.all([takeFiles(), seal()])
