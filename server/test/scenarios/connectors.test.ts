import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUSE } from '#access'
import { readActs } from '#audit'
import { type Connectors, type ConnectorsParts, createConnectors } from '#connectors'
import { connectThreads } from '#platform'
import { type BareHouse, openBareHouse } from '#test/bare-house'
import { TestClock } from '#test/house-db'

// Silence, gaps, days and watched folders, over a real house with a clock of the test's own.

const HOUR = 3_600_000
const clock = new TestClock()
let bare: BareHouse
let root: string
let parts: ConnectorsParts
let connectors: Connectors
const troubles: string[] = []

beforeAll(async () => {
  bare = await openBareHouse(clock)
  root = join(bare.dir, 'arrivals')
  mkdirSync(join(root, 'in'), { recursive: true })
  const { db, recorder, policy, intake, archive } = bare.house
  parts = {
    db,
    clock,
    recorder,
    rules: policy,
    vault: { seal: (_purpose, plain) => plain, open: (_purpose, sealed) => sealed },
    keyHashing: randomBytes(32),
    intakeRoot: root,
    intake,
    mayTakeIn: () => Promise.resolve(true),
    connect: (thread) => connectThreads(thread, archive.journalThread, 'journal'),
    onTrouble: (code) => troubles.push(code),
    pollMs: 20,
    settleMs: 1000,
    mostAttached: 1024,
    tickMs: 20,
  }
  connectors = await createConnectors(parts)
}, 120_000)
afterAll(async () => {
  await connectors.close()
  await bare.close()
})

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let tries = 0; tries < 3000; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it did not come about')
}
/** A file settles from when the watch first saw it, and nothing tells a test when that was: the clock goes on until it holds. */
const untilLater = (holds: () => boolean | Promise<boolean>) =>
  until(() => {
    clock.pass(2000)
    return holds()
  })
const message = (id: string, more: object = {}) => ({
  id,
  conversation: 'c',
  sender: 's',
  time: null,
  text: id,
  ...more,
})
let names = 0
const make = async () => {
  const input = { name: `c${++names}`, kind: 'http', origin: '' } as const
  const { connector, key } = await connectors.create(bare.administrator, input)
  return { id: connector.id, key: String(key) }
}
const send = async (key: string, ...messages: object[]) => {
  const connector = await connectors.admit(key, null)
  return connectors.takeBatch(connector, Buffer.from(JSON.stringify({ messages })))
}
const statusOf = (id: string) => connectors.status().find((one) => one.id === id)
const actsOf = async (action: string) => {
  const options = { cursor: null, limit: 200, ledgerSize: 0 }
  const { acts } = await readActs(bare.house.db, {}, options)
  return acts.filter((act) => act.action === action)
}

describe('a connector that falls silent', () => {
  test('is alarmed once, after its hours, until something comes', async () => {
    const { id, key } = await make()
    await send(key, message('1'))
    clock.pass(23 * HOUR)
    expect(statusOf(id)?.silentSince).toBeNull()
    clock.pass(1 * HOUR)
    expect(statusOf(id)?.silentSince).not.toBeNull()
    const mine = async () => (await actsOf('connector.alarm')).filter(({ detail }) => detail.connector === id)
    await until(async () => (await mine()).length > 0)
    await connectors.close()
    connectors = await createConnectors(parts)
    clock.pass(5 * HOUR)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await mine()).toHaveLength(1)
    await send(key, message('2'))
    expect(statusOf(id)?.silentSince).toBeNull()
  })

  test('is alarmed again where the act could not be written', async () => {
    await connectors.close()
    let tries = 0
    const record: typeof parts.recorder.record = (note, reason) => {
      const isRefused = note.action === 'connector.alarm' && ++tries === 1
      return isRefused ? Promise.reject(new Error('no room')) : parts.recorder.record(note, reason)
    }
    connectors = await createConnectors({ ...parts, recorder: { ...parts.recorder, record } })
    const { id, key } = await make()
    await send(key, message('heard'))
    clock.pass(24 * HOUR)
    await until(async () => (await actsOf('connector.alarm')).some(({ detail }) => detail.connector === id))
    expect(tries).toBeGreaterThan(1)
    await connectors.close()
    connectors = await createConnectors(parts)
  })

  test('is not alarmed while it is disabled, and counts anew from when it is enabled', async () => {
    const { id } = await make()
    await connectors.disable(bare.administrator, id, 'holiday')
    clock.pass(100 * HOUR)
    expect(statusOf(id)?.silentSince).toBeNull()
    await connectors.enable(bare.administrator, id)
    expect(statusOf(id)?.silentSince).toBeNull()
    clock.pass(24 * HOUR)
    expect(statusOf(id)?.silentSince).not.toBeNull()
  })
})

