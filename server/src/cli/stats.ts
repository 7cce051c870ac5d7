import { parseArgs } from 'node:util'
import { type AnchorsStatus, anchorsAt, type HashRenewalStatus } from '#anchors'
import { type ArchiveCounts, type Catalog, openCatalog } from '#archive'
import { Fault, Refusal } from '#base'
import { type Config, data, diskShares, type HouseLock, lockHouse, SHARES, type Share } from '#platform'
import type { Keyring } from '#platform/keys'
import { indexedTo } from '#search'
import { openKeys } from './key.ts'

/** Beside a running server too: it only reads. */
export async function stats(config: Config, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const catalog = catalogOf(config.house, await openKeys(config))
  const told = figuresOf(catalog.counts(), await diskShares(config.house), indexedTo(config.house))
  catalog.close()
  const anchors = anchorsAt(config.house)
  if (values.json) data({ ...told, anchors })
  else for (const line of [...linesOf(told), ...anchorLines(anchors)]) data(line)
  return 0
}

/** What a crash left is recovered on opening only where nobody else has the house: a running server's WAL is the server's. */
function catalogOf(house: string, keys: Keyring): Catalog {
  const lock = lockIfFree(house)
  try {
    return openCatalog(house, keys, lock === null)
  } finally {
    lock?.release()
  }
}

function lockIfFree(house: string): HouseLock | null {
  try {
    return lockHouse(house)
  } catch (error) {
    if (error instanceof Refusal || error instanceof Fault) return null // a server has it, or we may only read
    throw error
  }
}

export interface Figures extends ArchiveCounts {
  /** Entries below this are searchable; the running index may be a moment ahead. */
  readonly indexed: number
  readonly indexLag: number
  readonly sealLag: number
  readonly journalEntries: number
  /** Bytes on disk. */
  readonly disk: Readonly<Record<Share, number>>
  readonly diskTotal: number
  /** Whole bytes on disk for each record, altogether and by share; null where there is no record. */
  readonly bytesPerRecord: Readonly<Record<Share | 'total', number>> | null
}

export function figuresOf(counts: ArchiveCounts, disk: Readonly<Record<Share, number>>, indexed: number): Figures {
  const total = SHARES.reduce((sum, share) => sum + disk[share], 0)
  const each = (bytes: number) => Math.round(bytes / counts.records)
  const perShare = Object.fromEntries(SHARES.map((share) => [share, each(disk[share])])) as Record<Share, number> // from SHARES itself
  return {
    ...counts,
    indexed: Math.min(indexed, counts.entries),
    indexLag: Math.max(0, counts.entries - indexed),
    sealLag: counts.entries - counts.sealedTo,
    journalEntries: counts.entries - counts.prunedTo,
    disk,
    diskTotal: total,
    bytesPerRecord: counts.records === 0 ? null : { ...perShare, total: each(total) },
  }
}

export function linesOf(of: Figures): string[] {
  const line = (name: string, n: number, more = '') => `${name.padEnd(16)}${grouped(n).padStart(18)}${more}`
  const share = (name: Share) => {
    const part = of.diskTotal === 0 ? 0 : (100 * of.disk[name]) / of.diskTotal
    const each = of.bytesPerRecord ? `  ${grouped(of.bytesPerRecord[name]).padStart(8)} a record` : ''
    return line(`  ${name}`, of.disk[name], `  ${part.toFixed(1).padStart(5)} %${each}`)
  }
  const each = of.bytesPerRecord ? `         ${grouped(of.bytesPerRecord.total).padStart(9)} a record` : ''
  return [
    line('records', of.records),
    line('conversations', of.conversations),
    line('participants', of.participants),
    line('entries', of.entries),
    line('searchable', of.indexed, of.indexLag > 0 ? `  ${grouped(of.indexLag)} behind` : ''),
    line('sealed', of.sealedTo, of.sealLag > 0 ? `  ${grouped(of.sealLag)} to come` : ''),
    line('in the journal', of.journalEntries),
    line('segments', of.segments),
    line('bytes on disk', of.diskTotal, each),
    ...SHARES.filter((name) => of.disk[name] > 0).map(share),
  ]
}

/** When somebody outside last vouched for the ledger, and for how much of it. */
export function anchorLines({ settings, authorities, witnesses, hashRenewal }: AnchorsStatus): string[] {
  if (settings === 'none' && hashRenewal === null) return [`${'anchors'.padEnd(16)}${'none'.padStart(18)}`]
  type Told = AnchorsStatus['authorities'][number] | AnchorsStatus['witnesses'][number]
  const line = (what: string, name: string, { last, trouble }: Told) => {
    const size = last === null ? 'never' : grouped(last.size)
    const when = last === null ? '' : `  ${new Date(last.time).toISOString()}`
    return `${what.padEnd(16)}${size.padStart(18)}${when}  ${name}${trouble === null ? '' : `  ${trouble.code}`}`
  }
  return [
    ...(settings === 'unreadable' ? [`${'anchors'.padEnd(16)}${'settings_unreadable'.padStart(18)}`] : []),
    ...authorities.map((each) => line('stamped to', each.id, each)),
    ...witnesses.map((each) => line('cosigned to', each.name, each)),
    ...(hashRenewal === null ? [] : [renewalLine(hashRenewal)]),
  ]
}

function renewalLine({ size, hash, state, at }: HashRenewalStatus): string {
  const when = at === null ? '' : `  ${new Date(at).toISOString()}`
  return `${'hash renewed to'.padEnd(16)}${(size === null ? '' : grouped(size)).padStart(18)}${when}  ${[hash, state].join(' ').trim()}`
}

function grouped(n: number): string {
  return n.toLocaleString('en')
}
