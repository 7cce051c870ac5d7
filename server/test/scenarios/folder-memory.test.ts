import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connectors, createConnectors } from '#connectors'
import { connectThreads } from '#platform'
import { type BareHouse, openBareHouse } from '#test/bare-house'
import { TestClock } from '#test/house-db'

// What a watched folder keeps in mind of its files, and what it asks the house for.

const clock = new TestClock()
const WAITING = { timeout: 60_000, interval: 5 }
let bare: BareHouse
let folder: string
let connectors: Connectors
/** How often it began to look: it asks that first. */
let looks = 0

beforeAll(async () => {
  bare = await openBareHouse(clock)
  folder = join(bare.dir, 'arrivals', 'in')
  mkdirSync(folder, { recursive: true })
  const { db, recorder, policy, intake, archive } = bare.house
  connectors = await createConnectors({
    db,
    clock,
    recorder,
    rules: policy,
    vault: { seal: (_purpose, plain) => plain, open: (_purpose, sealed) => sealed },
    keyHashing: randomBytes(32),
    intakeRoot: join(bare.dir, 'arrivals'),
    intake,
    mayTakeIn: () => {
      looks += 1
      return Promise.resolve(true)
    },
    connect: (thread) => connectThreads(thread, archive.journalThread, 'journal'),
    onTrouble: () => undefined,
    pollMs: 20,
    settleMs: 1000,
    mostAttached: 1024,
    tickMs: 20,
  })
})
afterAll(async () => {
  await connectors.close()
  await bare.close()
})

test('it asks once whether a file was read, and again when the file went away and came back as it was', async () => {
  const line = (n: number) => `${JSON.stringify({ conv: 'f', sender: 's', text: `${n}`, ts: 1_790_000_000_000 + n })}\n`
  const path = join(folder, 'a.jsonl')
  const put = () => {
    writeFileSync(path, line(1) + line(2))
    utimesSync(path, 1_790_000_000, 1_790_000_000)
  }
  put()
  const { connector } = await connectors.create(bare.administrator, {
    name: 'folder',
    kind: 'folder',
    origin: 'folder',
    folder: 'in',
    format: 'jsonl',
    mapping: {
      platform: 'test',
      conversation: 'conv',
      sender: 'sender',
      text: 'text',
      time: 'ts',
      id: [],
      timeFormat: 'ms',
      zone: 480,
    },
  })
  const read = async () => (await connectors.files(connector.id)).length
  /** It has begun and ended a whole look from here on. */
  const looked = async () => {
    const before = looks
    await expect.poll(() => looks, WAITING).toBeGreaterThanOrEqual(before + 2)
  }
  await looked()
  clock.pass(2000)
  await expect.poll(read, WAITING).toBe(1)
  await looked() // it has learnt that the file was read
  await bare.house.db.write(async (tx) => {
    await tx.tables<{ connectors_file: object }>().deleteFrom('connectors_file').execute()
  })
  clock.pass(2000)
  await looked()
  expect(await read()).toBe(0)
  rmSync(path)
  await looked()
  put()
  await looked()
  clock.pass(2000)
  await expect.poll(read, WAITING).toBe(1)
  expect(connectors.status().find(({ id }) => id === connector.id)?.today).toMatchObject({ archived: 2, duplicates: 2 })
})
