import { expect, test } from 'vitest'
import { anchorLines, figuresOf, linesOf } from './stats.ts'

const counts = {
  entries: 1010,
  records: 1000,
  conversations: 7,
  participants: 9,
  segments: 2,
  sealedTo: 900,
  prunedTo: 800,
  unsealedBytes: 5,
}
const none = {
  segments: 0,
  journal: 0,
  index: 0,
  ledger: 0,
  attachments: 0,
  quarantine: 0,
  exports: 0,
  house: 0,
  other: 0,
}

test('counts, lags and sizes by share, altogether and for each record', () => {
  const told = figuresOf(counts, { ...none, segments: 150_400, index: 49_600 }, 1000)
  expect(told).toMatchObject({ indexed: 1000, indexLag: 10, sealLag: 110, journalEntries: 210, diskTotal: 200_000 })
  expect(told.bytesPerRecord).toMatchObject({ total: 200, segments: 150, index: 50, journal: 0 })
  const lines = linesOf(told).join('\n')
  expect(lines).toMatch(/searchable +1,000 +10 behind/)
  expect(lines).toMatch(/segments +150,400 +75\.2 % +150 a record/)
  expect(lines).not.toMatch(/quarantine/) // nothing of it, no line
})

test('a house without a record has no bytes a record, and no index is behind it', () => {
  const empty = { ...counts, entries: 3, records: 0, sealedTo: 0, prunedTo: 0 }
  const told = figuresOf(empty, { ...none, house: 4096 }, 5)
  expect([told.bytesPerRecord, told.indexLag, told.indexed]).toEqual([null, 0, 3])
  expect(linesOf(told).join('\n')).not.toMatch(/a record/)
})

test('says when an authority and a witness last vouched for the ledger, and what is wrong', () => {
  const nobody = { everyMs: 0, renewal: { lastAt: null, earliest: null, trouble: null }, hashRenewal: null }
  expect(anchorLines({ ...nobody, settings: 'none', authorities: [], witnesses: [] }).join()).toMatch(/^anchors +none$/)
  const lines = anchorLines({
    ...nobody,
    settings: 'read',
    authorities: [
      { id: 'tsa', name: 'TSA', last: { size: 1200, time: Date.UTC(2026, 10, 22), notAfter: 0 }, trouble: null },
    ],
    witnesses: [{ name: 'w.example', last: null, trouble: { code: 'unreachable', since: 0, tries: 3 } }],
  })
  expect(lines[0]).toMatch(/^stamped to +1,200 +2026-11-22T00:00:00\.000Z +tsa$/)
  expect(lines[1]).toMatch(/^cosigned to +never +w\.example +unreachable$/)
  const hashRenewal = { state: 'stamped' as const, number: 1, hash: 'sha512', size: 1200, retained: 1200, without: 0 }
  const at = Date.UTC(2026, 10, 22)
  const renewed = anchorLines({
    ...nobody,
    settings: 'none',
    authorities: [],
    witnesses: [],
    hashRenewal: { ...hashRenewal, at, stamps: [] },
  })
  expect(renewed).toEqual([
    expect.stringMatching(/^hash renewed to +1,200 +2026-11-22T00:00:00\.000Z +sha512 stamped$/),
  ])
})
