import { Fault } from '#base'
import type { SqliteDatabase } from '#platform'
import { leafOf } from './record.ts'
import { prepareLeaves } from './store.ts'

/**
 * The outbox that feeds the audit ledger, read over any connection to house.db (the keeper opens its own, read-only).
 * The act with seq n is entry n - 1 of the ledger; reading is idempotent, so a crash at any point repeats harmlessly.
 */
export interface AuditLeaves {
  /** Acts that are committed, and so entries that the ledger will have. */
  count(): number
  /** Entries from this index on, in order. @throws Fault `audit_gap` when an act is missing */
  read(fromIndex: number, limit: number): Uint8Array[]
  /** Indexes of the acts whose row no longer yields their leaf, among `limit` from `fromIndex` on (for fsck). */
  damaged(fromIndex: number, limit: number): number[]
}

export function openAuditLeaves(db: SqliteDatabase): AuditLeaves {
  const select = prepareLeaves(db)
  return {
    count: () => select.count.get() ?? 0,
    read(fromIndex, limit) {
      return select.leaves.all(fromIndex, limit).map(({ seq, leaf }, place) => {
        requireDense(seq, fromIndex + place + 1)
        return new Uint8Array(leaf)
      })
    },
    damaged(fromIndex, limit) {
      return select.rows
        .all(fromIndex, limit)
        .filter((row, place) => {
          requireDense(row.seq, fromIndex + place + 1)
          return !isOwnLeaf(row, row.salt, row.leaf)
        })
        .map(({ seq }) => seq - 1)
    },
  }
}

function isOwnLeaf(row: Parameters<typeof leafOf>[0], salt: Uint8Array, leaf: Uint8Array): boolean {
  try {
    return Buffer.compare(leafOf(row, salt), leaf) === 0
  } catch {
    return false // a row that cannot even be written as a statement is not the one that was written
  }
}

function requireDense(seq: number, expected: number): void {
  if (seq === expected) return
  throw new Fault('audit_gap', 'acts are missing from house.db: restore it from the newest backup', { seq: expected })
}
