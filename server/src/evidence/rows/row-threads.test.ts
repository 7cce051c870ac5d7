import { readdirSync } from 'node:fs'
import { type NodeWorker, Session } from 'node:inspector'
import { join } from 'node:path'
import { PACKAGE_FILES, parsePackedRow } from '@cunzhen/proof'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ExportId } from '#base'
import { buildRoster, detectThrough, NamesFound } from '#redaction'
import { createExports, type ExportParts } from '../index.ts'
import { arrivalOf, openWorld, type World } from '../world.test-support.ts'
import { threadsFor } from './row-hands.ts'

// Rows made by threads beside the exporter: the same bytes for any number of them, and nothing left of a run that ends.

const cuesOf = (name: string) => [`联系人：${name}，电话13800138000`, `我叫${name}`, `我叫${name}`]
const isFound = (text: string, names?: NamesFound): boolean =>
  detectThrough([text], { point: 'release', roster: buildRoster('1', []) }, names)[0]?.length !== 0

/** A name and a text in which nobody sees it who does not know it; which, depends on what the detection has learned. */
function unseen(): { seen: string[]; text: string } {
  for (const name of ['关小小', '易如反', '成方圆', '沈建平', '常在林', '白云飞', '边城']) {
    for (const text of [`不${name}不走`, `把${name}那份拿走`, `都是${name}干的活`, `货${name}已收`, name.repeat(3)]) {
      const names = new NamesFound()
      detectThrough(cuesOf(name), { point: 'release', roster: buildRoster('1', []) }, names)
      if (!isFound(text) && isFound(text, names)) return { seen: cuesOf(name), text }
    }
  }
  throw new Error('every name is seen everywhere: the test needs others')
}

const { seen: SEEN, text: UNSEEN } = unseen()
const LONG = 1100
const SMALL = 20
const ROWS_OF_SMALL = 30

/** Two conversations longer than a run, one that gives the name away early and one late, and many small ones. */
function messages(): ReturnType<typeof arrivalOf>[] {
  const said: [conversation: string, body: string][] = []
  for (let i = 0; i < LONG; i += 1) {
    said.push(['early', SEEN[i] ?? (i === 1000 ? UNSEEN : `第${i}条 卡号6222 0202`)])
    said.push(['late', SEEN[i - 1050] ?? (i === 100 || i === 1099 ? UNSEEN : `0011 2230 第${i}条`)])
  }
  for (let i = 0; i < SMALL * ROWS_OF_SMALL; i += 1) {
    const body = i % 3 === 0 ? UNSEEN : `我是陈${String.fromCharCode(0x4e00 + i)}，手机1380013${1000 + i}`
    said.push([`small-${i % SMALL}`, body])
  }
  return said.map(([conversation, body], n) =>
    arrivalOf(n, { conversation, body, sender: `wx_${n % 97}`, name: `赵${String.fromCharCode(0x4e00 + (n % 97))}` }),
  )
}

let world: World
beforeAll(async () => {
  world = await openWorld(messages())
}, 120_000)
afterEach(() => {
  world.masks = {}
})
afterAll(() => world.close())

/** The run's state and code; the files that are there of it. */
async function run(
  id: ExportId,
  parts: Partial<ExportParts>,
  meanwhile?: (stop: () => Promise<void>) => Promise<void>,
) {
  const exports = createExports({ ...world.parts, ...parts })
  await exports.confirm(world.people.monitor, id)
  await meanwhile?.(() => exports.stop())
  await exports.settled()
  const { state, problem } = await world.exports.view(world.people.executor, id)
  return { state, problem, files: readdirSync(join(world.house.dir, 'exports')).filter((name) => name.includes(id)) }
}

async function prepared(): Promise<ExportId> {
  const wanted = { grantId: world.grant.id, formats: ['csv', 'json'] as const, names: 'pseudonym' as const }
  return (await world.exports.prepare(world.people.executor, wanted)).id
}

async function contentOf(rowThreads: number) {
  const id = await prepared()
  expect(await run(id, { rowThreads })).toMatchObject({ state: 'ready', problem: null })
  const { text, verdict } = await world.open(id)
  expect(verdict).toMatchObject({ verdict: 'genuine', completeness: { state: 'proven' } })
  const json = Buffer.from(await text('data/records.json' as never)).toString() // a format beside those of every package
  return {
    rows: await text(PACKAGE_FILES.disclosures),
    csv: await text(PACKAGE_FILES.csv),
    json: json.slice(json.indexOf('\n')),
  }
}

/** Ends one thread of this name, and no other, wherever in its work it is. The session stays: to end it while threads end blocks. */
async function killOne(name: string): Promise<void> {
  const session = new Session()
  session.connect()
  const found = Promise.withResolvers<string>()
  const gone = Promise.withResolvers<void>()
  session.on('NodeWorker.attachedToWorker', ({ params }) => {
    if (params.workerInfo.title.endsWith(` ${name}`)) found.resolve(params.sessionId)
  })
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  const sessionId = await found.promise
  session.on('NodeWorker.detachedFromWorker', ({ params }: { params: NodeWorker.DetachedFromWorkerEventDataType }) => {
    if (params.sessionId === sessionId) gone.resolve()
  })
  const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'process.exit(1)' } })
  session.post('NodeWorker.sendMessageToWorker', { sessionId, message })
  await gone.promise
}

