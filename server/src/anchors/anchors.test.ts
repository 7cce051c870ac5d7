import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRenewed, openNote, parseNote, parseRenewal } from '@cunzhen/proof'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LocalTsa, startTsa } from '#test/tsa'
import { fsckAnchors } from './fsck.ts'
import { anchorPlaces } from './places.ts'
import { readState, type StampNote } from './state.ts'
import { type AnchorsWorld, DAY, openWorld } from './world.test-support.ts'

let tsa: LocalTsa
let second: LocalTsa
let world: AnchorsWorld

beforeAll(async () => {
  tsa = await startTsa()
  second = await startTsa(30)
})
afterAll(async () => {
  await tsa.stop()
  await second.stop()
})
beforeEach(async () => {
  world = await openWorld(tsa.root)
  writeFileSync(join(world.house, 'anchors', 'second.pem'), second.root)
  tsa.behave('well')
  second.behave('well')
  world.settings({ v: 1, every_minutes: 1, authorities: [one()] })
})
afterEach(() => world.remove())

const one = () => ({ id: 'local', name: 'Local TSA', url: tsa.url, roots: 'root.pem' })
const other = () => ({ id: 'other', name: 'Other TSA', url: second.url, roots: 'second.pem' })
const MINUTE = 60_000

describe('stamps', () => {
  it('are taken over the checkpoint, kept as they came, entered into the ledger, and openssl agrees', async () => {
    world.grow(5)
    await world.anchors.turn()
    const { checkpoint, stamps } = world.anchors.of(5)
    expect(checkpoint).toBe(world.reader.head().checkpoint)
    expect(stamps.map(({ note }) => note)).toMatchObject([
      { authority: 'local', number: 5, index: 5, policy: '1.2.3.4.1' },
    ])
    expect(world.appended).toMatchObject([
      { index: 5, statement: { v: 1, of: 'checkpoint', number: 5, size: 5, authority: 'local' } },
    ])
    const dir = anchorPlaces(world.house).ofSize(5)
    const message = join(world.house, 'text')
    writeFileSync(message, parseNote(world.reader.head().checkpoint).text)
    expect(tsa.verifies(join(dir, 'local.tsr'), message)).toBe(true)
    writeFileSync(message, `${parseNote(world.reader.head().checkpoint).text} `)
    expect(tsa.verifies(join(dir, 'local.tsr'), message)).toBe(false)
    expect(world.anchors.status()).toMatchObject({
      settings: 'read',
      authorities: [{ last: { size: 5 }, trouble: null }],
    })
    expect(world.troubles).toEqual([])
  })

  it('come again when the ledger has grown by more than themselves, and not before it is time', async () => {
    world.grow(3)
    await world.anchors.turn()
    world.sign()
    world.clock.advance(2 * MINUTE)
    await world.anchors.turn()
    expect(world.appended).toHaveLength(1)
    world.grow(1)
    await world.anchors.turn()
    expect(world.appended.map(({ index }) => index)).toEqual([3, 5])
    world.grow(1)
    await world.anchors.turn()
    expect(world.appended).toHaveLength(2)
    world.clock.advance(MINUTE)
    await world.anchors.turn()
    expect(world.appended).toHaveLength(3)
  })

  it('come once a day where nothing happens', async () => {
    world.grow(3)
    await world.anchors.turn()
    world.sign()
    const { state } = anchorPlaces(world.house)
    const aged = JSON.parse(readFileSync(state, 'utf8'))
    aged.authorities.local.last.at -= DAY
    writeFileSync(state, JSON.stringify(aged))
    await world.restart().turn()
    expect(world.appended.map(({ index }) => index)).toEqual([3, 4])
    await world.restart().turn()
    expect(world.appended).toHaveLength(2)
  })

  it('of two authorities are independent: one that fails is told, left for a while, tried again', async () => {
    world.settings({ v: 1, every_minutes: 1, authorities: [one(), other()] })
    second.behave('refuse')
    world.grow(2)
    await world.anchors.turn()
    const [well, ill] = world.anchors.status().authorities
    expect(well).toMatchObject({ id: 'local', last: { size: 2 }, trouble: null })
    expect(ill).toMatchObject({ id: 'other', last: null, trouble: { code: 'refused', tries: 1 } })
    expect(world.troubles).toEqual(['refused'])
    const before = second.asked()
    await world.anchors.turn()
    expect(second.asked()).toBe(before)
    second.behave('well')
    world.sign()
    world.clock.advance(MINUTE + 1)
    await world.anchors.turn()
    expect(world.anchors.status().authorities[1]).toMatchObject({ last: { size: 3 }, trouble: null })
  })

  it('that do not hold are not kept: nonsense, a clock of another day', async () => {
    world.grow(1)
    tsa.behave('nonsense')
    await world.anchors.turn()
    expect(world.anchors.status().authorities[0]?.trouble?.code).toBe('bad_stamp')
    expect(existsSync(join(anchorPlaces(world.house).ofSize(1), 'local.tsr'))).toBe(false)
    tsa.behave('well')
    world.clock.advance(20 * MINUTE)
    await world.anchors.turn()
    expect(world.anchors.status().authorities[0]?.trouble).toMatchObject({ code: 'wrong_time', tries: 2 })
    expect(world.anchors.of(1).stamps).toEqual([])
    expect(world.appended).toEqual([])
  })

  it('of an earlier request are no answer to a new one', async () => {
    world.grow(1)
    await world.anchors.turn()
    tsa.behave('replay')
    world.grow(1)
    world.clock.advance(2 * MINUTE)
    await world.anchors.turn()
    expect(world.anchors.status().authorities[0]).toMatchObject({ last: { size: 1 }, trouble: { code: 'bad_stamp' } })
  })

  it('under a root that was not pinned are refused', async () => {
    world.settings({ v: 1, authorities: [{ ...one(), roots: 'second.pem' }] })
    world.grow(1)
    await world.anchors.turn()
    expect(world.anchors.status().authorities[0]?.trouble?.code).toBe('unknown_root')
  })

  it('whose statement could not be written are entered later, not asked for again', async () => {
    world.failNextAppend()
    world.grow(4)
    await world.anchors.turn()
    expect(world.anchors.status().authorities[0]).toMatchObject({ last: { size: 4 }, trouble: { code: 'not_written' } })
    const asked = tsa.asked()
    await world.restart().turn()
    expect(world.appended).toMatchObject([{ index: 4, statement: { number: 4 } }])
    expect(tsa.asked()).toBe(asked)
    expect(world.anchors.of(4).stamps[0]?.note.index).toBe(4)
  })

  it('are known again when the summary is lost or damaged', async () => {
    world.grow(1234)
    await world.anchors.turn()
    const told = world.anchors.status().authorities
    for (const damage of [(path: string) => rmSync(path), (path: string) => writeFileSync(path, '{"v":')]) {
      damage(anchorPlaces(world.house).state)
      expect(world.restart().status().authorities).toEqual(told)
    }
    expect(readState(anchorPlaces(world.house)).round).toEqual({ size: 1234, quiet: 1234 })
    expect(anchorPlaces(world.house).ofSize(1234).endsWith('stamps/x001/234')).toBe(true)
  })

  it('do not hold up a house that closes, and that is nobody\u2019s trouble', async () => {
    world.grow(1)
    tsa.behave('hang')
    const asked = tsa.asked()
    const turn = world.anchors.turn()
    while (tsa.asked() === asked) await new Promise((resolve) => setTimeout(resolve, 5))
    await world.anchors.stop()
    await turn
    expect(world.troubles).toEqual([])
    expect(world.restart().status().authorities[0]).toMatchObject({ last: null, trouble: null })
  })

  it('can be had at once for what leaves', async () => {
    world.grow(2)
    await world.anchors.turn()
    world.grow(2)
    const now = await world.anchors.anchorNow()
    expect(now).toMatchObject({ size: 5, stamps: [{ authority: 'local' }], authorities: [{ id: 'local', hints: [] }] })
    expect(world.anchors.of(5).stamps).toHaveLength(1)
    expect(world.anchors.of(4)).toEqual({ checkpoint: null, stamps: [] })
  })
})