describe('what a connector takes in', () => {
  test('stands under one act a day, which is there before the first message', async () => {
    const { id, key } = await make()
    const mine = async () => (await actsOf('intake.live')).filter(({ detail }) => detail.connector === id)
    await send(key, message('d1'))
    await send(key, message('d2'))
    expect(await mine()).toHaveLength(1)
    await connectors.close()
    connectors = await createConnectors(parts)
    await send(key, message('d3'))
    expect(await mine()).toHaveLength(1)
    clock.pass(24 * HOUR)
    await send(key, message('d4'))
    expect(await mine()).toHaveLength(2)
    expect(statusOf(id)?.today).toEqual({ archived: 1, duplicates: 0, refused: 0 })
  })

  test('shows gaps in its numbers, across a restart, until they are filled', async () => {
    const { id, key } = await make()
    await send(key, message('n1', { sequence: 1 }), message('n5', { sequence: 5 }))
    expect(statusOf(id)).toMatchObject({ missing: 3, gaps: [{ from: 2, to: 4, certain: true }] })
    await connectors.close()
    connectors = await createConnectors(parts)
    await send(key, message('n3', { sequence: 3 }))
    expect(statusOf(id)).toMatchObject({
      missing: 2,
      gaps: [
        { from: 4, to: 4 },
        { from: 2, to: 2 },
      ],
    })
    await send(key, message('n2', { sequence: 2 }), message('n4', { sequence: 4 }))
    expect(statusOf(id)).toMatchObject({ missing: 0, gaps: [], gapsKnowable: true })
  })
})

describe('a body that comes long after its key', () => {
  const body = (id: string) => Buffer.from(JSON.stringify({ messages: [message(id)] }))

  test('is taken while the key is still the connector’s, and not once it was changed or turned off', async () => {
    const { id, key } = await make()
    const admitted = await connectors.admit(key, null)
    await connectors.edit(bare.administrator, id, { name: 'renamed meanwhile' })
    expect((await connectors.takeBatch(admitted, body('l1'))).answers).toMatchObject([{ outcome: 'archived' }])
    await connectors.disable(bare.administrator, id, 'stolen machine')
    await expect(connectors.takeBatch(admitted, body('l2'))).rejects.toMatchObject({ code: 'connector_disabled' })
    await connectors.enable(bare.administrator, id)
    await connectors.rotate(bare.administrator, id)
    await expect(connectors.takeBatch(admitted, body('l3'))).rejects.toMatchObject({ code: 'connector_key_wrong' })
  })
})

describe('a house', () => {
  test('takes nothing in before its recovery kit was kept', async () => {
    const { key } = await make()
    const early = await createConnectors({ ...parts, mayTakeIn: () => Promise.resolve(false) })
    const body = Buffer.from(JSON.stringify({ messages: [message('early')] }))
    const connector = await early.admit(key, null)
    await expect(early.takeBatch(connector, body)).rejects.toMatchObject({ code: 'kit_unconfirmed' })
    await early.close()
    expect((await send(key, message('early'))).answers).toMatchObject([{ outcome: 'archived' }])
  })

  test('writes one act a minute about who is turned away, with the number of the others', async () => {
    const mine = async () => (await actsOf('intake.live')).filter(({ reason }) => reason === 'connector_key_wrong')
    const before = (await mine()).length
    for (let n = 0; n < 5; n++)
      await expect(connectors.admit('wrong', null)).rejects.toMatchObject({ kind: 'unauthenticated' })
    expect(await mine()).toHaveLength(before + 1)
    clock.pass(61_000)
    await until(async () => (await mine()).length === before + 2)
    expect((await mine()).map(({ detail }) => detail.more)).toContain(4)
  })
})

