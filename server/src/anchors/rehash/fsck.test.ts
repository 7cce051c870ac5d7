import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decodeEntry,
  decodeRecord,
  encodeEntry,
  encodeRecord,
  parseHashRenewal,
  type RecordFields,
  recordDigest,
} from '@cunzhen/proof'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRetained, type Retained } from '#archive'
import { systemClock } from '#base'
import { openLedgerReader } from '#ledger'
import { openEncrypted } from '#platform'
import { signer } from '#platform/keys'
import { type LocalTsa, startTsa } from '#test/tsa'
import { anchorPlaces } from '../places.ts'
import type { RehashReport } from './fsck.ts'
import { makeTemplate, type RehashTemplate, type RehashWorld } from './rehash-world.test-support.ts'

let tsa: LocalTsa
let template: RehashTemplate
let world: RehashWorld

beforeAll(async () => {
  tsa = await startTsa()
  template = await makeTemplate(tsa)
})
afterAll(async () => {
  template.remove()
  await tsa.stop()
})
beforeEach(() => {
  world = template.open()
})
afterEach(() => world.house.remove())

const inFolder = (name: string, number = 1) => join(anchorPlaces(world.dir).ofRehash(number), name)
const reader = () => openLedgerReader(join(world.dir, 'ledger'), signer(world.house.keyring, 'evidence').verifierKey)

