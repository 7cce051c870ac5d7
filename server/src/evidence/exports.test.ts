import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ExportId, Instant } from '#base'
import { filesHolding } from '#test/raw-search'
import { createExports, type ExportParts } from './index.ts'
import { arrivalOf, openWorld, person, type World } from './world.test-support.ts'

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const WORDS = ['请打电话找', '13800138000', '张伟或李秀英', 'wangjianguo', 'zhangwei88', '存真演示投诉群']

let world: World
beforeAll(async () => {
  const story = Array.from({ length: 60 }, (_, n) =>
    arrivalOf(n, { body: `第${n}条 请打电话找张伟或李秀英 13800138000`, conversation: `room-${n % 3}` }),
  )
  world = await openWorld(story)
})
afterAll(() => world.close())
afterEach(() => {
  world.grant.holds = true
})

const prepare = () =>
  world.exports.prepare(world.people.executor, { grantId: world.grant.id, formats: ['csv'], names: 'mask' })
const filesOf = (id: ExportId) => readdirSync(join(world.house.dir, 'exports')).filter((name) => name.includes(id))

describe('the way of an export', () => {
  it('goes from the executor to the monitor to the holder, each step in the audit', async () => {
    const { executor, monitor, requester } = world.people
    const prepared = await prepare()
    expect(prepared).toMatchObject({ state: 'awaiting_monitor', rows: null, monitorName: null })
    expect(prepared.number).toMatch(/^E-20\d\d-0001$/)
    expect(prepared.can.confirm).toEqual({ allowed: false, reason: 'role_missing' })
    expect((await world.exports.view(monitor, prepared.id)).can.confirm.allowed).toBe(true)
    const confirmed = await world.exports.confirm(monitor, prepared.id)
    expect(['running', 'ready']).toContain(confirmed.state)
    await world.exports.settled()
    const done = await world.exports.view(requester, prepared.id)
    expect(done).toMatchObject({
      state: 'ready',
      rows: 60,
      doneRows: 60,
      problem: null,
      executorName: `name of ${executor.id}`,
    })
    expect(done.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(filesOf(prepared.id)).toEqual([`${prepared.id}.verify.html`, `${prepared.id}.zip`])
    const file = await world.exports.download(requester, prepared.id)
    expect(file).toMatchObject({ bytes: done.bytes, fileName: `cunzhen-${prepared.number}.zip` })
    expect(await world.exports.password(requester, prepared.id)).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{1,5}){5}$/)
    for (const action of ['export.ask', 'export.confirm', 'export.download', 'export.password'] as const) {
      expect(await world.acts(action)).toEqual(['allowed'])
    }
    // before the content is read, and when the package is ready
    expect(await world.acts('export.run')).toEqual(['allowed', 'allowed'])
    expect((await world.open(prepared.id)).verdict.verdict).toBe('genuine')
  })

  it('tells while it runs how many rows there are, and how many of them are done', async () => {
    const { executor, monitor } = world.people
    const { id } = await prepare()
    const seen = new Set<string>()
    const { grants } = world.parts
    const permitHolds = async (): Promise<boolean> => {
      const { rows, doneRows, can } = await exports.view(executor, id)
      seen.add(`${doneRows} of ${rows}`)
      expect(can.download.allowed).toBe(false) // that its rows are known does not make it a package
      return true
    }
    const exports = createExports({ ...world.parts, grants: { ...grants, permitHolds } })
    await exports.confirm(monitor, id)
    await exports.settled()
    expect([...seen]).toEqual(['0 of null', '0 of 60', '60 of 60'])
  })

  it('is numbered by the year that it is in the house’s zone', async () => {
    const { executor, monitor } = world.people
    const at = async (time: string) => {
      const exports = createExports({ ...world.parts, clock: { now: () => Date.parse(time) as Instant } })
      const { id, number } = await exports.prepare(executor, {
        grantId: world.grant.id,
        formats: ['csv'],
        names: 'mask',
      })
      await exports.decline(monitor, id)
      return number
    }
    expect(await at('2038-12-31T15:59:59Z')).toBe('E-2038-0001')
    expect(await at('2038-12-31T16:00:00Z')).toBe('E-2039-0001')
  })

  it('can be declined, and is then over', async () => {
    const { id } = await prepare()
    expect((await world.exports.decline(world.people.monitor, id)).state).toBe('declined')
    await expect(world.exports.confirm(world.people.monitor, id)).rejects.toEqual(refusal('not_open'))
    await expect(world.exports.retry(world.people.executor, id)).rejects.toEqual(refusal('not_open'))
  })

  it('is confirmed once', async () => {
    const { id } = await prepare()
    const both = await Promise.allSettled([
      world.exports.confirm(world.people.monitor, id),
      world.exports.confirm(person('monitor'), id),
    ])
    await world.exports.settled()
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await world.exports.view(world.people.requester, id)).state).toBe('ready')
  })
})