describe('fsck', () => {
  const check = () => fsckAnchors(world.house, world.reader)

  it('finds stamps and renewals well, and says what is not', async () => {
    world.settings({ v: 1, every_minutes: 1, authorities: [one(), other()] })
    world.grow(3)
    await world.anchors.turn()
    world.sign()
    expect(check()).toEqual({ stamps: 4, unnamed: 0, waiting: 0, problems: [] })
    const path = join(anchorPlaces(world.house).ofSize(3), 'local.tsr')
    const response = readFileSync(path)
    const about = { of: 'checkpoint', number: 3, authority: 'local' }
    writeFileSync(path, response.with(response.length - 1, (response.at(-1) ?? 0) ^ 1))
    expect(check().problems).toEqual([{ code: 'stamp_differs', ...about }])
    rmSync(path)
    expect(check().problems).toEqual([{ code: 'stamp_missing', ...about }])
    writeFileSync(path, response)
    const notePath = path.replace('.tsr', '.json')
    const note = JSON.parse(readFileSync(notePath, 'utf8'))
    writeFileSync(notePath, JSON.stringify({ ...note, policy: '1.2.3' }))
    expect(check().problems).toEqual([{ code: 'statement_differs', ...about }])
    writeFileSync(notePath, JSON.stringify(note))
    world.settings({ v: 1, authorities: [{ ...one(), roots: 'second.pem' }] })
    expect(check()).toMatchObject({
      unnamed: 2,
      problems: [{ code: 'stamp_unverified' }, { code: 'stamp_unverified' }],
    })
  })

  it('tells a stamp that is not in the ledger yet', async () => {
    world.failNextAppend()
    world.grow(3)
    await world.anchors.turn()
    expect(check()).toEqual({ stamps: 1, unnamed: 0, waiting: 1, problems: [] })
  })
})

