import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArchiveReader, fieldsOf, fsckHouse, readerSecrets } from '#archive'
import { type RecordNo, systemClock } from '#base'
import { type Keyring, openKeyring } from '#platform/keys'
import { HIDDEN_WORDS } from './archive-house.ts'
import { filesHolding } from './raw-search.ts'
import { openSearchHouse } from './search-house.ts'

// What must hold of a house whose process has died, before anything is mended.

/** Acknowledged messages by source id, each with the number that it was told or was seen under; null: neither yet. */
export type Acks = Map<string, number | null>

export interface HouseChecked {
  readonly problems: string[]
  /** What the next start will clear away. */
  readonly leftovers: number
  readonly records: number
  readonly segments: number
  /** Numbers of all messages. */
  readonly numbers: ReadonlyMap<string, number>
}

/** fsck is clean, what was acknowledged is there once, under one number for ever, and no content lies bare. */
export async function checkHouse(dir: string, keyring: Keyring, acks: Acks): Promise<HouseChecked> {
  const { problems: found, counts } = await fsckHouse(dir, keyring)
  const problems = found.map(({ code, where }) => `${code} ${where}`)
  const numbers = new Map<string, number>()
  for (const { no, message } of everyRecord(dir, keyring)) {
    if (numbers.has(message)) problems.push(`${message} is there twice`)
    numbers.set(message, no)
  }
  for (const [message, told] of acks) {
    const no = numbers.get(message)
    if (no === undefined) problems.push(`acknowledged message ${message} is lost`)
    else if (told !== null && told !== no) problems.push(`message ${message} was record ${told} and is ${no}`)
    else acks.set(message, no)
  }
  for (const file of filesHolding(dir, HIDDEN_WORDS)) problems.push(`bare content in ${file}`)
  const { leftovers, records, segments } = counts
  return { problems, leftovers, records, segments, numbers }
}

function* everyRecord(dir: string, keyring: Keyring): Generator<{ no: RecordNo; message: string }> {
  const reader = new ArchiveReader(dir, readerSecrets(keyring), systemClock)
  try {
    for (let from = 0 as RecordNo; ; ) {
      const { records, next } = reader.readForIndex(from, 1000)
      for (const record of records) yield { no: record.no, message: fieldsOf(record).sourceId }
      if (next === from) return
      from = next
    }
  } finally {
    reader.close()
  }
}

/** Stands in every message of archive-house.ts. */
const EVERYWHERE = '"第"'
const SAMPLES = 10

/**
 * What a search finds once its index has come to the end, in a copy: the house itself stays as its process left it.
 *
 * @param numbers of all messages; each holds `第N条`, N being the digits of its source id
 */
export async function checkSearch(dir: string, numbers: ReadonlyMap<string, number>): Promise<string[]> {
  const copy = mkdtempSync(join(tmpdir(), 'cunzhen-copy-'))
  const problems: string[] = []
  try {
    cpSync(dir, copy, { recursive: true })
    const keyring = openKeyring(join(copy, 'keys'))
    const house = await openSearchHouse({}, { dir: copy, keyring, remove: () => undefined })
    const wrong = async (query: string, wanted: readonly number[]) => {
      const found = await house.findAll(query)
      return found.total !== wanted.length || new Set(found.numbers).symmetricDifference(new Set(wanted)).size > 0
    }
    try {
      await house.search.reach(house.archive.catalog.counts().entries)
      for (const query of ['', EVERYWHERE])
        if (await wrong(query, [...numbers.values()])) problems.push(`a search for ${query || 'all'} finds others`)
      const all = [...numbers]
      for (let at = 0; at < all.length; at += Math.ceil(all.length / SAMPLES)) {
        const [message = '', no = 0] = all[at] ?? []
        if (await wrong(`"第${message.replaceAll(/\D/g, '')}条"`, [no])) problems.push(`${message} is not found`)
      }
    } finally {
      await house.close()
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
  return problems
}