describe('who may do what', () => {
  it('prepares: an executor who neither asked nor approved', async () => {
    const { requester, approver, monitor } = world.people
    const as = (actor: typeof requester) =>
      world.exports.prepare(actor, { grantId: world.grant.id, formats: ['csv'], names: 'mask' })
    await expect(as(requester)).rejects.toEqual(refusal('role_missing'))
    await expect(as(monitor)).rejects.toEqual(refusal('role_missing'))
    await expect(as({ ...requester, roles: ['requester', 'executor'] })).rejects.toEqual(refusal('own_request'))
    await expect(as({ ...approver, roles: ['legal', 'executor'] })).rejects.toEqual(refusal('was_approver'))
    await expect(as({ ...person('executor'), steppedUpUntil: null })).rejects.toEqual(refusal('step_up_needed'))
    expect((await as(person('executor'))).state).toBe('awaiting_monitor')
  })

  it('confirms: a monitor who is not the executor, nor the requester, nor an approver', async () => {
    const { executor, requester, approver } = world.people
    const { id } = await prepare()
    await expect(world.exports.confirm({ ...executor, roles: ['executor', 'monitor'] }, id)).rejects.toEqual(
      refusal('same_person'),
    )
    await expect(world.exports.confirm({ ...requester, roles: ['requester', 'monitor'] }, id)).rejects.toEqual(
      refusal('own_request'),
    )
    await expect(world.exports.confirm({ ...approver, roles: ['legal', 'monitor'] }, id)).rejects.toEqual(
      refusal('was_approver'),
    )
    await expect(world.exports.confirm({ ...person('monitor'), steppedUpUntil: 1 as Instant }, id)).rejects.toEqual(
      refusal('step_up_needed'),
    )
    expect(await world.acts('export.confirm')).toContain('same_person')
    await world.exports.decline(executor, id)
  })

  it('receives: the holder of the grant alone, freshly stepped up', async () => {
    const { executor, monitor, requester, auditor, stranger } = world.people
    const id = await world.run({ formats: ['csv'] })
    for (const verb of ['download', 'password'] as const) {
      for (const actor of [executor, monitor, { ...person('legal') }]) {
        await expect(world.exports[verb](actor, id)).rejects.toEqual(refusal('not_recipient'))
      }
      await expect(world.exports[verb]({ ...requester, steppedUpUntil: null }, id)).rejects.toEqual(
        refusal('step_up_needed'),
      )
      await expect(world.exports[verb](stranger, id)).rejects.toEqual(refusal('not_found'))
      await expect(world.exports[verb](requester, id)).resolves.toBeDefined()
    }
    expect((await world.exports.verifier(auditor, id)).fileName).toMatch(/^cunzhen-E-20\d\d-\d{4}-verify\.html$/)
  })

  it('sees: the requester, who carries out, who oversees; to others it is not there', async () => {
    const { id } = await prepare()
    const seen = async (actor: World['people']['requester']) =>
      (await world.exports.list(actor)).some((each) => each.id === id)
    for (const actor of [world.people.requester, world.people.executor, world.people.monitor, world.people.auditor])
      expect(await seen(actor)).toBe(true)
    expect(await seen(world.people.stranger)).toBe(false)
    await expect(world.exports.view(world.people.stranger, id)).rejects.toEqual(refusal('not_found'))
    await world.exports.decline(world.people.executor, id)
  })

  it('gets nothing any more once the grant does not hold', async () => {
    const id = await world.run({ formats: ['csv'] })
    expect(await world.exports.isReleased(id)).toBe(true)
    world.grant.holds = false
    expect(await world.exports.isReleased(id)).toBe(false)
    await expect(world.exports.download(world.people.requester, id)).rejects.toEqual(refusal('not_released'))
    await expect(world.exports.password(world.people.requester, id)).rejects.toEqual(refusal('not_released'))
    await expect(prepare()).rejects.toEqual(refusal('grant_not_running'))
  })
})

