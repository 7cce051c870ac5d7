import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  decodeEntry,
  fromHex,
  fromUtf8,
  hashRenewalStatement,
  parseHashRenewal,
  parseRenewal,
  statementDigest,
  toHex,
  verifyTimestamp,
} from '@cunzhen/proof'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fsckHouse, openRetained, type Retained } from '#archive'
import { DAY, Fault, type Instant, Refusal, systemClock } from '#base'
import { openLedgerReader } from '#ledger'
import { durable } from '#platform'
import { signer } from '#platform/keys'
import { type LocalTsa, startTsa } from '#test/tsa'
import { anchorPlaces } from '../places.ts'
import { renewalDue, renewalSubject } from '../renew.ts'
import { readState, stampNotes } from '../state.ts'
import { anchorsAt } from '../status.ts'
import { RehashFolder } from './files.ts'
import { makeTemplate, personOf, type RehashTemplate, type RehashWorld } from './rehash-world.test-support.ts'

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
  tsa.behave('well')
  world = template.open()
})
afterEach(() => world.house.remove())

const placesOf = () => anchorPlaces(world.dir)
const inFolder = (name: string, number = 1) => join(placesOf().ofRehash(number), name)
const reader = () => openLedgerReader(join(world.dir, 'ledger'), signer(world.house.keyring, 'evidence').verifierKey)

describe('a renewal of the hash', () => {
  it('binds old and new roots in one entry, is stamped by SHA-512, and fsck computes it again', async () => {
    const head = reader().head()
    const done = await world.renew()
    expect(done).toMatchObject({ number: 1, hash: 'sha512', size: head.size, without: 0, resumed: false, troubles: [] })
    const text = readFileSync(inFolder('text'))
    const renewal = parseHashRenewal(fromUtf8(text))
    expect(toHex(renewal.checkpoint.root)).toBe(toHex(head.root))
    expect(renewal).toMatchObject({
      retained: head.size,
      map: { records: 740, conversations: 5 },
      files: { retained: 3 },
    })
    const plan = new RehashFolder(placesOf().ofRehash(1), durable).plan()
    const entry = decodeEntry(reader().readEntry(done.index, reader().head().size))
    const statement = statementDigest(fromHex(plan?.salt ?? ''), hashRenewalStatement(1, renewal))
    expect([entry.type, toHex(entry.digest)]).toEqual(['stamp', toHex(statement)])
    // openssl, which knows nothing of our code
    expect(tsa.verifies(inFolder('local.tsr'), inFolder('text'))).toBe(true)
    const roots = [new Uint8Array(Buffer.from(tsa.root.replace(/-----[^-]+-----|\s/g, ''), 'base64'))]
    const response = new Uint8Array(readFileSync(inFolder('local.tsr')))
    expect(() => verifyTimestamp(response, { message: text, roots, algorithm: 'sha512' })).not.toThrow()
    expect(() => verifyTimestamp(response, { message: text, roots, algorithm: 'sha256' })).toThrow()
    expect(await world.check()).toEqual({
      renewals: 1,
      open: 0,
      unstamped: 0,
      entries: head.size,
      without: 0,
      notRetained: 0,
      problems: [],
    })
    expect(world.stampProblems()).toEqual([])
    expect(await fsckHouse(world.dir, world.house.keyring)).toMatchObject({ ok: true })
    expect(await world.acts()).toEqual(['allowed false'])
  })

  it('is the administrator’s, audited where it is refused too, and begins nothing then', async () => {
    await expect(world.renew({}, personOf('auditor'))).rejects.toMatchObject({ code: 'role_missing' })
    await expect(world.renew({}, world.actor, 'sha256')).rejects.toMatchObject({ code: 'hash_unknown' })
    world.settings({ v: 1 })
    await expect(world.renew()).rejects.toMatchObject({ code: 'no_authority' })
    expect(await world.acts()).toEqual(['refused role_missing'])
    expect(new RehashFolder(placesOf().ofRehash(1), durable).plan()).toBeNull()
    expect(await world.check()).toMatchObject({ renewals: 0, open: 0, problems: [] })
  })

  it('that nobody stamps is told, and the same command asks again and computes nothing', async () => {
    tsa.behave('refuse')
    const first = await world.renew()
    expect(first).toMatchObject({ stamps: [], troubles: [{ authority: 'local', code: 'refused' }] })
    expect(await world.check()).toMatchObject({ renewals: 1, unstamped: 1, problems: [] })
    tsa.behave('well')
    const forbidden: Retained = {
      ...openRetained(world.dir, world.house.keyring, systemClock),
      records: () => {
        throw new Error('nothing is opened again')
      },
    }
    const second = await world.renew({ retained: forbidden })
    expect(second).toMatchObject({ number: 1, resumed: true, index: first.index, root: first.root, troubles: [] })
    expect(second.stamps).toHaveLength(1)
    expect(await world.acts()).toEqual(['allowed true', 'allowed false'])
  })

  it('comes again, covers what came since and the stamps and texts there were', async () => {
    const first = await world.renew()
    await world.grow(300)
    const second = await world.renew()
    expect(second.number).toBe(2)
    expect(second.size).toBeGreaterThan(first.size + 300)
    const { stamps } = parseHashRenewal(readFileSync(inFolder('text', 2), 'utf8'))
    expect(stamps.map(({ of, number, authority }) => [of, number, authority])).toEqual([
      ['hash-renewal', 1, 'local'],
      ['hash-renewal-text', 1, null],
    ])
    expect(await world.check()).toMatchObject({ renewals: 2, entries: second.size, problems: [] })
  })

  it('goes into the next renewal of stamps, which then rests on the new hash too', async () => {
    await world.renew()
    const state = readState(placesOf())
    const [note] = [...stampNotes(placesOf().rehash)]
    expect(state.renewal.earliest).toBe(note?.notAfter)
    expect(renewalDue(state.renewal, (note?.notAfter ?? 0) - 91 * DAY)).toBe(false)
    expect(renewalDue(state.renewal, (note?.notAfter ?? 0) - 89 * DAY)).toBe(true)
    const subject = renewalSubject(placesOf(), durable, state.renewal, reader().head(), 'cunzhen/hse_test/evidence')
    expect(subject.hash).toBe('sha512')
    expect(parseRenewal(fromUtf8(subject.message)).stamps).toMatchObject([
      { of: 'hash', number: 1, authority: 'local' },
    ])
  })

  it('is on the status page', async () => {
    expect(anchorsAt(world.dir).hashRenewal).toBeNull()
    tsa.behave('refuse')
    const done = await world.renew()
    const told = { number: 1, hash: 'sha512', size: done.size, retained: done.size, without: 0 }
    expect(anchorsAt(world.dir).hashRenewal).toMatchObject({ ...told, state: 'unstamped', stamps: [] })
    tsa.behave('well')
    await world.renew()
    const { hashRenewal } = anchorsAt(world.dir)
    expect(hashRenewal).toMatchObject({ ...told, state: 'stamped', stamps: [{ authority: 'local' }] })
  })
})

