import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUSE, type PersonActor } from '#access'
import { Fault, type Instant, type PersonId, Refusal, type RequestId } from '#base'
import { type HouseDb, type Migration, openEncrypted, type Tx } from '#platform'
import { migrate, openHouseDb } from '#platform/house'
import {
  type ActNote,
  auditMigrations,
  createRecorder,
  decodeAuditEntry,
  encodeAuditEntry,
  isReceipt,
  openAuditLeaves,
  type Recorder,
  readActs,
} from './index.ts'

interface Tables {
  test_deed: { name: string }
}
const deeds: readonly Migration[] = [
  {
    name: '001_deeds',
    up: async (db) => void (await sql`create table test_deed (name text not null) strict`.execute(db)),
  },
]
const LEGAL: PersonActor = {
  kind: 'person',
  id: 'psn_legal' as PersonId,
  roles: ['legal'],
  steppedUpUntil: null,
  ip: '10.0.0.7',
}
const AGENT: PersonActor = { ...LEGAL, id: 'psn_agent' as PersonId, roles: ['agent'], ip: null }
const NOTE: ActNote = { action: 'request.decide', actor: LEGAL }

const KEY = new Uint8Array(32).fill(11)
const clock = {
  at: 0,
  now: () => clock.at as Instant,
  set(text: string) {
    clock.at = Date.parse(text)
  },
}
let dir: string
let house: HouseDb
let recorder: Recorder
beforeEach(async () => {
  clock.set('2026-11-20T10:00:00+08:00')
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-audit-'))
  house = openHouseDb(join(dir, 'house.db'), KEY)
  const rooms = [
    { room: 'audit', migrations: auditMigrations },
    { room: 'test', migrations: deeds },
  ]
  await migrate(house, rooms, clock)
  recorder = createRecorder(house, clock)
})
afterEach(async () => {
  await house.close()
  rmSync(dir, { recursive: true })
})

/** A connection of its own, as the keeper's thread has it, or an intruder with the key. */
const connect = () => openEncrypted(join(dir, 'house.db'), KEY)
const doDeed = (name: string) => (tx: Tx) => tx.tables<Tables>().insertInto('test_deed').values({ name }).execute()
const deedsDone = async () =>
  (await house.tables<Tables>().selectFrom('test_deed').selectAll().execute()).map(({ name }) => name)
const acts = async () => (await readActs(house, {}, { ledgerSize: 0 })).acts
function breakAudit() {
  const intruder = connect()
  intruder.exec(`create trigger broken before insert on audit_act begin select raise(abort, 'disk gone'); end`)
  intruder.close()
}

