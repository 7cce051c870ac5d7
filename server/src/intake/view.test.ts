import { expect, test } from 'vitest'
import type { Instant } from '#base'
import type { ImportRow, ImportState } from './store.ts'
import { NOTHING } from './tally.ts'
import { viewImport } from './view.ts'

const COUNTS = { ...NOTHING, items: 9780, archived: 6000, duplicates: 20, quarantined: 3 }
const NOW = { part: null, isRunning: false }

function rowOf(state: ImportState): ImportRow {
  return {
    id: 'imp_1',
    state,
    file_name: 'long.jsonl',
    format: 'jsonl',
    origin: '',
    encoding: 'utf-8',
    counts: JSON.stringify(COUNTS),
    gaps: '{"knowable":false,"gaps":[]}',
    reasons: '[]',
    total_bytes: 100,
    started_at: 0,
    finished_at: null,
    kind: 'upload',
    resolved: 0,
  } as unknown as ImportRow // the columns that a view reads; the others play no part
}

test.each<ImportState>(['running', 'paused', 'cancelled', 'interrupted'])(
  'of an import that is %s, what was read ahead and is on no disk is not counted',
  (state) => {
    const { counts } = viewImport(rowOf(state), 1000 as Instant, NOW)
    expect(counts.items).toBe(counts.archived + counts.duplicates + counts.quarantined)
  },
)

test.each<ImportState>(['finished', 'failed'])(
  'of an import that is %s the items are those that were read: a wrong sum would show',
  (state) => {
    expect(viewImport(rowOf(state), 1000 as Instant, NOW).counts.items).toBe(9780)
  },
)