describe('threads that make rows', () => {
  it('are started where there are rows and cores for them', () => {
    expect(threadsFor(100)).toBe(0)
    expect([0, 2]).toContain(threadsFor(1_000_000))
  })

  it('give the same bytes whether there is none, one or two, from the journal and from segments', async () => {
    const alone = await contentOf(0)
    expect(await contentOf(1)).toEqual(alone)
    await world.archive.seal()
    await world.archive.integrate()
    expect((await world.archive.prune()).pruned).toBeGreaterThan(2 * LONG)
    expect(await contentOf(2)).toEqual(alone)
    expect(await contentOf(0)).toEqual(alone)
    const rows = alone.rows.trimEnd().split('\n').map(parsePackedRow)
    expect(rows.map(({ row }) => row)).toEqual(rows.map((_, i) => i + 1))
    const hidden = (conv: number, place: number): boolean =>
      rows.filter((row) => row.conv === conv)[place]?.masks.some(({ field }) => field === 'body') ?? false
    // found in a conversation, it is found everywhere in it, before it was given away too, and nowhere else
    const [early = 0, late = 0] = [1, 2].sort((a, b) => Number(hidden(b, 0)) - Number(hidden(a, 0)))
    expect([hidden(early, 1000), hidden(late, 100), hidden(late, 1099), hidden(late, 99)]).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(rows.filter(({ conv, shown }) => conv > 2 && shown.includes(UNSEEN))).toHaveLength(
      (SMALL * ROWS_OF_SMALL) / 3,
    )
  }, 300_000)
})

/** How often a run asks its permit before anybody makes rows: while it is planned, and when it is known how many there are. */
const BEFORE_ROWS = 2

describe('a run whose threads end', () => {
  it('with the permit leaves no file', async () => {
    let asked = 0
    const permitHolds = async () => ++asked < BEFORE_ROWS + 2
    const failed = await run(await prepared(), { rowThreads: 2, grants: { ...world.parts.grants, permitHolds } })
    expect(failed).toEqual({ state: 'failed', problem: 'permit_over', files: [] })
    expect(asked).toBe(BEFORE_ROWS + 2)
  }, 120_000)

  it('because the house stops leaves no file, and can be asked for again', async () => {
    const id = await prepared()
    const begun = Promise.withResolvers<void>()
    let asked = 0
    const permitHolds = async () => {
      if (++asked === BEFORE_ROWS + 1) begun.resolve()
      return true
    }
    const failed = await run(id, { rowThreads: 2, grants: { ...world.parts.grants, permitHolds } }, async (stop) => {
      await begun.promise
      await stop()
    })
    expect(failed).toEqual({ state: 'failed', problem: 'interrupted', files: [] })
    expect((await world.exports.retry(world.people.executor, id)).state).toBe('awaiting_monitor')
  }, 120_000)

  it('by a record that nobody can read has the code of it and no file, and can be asked for again', async () => {
    const id = await prepared()
    const unreadable = arrivalOf(900_000, { body: '…', conversation: 'early', fields: { kind: 'unknown' } })
    await world.archive.journal.admit([unreadable])
    world.masks = { unreadable: 'block' }
    const failed = await run(id, { rowThreads: 2 })
    expect(failed).toEqual({ state: 'failed', problem: 'kind_unreadable', files: [] })
    world.masks = { unreadable: 'withhold' }
    expect((await world.exports.retry(world.people.executor, id)).state).toBe('awaiting_monitor')
    expect(await run(id, { rowThreads: 2 })).toMatchObject({ state: 'ready' })
  }, 120_000)

  it.each(['making rows', 'its package is checked'])(
    'because one of them dies alone while %s has a code and no file, and can be asked for again',
    async (stage) => {
      world.masks = { unreadable: 'withhold' } // of the test before
      const id = await prepared()
      const { grants, anchorNow } = world.parts
      let asked = 0
      let killed = 0
      const kill = async (): Promise<void> => {
        killed += 1
        await killOne('rows')
      }
      const permitHolds = async (): Promise<boolean> => {
        if (++asked === BEFORE_ROWS + 1 && stage === 'making rows') await kill()
        return true
      }
      const failed = await run(id, {
        rowThreads: 2,
        grants: { ...grants, permitHolds },
        async anchorNow() {
          if (stage !== 'making rows') await kill()
          return anchorNow()
        },
      })
      expect(failed).toEqual({ state: 'failed', problem: 'thread_died', files: [] })
      expect(killed).toBe(1)
      await world.exports.retry(world.people.executor, id)
      expect(await run(id, { rowThreads: 2 })).toMatchObject({ state: 'ready', problem: null })
      expect((await world.open(id)).verdict.verdict).toBe('genuine')
    },
    120_000,
  )
})