describe('a run that fails', () => {
  it('leaves a code and no file, and can be asked for again', async () => {
    const { id } = await prepare()
    const withoutVerifier = createExports({ ...world.parts, verifierPage: join(world.house.dir, 'absent.html') })
    await withoutVerifier.confirm(world.people.monitor, id)
    await withoutVerifier.settled()
    const failed = await world.exports.view(world.people.executor, id)
    expect(failed).toMatchObject({ state: 'failed', problem: 'verifier_missing', sha256: null })
    expect(filesOf(id)).toEqual([])
    expect(failed.can.retry.allowed).toBe(true)
    await expect(world.exports.retry(world.people.monitor, id)).rejects.toEqual(refusal('role_missing'))
    expect((await world.exports.retry(world.people.executor, id)).state).toBe('awaiting_monitor')
    await world.exports.confirm(world.people.monitor, id)
    await world.exports.settled()
    expect((await world.open(id)).verdict.verdict).toBe('genuine')
  })

  it('ends when the grant is revoked in the middle', async () => {
    const { id } = await prepare()
    let asked = 0
    const parts: ExportParts = {
      ...world.parts,
      grants: { ...world.parts.grants, permitHolds: async () => ++asked < 3 },
    }
    const exports = createExports(parts)
    await exports.confirm(world.people.monitor, id)
    await exports.settled()
    expect(await world.exports.view(world.people.executor, id)).toMatchObject({
      state: 'failed',
      problem: 'permit_over',
    })
    expect(filesOf(id)).toEqual([])
  })

  it('is not released when a decision is not the one in the ledger', async () => {
    const { id } = await prepare()
    const forged: ExportParts = {
      ...world.parts,
      grants: {
        ...world.parts.grants,
        statementsOf: async (grant) =>
          (await world.parts.grants.statementsOf(grant)).map((each) => ({
            ...each,
            statement: { ...each.statement, at: 1 },
          })),
      },
    }
    const exports = createExports(forged)
    await exports.confirm(world.people.monitor, id)
    await exports.settled()
    expect(await world.exports.view(world.people.executor, id)).toMatchObject({
      state: 'failed',
      problem: 'statement_differs',
    })
  })

  it('is not released when the finished package does not verify', async () => {
    const { id } = await prepare()
    const undecided: ExportParts = {
      ...world.parts,
      grants: {
        ...world.parts.grants,
        statementsOf: async (grant) =>
          (await world.parts.grants.statementsOf(grant)).filter(({ type }) => type !== 'decision'),
      },
    }
    const exports = createExports(undecided)
    await exports.confirm(world.people.monitor, id)
    await exports.settled()
    expect(await world.exports.view(world.people.executor, id)).toMatchObject({
      state: 'failed',
      problem: 'export_unverified',
    })
    expect(filesOf(id)).toEqual([])
  })

  it('is not waited for by a house that closes, also before its thread is there', async () => {
    const { id } = await prepare()
    const closing = createExports(world.parts)
    await closing.confirm(world.people.monitor, id)
    await closing.stop()
    const cut = await world.exports.view(world.people.executor, id)
    expect(cut).toMatchObject({ state: 'failed', problem: 'interrupted', can: { retry: { allowed: true } } })
    expect(filesOf(id)).toEqual([])
  })

  it('that a crash cut off is failed at the next start, its files gone', async () => {
    const { id } = await prepare()
    const dead = createExports({
      ...world.parts,
      grants: { ...world.parts.grants, exportPermit: () => new Promise(() => undefined) },
    })
    await dead.confirm(world.people.monitor, id)
    writeFileSync(join(world.house.dir, 'exports', `.${id}.zip.0123456789ab.new`), 'half')
    writeFileSync(join(world.house.dir, 'exports', `${id}.zip`), 'published, never made ready')
    const next = createExports(world.parts)
    expect(await next.recover()).toBe(1)
    expect(filesOf(id)).toEqual([])
    expect(await next.view(world.people.executor, id)).toMatchObject({ state: 'failed', problem: 'interrupted' })
  })
})

describe('nothing readable on the disk', () => {
  it('during an export and after it', async () => {
    const { id } = await prepare()
    const during: string[] = []
    let looks = 0
    const parts: ExportParts = {
      ...world.parts,
      grants: {
        ...world.parts.grants,
        permitHolds: async () => {
          looks += 1
          during.push(...filesHolding(world.house.dir, WORDS))
          return true
        },
      },
    }
    const exports = createExports(parts)
    await exports.confirm(world.people.monitor, id)
    await exports.settled()
    expect((await world.exports.view(world.people.requester, id)).state).toBe('ready')
    expect(looks).toBeGreaterThan(2)
    expect(during).toEqual([])
    expect(filesHolding(world.house.dir, [...WORDS, await world.exports.password(world.people.requester, id)])).toEqual(
      [],
    )
    expect(existsSync(join(world.house.dir, 'exports', `${id}.zip`))).toBe(true)
  })
})