describe('an act', () => {
  it('and its entry are committed together, and only then is there a receipt', async () => {
    const { value, receipt } = await recorder.perform(NOTE, async (tx, draft) => {
      await doDeed('approved')(tx)
      draft.request('req_1' as RequestId)
      draft.detail({ stage: 'legal' })
      expect(await acts()).toEqual([])
      return 42
    })
    expect(value).toBe(42)
    expect(await deedsDone()).toEqual(['approved'])
    expect(isReceipt(receipt)).toBe(true)
    expect(isReceipt({ ...receipt })).toBe(false)
    expect(await acts()).toEqual([
      {
        id: receipt.id,
        at: clock.now(),
        action: 'request.decide',
        class: 'permission',
        actor: 'person',
        byId: 'psn_legal',
        accountId: null,
        roles: ['legal'],
        outcome: 'allowed',
        reason: null,
        permit: null,
        requestId: 'req_1',
        detail: { stage: 'legal' },
        ip: '10.0.0.7',
        ledgerIndex: null,
      },
    ])
  })

  it('that is refused leaves nothing but the note of the refusal', async () => {
    const attempt = recorder.perform(NOTE, async (tx, draft) => {
      draft.detail({ stage: 'it' })
      await draft.also({ action: 'grant.issue', actor: HOUSE })
      await doDeed('half')(tx)
      throw new Refusal('conflict', 'wrong_stage')
    })
    await expect(attempt).rejects.toMatchObject({ kind: 'conflict', code: 'wrong_stage' })
    expect(await deedsDone()).toEqual([])
    expect((await acts()).map(({ action, outcome, reason, detail }) => [action, outcome, reason, detail])).toEqual([
      ['request.decide', 'refused', 'wrong_stage', { stage: 'it' }],
    ])
  })

  it('that fails leaves nothing, and the failure stays what it was', async () => {
    const attempt = recorder.perform(NOTE, async (tx) => {
      await doDeed('half')(tx)
      throw new Fault('broken_invariant', 'test')
    })
    await expect(attempt).rejects.toMatchObject({ code: 'broken_invariant' })
    expect([await deedsDone(), await acts()]).toEqual([[], []])
  })

  it('is written only where something was left to do', async () => {
    const only = (name: string) => async (tx: Tx) => {
      if ((await tx.tables<Tables>().selectFrom('test_deed').selectAll().execute()).length > 0) return false
      await doDeed(name)(tx)
      return true
    }
    const both = await Promise.all([recorder.performIf(NOTE, only('first')), recorder.performIf(NOTE, only('second'))])
    expect(both).toEqual([true, false])
    expect(await deedsDone()).toEqual(['first'])
    expect((await acts()).map(({ outcome }) => outcome)).toEqual(['allowed'])
    const refused = recorder.performIf(NOTE, () => Promise.reject(new Refusal('conflict', 'wrong_stage')))
    await expect(refused).rejects.toMatchObject({ code: 'wrong_stage' })
    expect((await acts()).map(({ outcome }) => outcome)).toEqual(['refused', 'allowed'])
    breakAudit()
    await expect(recorder.performIf(NOTE, async () => true)).rejects.toMatchObject({ code: 'audit_unwritable' })
  })

  it('does not happen when its entry cannot be written', async () => {
    breakAudit()
    await expect(recorder.perform(NOTE, doDeed('unseen'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'audit_unwritable',
    })
    expect(await deedsDone()).toEqual([])
    await expect(recorder.record({ action: 'search.window', actor: LEGAL })).rejects.toMatchObject({
      code: 'audit_unwritable',
    })
  })

  it('that is refused is answered as unwritable when even the refusal cannot be written', async () => {
    breakAudit()
    const attempt = recorder.perform(NOTE, () => Promise.reject(new Refusal('conflict', 'wrong_stage')))
    await expect(attempt).rejects.toMatchObject({ code: 'audit_unwritable' })
  })

  it('may bring further ones with it', async () => {
    await recorder.perform(NOTE, (_tx, draft) => draft.also({ action: 'grant.issue', actor: HOUSE, permit: 'gra_1' }))
    expect((await acts()).map(({ action, actor, byId, permit }) => [action, actor, byId, permit])).toEqual([
      ['request.decide', 'person', 'psn_legal', null],
      ['grant.issue', 'house', null, 'gra_1'],
    ])
  })

  it('of a content read carries its permit into the receipt', async () => {
    const receipt = await recorder.record({
      action: 'search.window',
      actor: AGENT,
      permit: 'window',
      detail: { query: '退款\ud800' },
    })
    expect(receipt).toMatchObject({ action: 'search.window', permit: 'window' })
    expect((await acts())[0]?.detail).toEqual({ query: '退款\ufffd' })
  })

  it('can be neither changed nor removed', async () => {
    await recorder.record(NOTE)
    const intruder = connect()
    expect(() => intruder.exec(`update audit_act set outcome = 'refused'`)).toThrow()
    expect(() => intruder.exec('delete from audit_act')).toThrow()
    intruder.close()
  })
})

describe('the outbox to the audit ledger', () => {
  it('gives every committed act one entry, in order, again and again', async () => {
    for (let n = 0; n < 5; n += 1) await recorder.record(NOTE)
    await recorder.perform(NOTE, () => Promise.reject(new Refusal('conflict', 'wrong_stage'))).catch(() => undefined)
    await recorder.perform(NOTE, () => Promise.reject(new Fault('broken_invariant', 'test'))).catch(() => undefined)
    await recorder.record(NOTE)
    const connection = connect()
    const leaves = openAuditLeaves(connection)
    expect(leaves.count()).toBe(7)
    const all = leaves.read(0, 100)
    expect(all).toHaveLength(7)
    expect([...leaves.read(0, 3), ...leaves.read(3, 3), ...leaves.read(6, 3)]).toEqual(all)
    expect(leaves.read(7, 3)).toEqual([])
    expect(new Set(all.map((leaf) => Buffer.from(leaf).toString('hex'))).size).toBe(7)
    expect(decodeAuditEntry(all[0] ?? new Uint8Array()).at).toBe(clock.now())
    expect(leaves.damaged(0, 100)).toEqual([])
    connection.close()
  })

  it('tells a changed act from the one that was written, and notices a missing one', async () => {
    for (let n = 0; n < 4; n += 1) await recorder.record(NOTE)
    const intruder = connect()
    intruder.exec(`drop trigger audit_act_no_update; drop trigger audit_act_no_delete`)
    intruder.exec(`update audit_act set person = 'psn_other' where seq = 2`)
    const leaves = openAuditLeaves(intruder)
    expect(leaves.damaged(0, 100)).toEqual([1])
    intruder.exec('delete from audit_act where seq = 3')
    expect(() => leaves.read(0, 100)).toThrow(expect.objectContaining({ code: 'audit_gap' }))
    intruder.close()
  })

  it('has entries of one form', () => {
    const entry = { at: clock.now(), digest: new Uint8Array(32).fill(5) }
    const bytes = encodeAuditEntry(entry)
    expect([bytes.length, bytes[0]]).toEqual([41, 0x11])
    expect(decodeAuditEntry(bytes)).toEqual(entry)
    for (const wrong of [bytes.subarray(1), Uint8Array.of(...bytes, 0), Uint8Array.of(0x21, ...bytes.subarray(1))]) {
      expect(() => decodeAuditEntry(wrong)).toThrow(expect.objectContaining({ code: 'audit_entry_damaged' }))
    }
  })
})

describe('reading acts', () => {
  it('pages from the newest back without losing or repeating one', async () => {
    for (let n = 0; n < 7; n += 1) await recorder.record({ ...NOTE, detail: { n } })
    const seen: unknown[] = []
    let cursor: string | null = null
    do {
      const page = await readActs(house, {}, { cursor, limit: 3, ledgerSize: 5 })
      seen.push(...page.acts.map(({ detail, ledgerIndex }) => [detail.n, ledgerIndex]))
      cursor = page.next
    } while (cursor !== null)
    expect(seen).toEqual([
      [6, null],
      [5, null],
      [4, 4],
      [3, 3],
      [2, 2],
      [1, 1],
      [0, 0],
    ])
  })

  it('tells whose account somebody came for before there was a session, and finds it under that person', async () => {
    const stranger = { kind: 'stranger', ip: '10.0.0.9' } as const
    await recorder.record({ action: 'session.sign_in', actor: stranger, detail: { person: AGENT.id } })
    await recorder.record({ action: 'session.sign_in', actor: stranger, detail: { person: null } }, 'sign_in_refused')
    // a person in the detail of somebody's own act is not who did it
    await recorder.record({ action: 'people.manage', actor: LEGAL, detail: { person: AGENT.id } })
    const find = async (filter: Parameters<typeof readActs>[1]) =>
      (await readActs(house, filter, { ledgerSize: 0 })).acts.map(({ byId, accountId }) => [byId, accountId])
    expect(await find({})).toEqual([
      ['psn_legal', null],
      [null, null],
      [null, AGENT.id],
    ])
    expect(await find({ person: AGENT.id })).toEqual([[null, AGENT.id]])
    expect(await find({ person: LEGAL.id })).toEqual([['psn_legal', null]])
    const connection = connect()
    const plan = connection
      .prepare(
        `explain query plan select * from audit_act
         where (person = ? or (actor = 'stranger' and json_extract(detail, '$.person') = ?)) order by seq desc limit 9`,
      )
      .all(AGENT.id, AGENT.id)
    expect(JSON.stringify(plan)).toContain('audit_act_account')
    connection.close()
  })

  it('tells who did how much, the most content first, over the whole filter and on its first page', async () => {
    for (let n = 0; n < 3; n += 1) await recorder.record(NOTE)
    for (let n = 0; n < 2; n += 1) await recorder.record({ action: 'search.window', actor: AGENT })
    await recorder.record({ action: 'search.window', actor: AGENT }, 'no_window')
    await recorder.record({ action: 'session.sign_in', actor: { kind: 'stranger', ip: '10.0.0.9' } })
    const agent = { id: AGENT.id, content: 2, other: 0, refused: 1 }
    const legal = { id: LEGAL.id, content: 0, other: 3, refused: 0 }
    const first = await readActs(house, {}, { limit: 2, ledgerSize: 0 })
    expect(first.perPerson).toEqual([agent, legal])
    expect((await readActs(house, {}, { cursor: first.next, ledgerSize: 0 })).perPerson).toEqual([])
    expect((await readActs(house, { outcome: 'refused' }, { ledgerSize: 0 })).perPerson).toEqual([
      { ...agent, content: 0 },
    ])
  })

  it('filters by person, action, outcome, request and half-open time, and counts per day of the house zone', async () => {
    await recorder.record(NOTE)
    clock.set('2026-11-20T23:59:59.999+08:00')
    await recorder.record({ action: 'search.window', actor: AGENT, request: 'req_9' as RequestId })
    clock.set('2026-11-21T00:00:00+08:00')
    await recorder.record(NOTE, 'own_request')
    const find = async (filter: Parameters<typeof readActs>[1]) =>
      (await readActs(house, filter, { ledgerSize: 0 })).acts.map(({ byId, outcome }) => `${byId} ${outcome}`)
    expect(await find({ person: AGENT.id })).toEqual(['psn_agent allowed'])
    expect(await find({ action: 'request.decide' })).toEqual(['psn_legal refused', 'psn_legal allowed'])
    expect(await find({ class: 'content' })).toEqual(['psn_agent allowed'])
    expect(await find({ outcome: 'refused' })).toEqual(['psn_legal refused'])
    expect(await find({ request: 'req_9' as RequestId })).toEqual(['psn_agent allowed'])
    expect(await find({ from: clock.now() })).toEqual(['psn_legal refused'])
    expect(await find({ to: clock.now() })).toEqual(['psn_agent allowed', 'psn_legal allowed'])
    const { perDay } = await readActs(house, {}, { ledgerSize: 0 })
    expect(perDay).toEqual([
      { day: '2026-11-21', acts: 1, refused: 1 },
      { day: '2026-11-20', acts: 2, refused: 0 },
    ])
  })

  it('takes no cursor that it did not give', async () => {
    for (const cursor of ['', '0', '-1', '1e3', '1 or 1=1', '9999999999999999']) {
      await expect(readActs(house, {}, { cursor, ledgerSize: 0 })).rejects.toMatchObject({ code: 'cursor_invalid' })
    }
  })
})