describe('for what leaves', () => {
  it('nobody is waited for who does not answer well, and nobody named who did not', async () => {
    world.settings({ v: 1, authorities: [one(), other()] })
    second.behave('refuse')
    world.grow(2)
    const now = await world.anchors.anchorNow()
    expect(now.stamps.map(({ authority }) => authority)).toEqual(['local'])
    expect(now.authorities.map(({ id }) => id)).toEqual(['local'])
    const asked = second.asked()
    world.grow(1)
    expect((await world.anchors.anchorNow()).size).toBe(4)
    expect(second.asked()).toBe(asked)
  })

  it('a house without settings has its own checkpoint and nothing more', async () => {
    world.settings({ v: 1 })
    world.grow(2)
    const { checkpoint } = world.reader.head()
    expect(await world.anchors.anchorNow()).toEqual({ size: 2, checkpoint, stamps: [], authorities: [], witnesses: [] })
  })
})

describe('renewal', () => {
  it('stamps anew all stamps whose certificate will end, once, and the next one covers it', async () => {
    world.settings({ v: 1, every_minutes: 1, authorities: [other()] })
    world.grow(3)
    await world.anchors.turn()
    world.sign()
    const dir = anchorPlaces(world.house).ofRenewal(1)
    const list = readFileSync(join(dir, 'list'), 'utf8')
    const renewal = parseRenewal(list)
    const [stamp] = world.anchors.of(3).stamps
    expect(renewal.stamps).toMatchObject([{ of: 'checkpoint', number: 3, authority: 'other' }])
    expect(isRenewed(renewal, stamp?.response ?? new Uint8Array())).toBe(true)
    expect(isRenewed(renewal, Buffer.from('another'))).toBe(false)
    expect(second.verifies(join(dir, 'other.tsr'), join(dir, 'list'))).toBe(true)
    expect(world.appended.map(({ statement }) => (statement as StampNote).of)).toEqual(['checkpoint', 'renewal'])
    await world.anchors.turn()
    expect(existsSync(anchorPlaces(world.house).ofRenewal(2))).toBe(false)
    const { state } = anchorPlaces(world.house)
    const aged = JSON.parse(readFileSync(state, 'utf8'))
    aged.renewal.lastAt -= 31 * DAY
    writeFileSync(state, JSON.stringify(aged))
    await world.restart().turn()
    const next = parseRenewal(readFileSync(join(anchorPlaces(world.house).ofRenewal(2), 'list'), 'utf8'))
    expect(next.stamps).toContainEqual(expect.objectContaining({ of: 'renewal', number: 1 }))
  })

  it('waits while every certificate lasts', async () => {
    world.grow(3)
    await world.anchors.turn()
    expect(existsSync(anchorPlaces(world.house).renewals)).toBe(false)
    expect(world.anchors.status().renewal.lastAt).toBeNull()
  })
})

describe('settings', () => {
  it('nobody named: nothing is asked; broken: nothing is asked, and it is told once', async () => {
    rmSync(join(world.house, 'anchors', 'settings.json'))
    world.grow(1)
    const asked = tsa.asked()
    await world.anchors.turn()
    expect(world.anchors.status().settings).toBe('none')
    for (const broken of [
      { v: 2 },
      { v: 1, authorities: [{ ...one(), url: 'file:///etc/passwd' }] },
      { v: 1, authorities: [{ ...one(), roots: '../house.db' }] },
      { v: 1, authorities: [{ ...one(), roots: 'missing.pem' }] },
      { v: 1, authorities: [{ ...one(), id: 'No Id' }] },
      { v: 1, authorities: [one(), one()] },
      { v: 1, witnesses: [{ key: 'no key', url: 'http://127.0.0.1:1' }] },
      { v: 1, whatever: true },
    ]) {
      world.settings(broken)
      await world.anchors.turn()
      expect(world.anchors.status().settings, JSON.stringify(broken)).toBe('unreadable')
    }
    expect(world.troubles).toEqual(['settings_unreadable'])
    expect(tsa.asked()).toBe(asked)
    world.settings({ v: 1, authorities: [one()] })
    await world.anchors.turn()
    expect(world.anchors.of(1).stamps).toHaveLength(1)
  })

  it('keep the note that the house signed', async () => {
    world.grow(1)
    await world.anchors.turn()
    const { checkpoint } = world.anchors.of(1)
    expect(openNote(checkpoint ?? '', [world.signer.verifierKey]).verified).toEqual(['cunzhen/hse_test/evidence'])
  })
})