describe('a watched folder', () => {
  const line = (n: number) => `${JSON.stringify({ conv: 'f', sender: 's', text: `${n}`, ts: 1_790_000_000_000 + n })}\n`
  const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => line(from + n)).join('')
  const mapping = { platform: 'test', conversation: 'conv', sender: 'sender', text: 'text', time: 'ts', id: [] }
  const watching = async (folder: string, name: string) => {
    const settings = { format: 'jsonl', mapping: { ...mapping, timeFormat: 'ms', zone: 480 } } as const
    const { connector } = await connectors.create(bare.administrator, {
      name,
      kind: 'folder',
      origin: name,
      folder,
      ...settings,
    })
    return connector.id
  }

  test('is imported once each file has stopped growing; the file stays, its like and a restart bring nothing twice', async () => {
    const id = await watching('in', 'folder one')
    const path = join(root, 'in', 'a.jsonl')
    writeFileSync(path, lines(0, 5))
    await new Promise((resolve) => setTimeout(resolve, 100))
    appendFileSync(path, lines(5, 9)) // it still grows: the clock has not moved
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await connectors.files(id)).toEqual([])
    await untilLater(async () => (await connectors.files(id)).length === 1)
    expect(statusOf(id)?.today.archived).toBe(9)
    expect(readFileSync(path, 'utf8')).toBe(lines(0, 9))
    writeFileSync(join(root, 'in', 'copy of a.jsonl'), lines(0, 9))
    writeFileSync(join(root, 'in', '.hidden'), lines(20, 30))
    writeFileSync(join(root, 'in', 'b.jsonl.part'), lines(30, 40))
    symlinkSync(path, join(root, 'in', 'link.jsonl'))
    await connectors.close()
    connectors = await createConnectors(parts)
    await untilLater(async () => (await connectors.files(id)).length === 2)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const files = await connectors.files(id)
    expect(files.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'a.jsonl imported',
      'copy of a.jsonl known',
    ])
    const imports = (await bare.house.intake.listImports()).filter(({ origin }) => origin === 'folder one')
    expect(imports).toMatchObject([{ state: 'finished', counts: { items: 9, archived: 9 }, by: bare.administrator.id }])
    const ordered = (await actsOf('intake.import')).find(({ detail }) => detail.connector === id)
    expect(ordered).toMatchObject({ actor: HOUSE.kind, detail: { ordered_by: bare.administrator.id } })
  })

  test('is read on though a file goes away while it is looked through', async () => {
    mkdirSync(join(root, 'moving'))
    const path = (name: string) => join(root, 'moving', `${name}.jsonl`)
    for (const name of ['a', 'c']) writeFileSync(path(name), lines(500, 502))
    const connector = await watching('moving', 'folder moving')
    await connectors.close()
    const moving: ConnectorsParts = {
      ...parts,
      settleMs: 0,
      // asked before the folder is listed, and the time after its first file was looked at
      async mayTakeIn() {
        writeFileSync(path('b'), lines(600, 601))
        return true
      },
      clock: {
        now() {
          rmSync(path('b'), { force: true })
          return clock.now()
        },
      },
    }
    connectors = await createConnectors(moving)
    const read = async () => (await connectors.files(connector)).map(({ name }) => name)
    await until(async () => (await read()).includes('c.jsonl'))
    await connectors.close()
    connectors = await createConnectors(parts)
  })

  test('is read no further once its connector is turned off', async () => {
    mkdirSync(join(root, 'off'))
    for (const n of [1, 2]) writeFileSync(join(root, 'off', `${n}.jsonl`), lines(n * 100, n * 100 + 2))
    const { intake } = parts
    const turnOff = () => connectors.disable(bare.administrator, id, 'enough')
    const startImport: typeof intake.startImport = async (...asked) => {
      if (asked[0].origin === 'folder off') await turnOff()
      return intake.startImport(...asked)
    }
    await connectors.close()
    connectors = await createConnectors({ ...parts, intake: { ...intake, startImport } })
    const id = await watching('off', 'folder off')
    await untilLater(async () => (await connectors.files(id)).length > 0)
    await connectors.close()
    connectors = await createConnectors(parts)
    // one of the two: which, hangs on where the look was when the clock passed
    expect(await connectors.files(id)).toMatchObject([
      { name: expect.stringMatching(/^[12]\.jsonl$/), state: 'imported' },
    ])
  })

  test('says of a file whose import was cancelled that it was, and reads it when it is given anew', async () => {
    mkdirSync(join(root, 'stopped'))
    const path = join(root, 'stopped', 'a.jsonl')
    writeFileSync(path, lines(300, 303))
    const { intake } = parts
    const cancelled: typeof intake.ended = async (id) => ({ ...(await intake.ended(id)), state: 'cancelled' })
    await connectors.close()
    connectors = await createConnectors({ ...parts, intake: { ...intake, ended: cancelled } })
    const id = await watching('stopped', 'folder stopped')
    const stateOf = async () => (await connectors.files(id)).map(({ name, state }) => `${name} ${state}`)
    await untilLater(async () => (await stateOf()).length > 0)
    expect(await stateOf()).toEqual(['a.jsonl cancelled'])
    await connectors.close()
    connectors = await createConnectors(parts)
    utimesSync(path, 1_700_000_000, 1_700_000_000)
    await untilLater(async () => (await stateOf())[0] !== 'a.jsonl cancelled')
    expect(await stateOf()).toEqual(['a.jsonl imported'])
  })

  test('lies below the operator’s root, links followed, or is no connector', async () => {
    const bad = async (folder: string) => expect(watching(folder, `x${folder}`)).rejects
    symlinkSync(bare.dir, join(root, 'out'))
    await (await bad('../house')).toMatchObject({ code: 'connector_folder_outside' })
    await (await bad('/tmp')).toMatchObject({ code: 'connector_folder_outside' })
    await (await bad('out')).toMatchObject({ code: 'connector_folder_outside' })
    await (await bad('nowhere')).toMatchObject({ code: 'connector_folder_missing' })
  })
})