describe('fsck names what was changed', () => {
  const codes = ({ problems }: RehashReport) => problems.map(({ code, where }) => `${code}: ${where}`)
  /** Turns one byte of a file of the renewal, and answers what fsck says; the byte is turned back. */
  const turned = async (name: string, at: number, number = 1) => {
    const path = inFolder(name, number)
    const bytes = readFileSync(path)
    const place = at < 0 ? bytes.length + at : at
    writeFileSync(path, bytes.with(place, (bytes[place] ?? 0) ^ 1))
    const report = await world.check()
    const stamps = world.stampProblems()
    writeFileSync(path, bytes)
    return { codes: codes(report), stamps }
  }
  const kept = () => openRetained(world.dir, world.house.keyring, systemClock)
  const changed = (no: number, fields: Partial<RecordFields>) => {
    const retained = kept()
    const [found] = [...retained.records(no, no + 1)]
    retained.close()
    if (!found?.bytes) throw new Error('no such record')
    const { seed, fields: before } = decodeRecord(found.bytes)
    const other = { ...before, ...fields }
    return { no, bytes: encodeRecord(seed, other), digest: recordDigest(seed, other) }
  }
  /** As `records`, with one of them another. */
  const withRecord = (other: { no: number; bytes: Uint8Array }): Partial<Retained> => ({
    *records(from, to) {
      const retained = openRetained(world.dir, world.house.keyring, systemClock)
      for (const record of retained.records(from, to)) yield record.no === other.no ? other : record
      retained.close()
    },
  })

  beforeEach(async () => {
    await world.renew()
  })

  it('a record, also where the whole ledger under SHA-256 was rewritten to fit it', async () => {
    const other = changed(300, { body: 'another text' })
    expect(codes(await world.check({ retained: withRecord(other) }))).toEqual(['record_differs: record 300'])
    const { readEntries } = reader()
    const ledger = {
      *readEntries(from: number, to: number, size: number) {
        let no = from
        for (const bytes of readEntries(from, to, size)) {
          yield no === other.no ? encodeEntry({ ...decodeEntry(bytes), digest: other.digest }) : bytes
          no += 1
        }
      },
    }
    const forged = { retained: { ...kept(), ...withRecord(other) }, ledger: { ...reader(), ...ledger } }
    const why = { entry: 300, why: 'differs_from_renewal' }
    await expect(world.renew(forged)).rejects.toMatchObject({ code: 'entry_not_whole', detail: why })
    forged.retained.close()
    expect(codes(await world.check({ retained: withRecord(other), ledger }))).toEqual([
      'record_differs: record 300',
      'entries_differ: entries 256-511',
      'entries_differ: root under SHA-256',
      'root_differs: root under sha512',
      'map_differs: map',
    ])
  })

  it('a record that is gone without having been destroyed', async () => {
    const retained: Partial<Retained> = {
      *records(from, to) {
        const kept = openRetained(world.dir, world.house.keyring, systemClock)
        for (const record of kept.records(from, to)) if (record.no !== 5) yield record
        kept.close()
      },
    }
    expect(codes(await world.check({ retained }))).toEqual(['record_missing: record 5'])
  })

  it('a statement', async () => {
    const db = openEncrypted(join(world.dir, 'journal.db'), world.house.keyring.secret('journal.db'))
    const sql = 'update statement set statement = ? where no = 0'
    const { statement } =
      db.prepare<[], { statement: string }>('select statement from statement where no = 0').get() ?? {}
    db.prepare(sql).run('{"items":7,"v":1}')
    expect(codes(await world.check())).toEqual(['statement_differs: entry 0'])
    db.prepare(sql).run('no statement')
    expect(codes(await world.check())).toEqual(['statement_missing: entry 0'])
    db.prepare(sql).run(statement)
    expect(codes(await world.check())).toEqual([])
    db.close()
  })

  it('an attachment', async () => {
    const retained: Partial<Retained> = { hashFile: async () => new Uint8Array(64) }
    const three = [699, 699, 700].map((no, i) => `attachment_differs: record ${no} file ${[0, 2, 0][i]}`)
    expect(codes(await world.check({ retained }))).toEqual(three)
    rmSync(join(world.dir, 'objects'), { recursive: true })
    expect(codes(await world.check())).toEqual(
      three.map((code) => code.replace('attachment_differs', 'object_missing')),
    )
  })

  it('an entry that was dropped', async () => {
    const head = reader().head()
    const ledger = { head: () => ({ ...head, size: 700 }) }
    expect(codes(await world.check({ ledger }))).toEqual([expect.stringMatching(/^entries_missing: entries 700-/)])
  })

  it('every file of the renewal itself', async () => {
    expect((await turned('subjects', 300 * 65 + 9)).codes).toEqual([
      'record_differs: record 300',
      'digest_differs: entries 256-511',
      'root_differs: root under sha512',
      'map_differs: map',
    ])
    expect((await turned('groups', 70)).codes).toEqual(['entries_differ: entries 256-511', 'renewal_damaged: groups'])
    expect((await turned('files', 20)).codes).toEqual([
      'attachment_differs: record 699 file 0',
      'files_root_differs: files',
    ])
    const text = await turned('text', -5)
    expect(text.codes).toEqual(['renewal_damaged: text'])
    expect(text.stamps).toEqual(['hash stamp_unverified'])
    expect(await turned('local.tsr', -1)).toEqual({ codes: [], stamps: ['hash stamp_differs'] })
    expect((await turned('plan.json', 2)).codes).toEqual(['renewal_damaged: renewal 1'])
    truncateSync(inFolder('subjects'), 65 * 100)
    expect(codes(await world.check())).toContain('renewal_damaged: subjects')
    rmSync(inFolder('text'))
    expect(codes(await world.check())).toEqual(['renewal_damaged: text'])
  })

  it('a text that was made to fit: the ledger’s entry says another, and no stamp is over it', async () => {
    const text = readFileSync(inFolder('text'), 'utf8')
    const { root } = parseHashRenewal(text)
    writeFileSync(
      inFolder('text'),
      text.replace(
        root,
        root.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      ),
    )
    expect(codes(await world.check())).toEqual(['renewal_not_in_ledger: renewal 1', 'root_differs: root under sha512'])
    expect(world.stampProblems()).toEqual(['hash stamp_unverified'])
  })

  it('an older renewal too, and opens everything once all the same', async () => {
    await world.renew()
    const { size } = reader().head()
    const opened = new Set<number>()
    let twice = 0
    const retained: Partial<Retained> = {
      *records(from, to) {
        const kept = openRetained(world.dir, world.house.keyring, systemClock)
        for (const record of kept.records(from, to)) {
          if (opened.has(record.no)) twice += 1
          opened.add(record.no)
          yield record
        }
        kept.close()
      },
    }
    expect(await world.check({ retained })).toMatchObject({ renewals: 2, problems: [] })
    expect([opened.size, twice]).toEqual([740, 0])
    expect(size).toBeGreaterThan(740)
    const older = await turned('subjects', 300 * 65 + 9, 1)
    expect(older.codes).toEqual([
      'record_differs: record 300',
      'digest_differs: entries 256-511',
      'root_differs: root under sha512',
      'map_differs: map',
    ])
  })

  it('stamps and texts from before it', async () => {
    await world.renew()
    expect((await turned('local.tsr', -1)).codes).toEqual(['covered_differs: hash-renewal 1 local'])
    rmSync(inFolder('text'))
    expect(codes(await world.check())).toEqual(['renewal_damaged: text', 'covered_missing: hash-renewal-text 1'])
    await expect(world.renew()).rejects.toMatchObject({ code: 'stamp_damaged' })
  })
})
