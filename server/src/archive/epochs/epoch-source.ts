import { convKeyString, convTag, convTagKey, type EpochStatement } from '@cunzhen/proof/keeping'
import { Fault } from '#base'
import type { JournalReading } from '../reading.store.ts'

// What an epoch takes from the journal: which conversation has which number, and what was sealed before.

const PAGE = 4096
const EPOCH_TYPE = 12

/** Tags of the conversations numbered after `after`, in order and without a gap. */
export function* tagsAfter(
  reading: JournalReading,
  logKey: Uint8Array,
  after: number,
): Generator<{ no: number; tag: Uint8Array }[]> {
  for (let last = after; ; ) {
    const rows = reading.rows<{ no: number; platform: string; origin: string; conversation: string }>(
      'select no, platform, origin, conversation from conversation where no > ? order by no limit ?',
      last,
      PAGE,
    )
    if (rows.length === 0) return
    yield rows.map(({ no, platform, origin, conversation }, i) => {
      if (no !== last + i + 1)
        throw new Fault('catalog_damaged', 'conversations have gaps; run `npm run cunzhen -- fsck`')
      const key = convKeyString(platform, origin, conversation)
      return { no, tag: convTag(convTagKey(logKey, key), key) }
    })
    last += rows.length
  }
}

/** A seal as the journal has it. */
export interface SealRow {
  /** Its entry in the ledger. */
  no: number
  salt: Uint8Array
  statement: EpochStatement
}

export function lastSeal(reading: JournalReading): SealRow | null {
  const row = reading.row<{ no: number; salt: Buffer; statement: string }>(
    `select no, salt, statement from statement where type = ${EPOCH_TYPE} order by no desc limit 1`,
  )
  // only the sealer writes statements of this type, from an EpochStatement
  return row && { no: row.no, salt: row.salt, statement: JSON.parse(row.statement) as EpochStatement }
}

/** How many seals there are. */
export function countSeals(reading: JournalReading): number {
  const row = reading.row<{ count: number }>(`select count(*) as count from statement where type = ${EPOCH_TYPE}`)
  return row?.count ?? 0
}