describe('what is not kept', () => {
  it('goes in without data when it was destroyed before', async () => {
    world.destroy('block')
    world.destroy('object')
    const done = await world.renew()
    expect(done).toMatchObject({ without: 700, retained: done.size - 700 })
    expect(await world.check()).toMatchObject({ without: 700, notRetained: 0, problems: [] })
  })

  it('and was destroyed after it is told as no longer kept, and the rest is checked as before', async () => {
    await world.renew()
    world.destroy('object')
    expect(await world.check()).toMatchObject({ notRetained: 3, problems: [] })
    world.destroy('epoch')
    expect(await world.check()).toMatchObject({ notRetained: 43, problems: [] })
    world.destroy('block')
    expect(await world.check()).toMatchObject({ notRetained: 740, without: 0, problems: [] })
  })

  it('is never rebuilt over what is damaged: it stops and says which entry', async () => {
    rmSync(join(world.dir, 'segments'), { recursive: true })
    const error = await world.renew().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Fault)
    expect(error).toMatchObject({ code: 'entry_not_whole', detail: { entry: 1, why: 'segment_missing' } })
    expect(await world.check()).toMatchObject({ renewals: 0, open: 1, problems: [] })
  })
})

describe('interrupted', () => {
  /** Fails at the nth write of any kind. */
  const failing = (at: number) => {
    let writes = 0
    const count = <Args extends unknown[]>(work: (...args: Args) => void) => {
      return (...args: Args): void => {
        writes += 1
        if (writes === at) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' })
        work(...args)
      }
    }
    return {
      ...durable,
      writeFileDurably: count(durable.writeFileDurably),
      appendDurably: count(durable.appendDurably),
    }
  }

  it('by any write that fails, it goes on to its end', { timeout: 240_000 }, async () => {
    const met = new Set<string>()
    for (let at = 1; at <= 11; at++) {
      const first = await world.renew({ files: failing(at) }).catch((error: unknown) => {
        expect(error instanceof Refusal || (error instanceof Error && 'syscall' in error), String(error)).toBe(true)
        return null
      })
      const { stamps, problems } = await world.check().then((report) => ({ ...report, stamps: first?.stamps ?? [] }))
      expect(problems).toEqual([])
      met.add(first === null ? 'refused' : stamps.length === 0 ? 'unstamped' : 'done')
      if (stamps.length === 0) expect((await world.renew()).number).toBe(1)
      expect(await world.check()).toMatchObject({ renewals: 1, open: 0, unstamped: 0, problems: [] })
      expect(world.stampProblems()).toEqual([])
      rmSync(placesOf().rehash, { recursive: true })
    }
    expect([...met].sort()).toEqual(['done', 'refused', 'unstamped'])
  })

  it('with a tail that nobody counted, it cuts that off', async () => {
    const folder = new RehashFolder(placesOf().ofRehash(1), durable)
    await world.renew({ files: failing(4) }).catch(() => undefined)
    expect(folder.progress().entries).toBeLessThanOrEqual(reader().head().size)
    durable.ensureDir(folder.dir)
    durable.appendDurably(join(folder.dir, 'subjects'), new Uint8Array(777).fill(1))
    await world.renew()
    expect(await world.check()).toMatchObject({ renewals: 1, problems: [] })
  })

  it('by a restore of an older house, it refuses what it had begun', async () => {
    const folder = new RehashFolder(placesOf().ofRehash(1), durable)
    await world.renew({ files: failing(2) }).catch(() => undefined)
    const plan = folder.plan()
    if (plan === null) throw new Error('nothing was begun')
    folder.writePlan({ ...plan, root: toHex(new Uint8Array(32)), begunAt: 0 as Instant })
    await expect(world.renew()).rejects.toMatchObject({ code: 'ledger_differs' })
    folder.writePlan({ ...plan, size: plan.size + 1_000 })
    await expect(world.renew()).rejects.toMatchObject({ code: 'ledger_differs' })
  })
})
