import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// B3: a long conversation read from any place, both ways, with what became of a record beside it.

let world: World
const START = Date.UTC(2026, 8, 1)
const DAY = 86_400_000
const LINES = 3_000

beforeAll(async () => {
  world = await openWorld()
  const lines = Array.from({ length: LINES }, (_, n) => ({
    conv: 'long',
    sender: n % 2 ? 'anna' : 'clerk',
    text: `第 ${n} 条`,
    ts: START + n * 60_000,
  }))
  await takeIn(world, lines)
  await takeInWecom(world)
}, 180_000)
afterAll(() => world.close())

interface Shown {
  record: number
  time: number
  kind: string
  text: { text: string }
  refersTo: number | null
  refersElsewhere: boolean
  versions: { record: number; text: { text: string } }[]
  recall: { record: number } | null
}
interface Stretch {
  records: Shown[]
  older: string | null
  newer: string | null
  total: number
}

/** A room as WeCom archives it: a message, its recall far behind, and a kind that nobody knows. */
async function takeInWecom(into: World): Promise<void> {
  const said = (seq: number, msgid: string, more: object) => ({
    seq,
    msgid,
    action: 'send',
    from: 'wmLin',
    tolist: ['chen01'],
    roomid: '',
    msgtime: START + seq * 60_000,
    msgtype: 'text',
    text: { content: `话 ${seq}` },
    ...more,
  })
  const lines = [
    said(1, 'first', {}),
    ...Array.from({ length: 600 }, (_, n) => said(n + 2, `m${n}`, {})),
    said(700, 'gone', { action: 'send', msgtype: 'revoke', text: undefined, revoke: { pre_msgid: 'first' } }),
    said(701, 'odd', { msgtype: 'hologram', text: undefined, hologram: { shape: 'cube 7' } }),
  ]
  const form = new FormData()
  form.append('options', JSON.stringify({ origin: 'wecom-test' }))
  form.append('file', new Blob([lines.map((line) => `${JSON.stringify(line)}\n`).join('')]), 'chat.jsonl')
  const started = await into.person('administrator').client.post<{ id: never }>('/api/intake/imports', form)
  const ended = await into.house.intake.ended(started.id)
  if (ended.state !== 'finished') throw new Error(`the import is ${ended.state}`)
  await into.house.search.reach(into.house.archive.catalog.counts().entries)
}

const conversationOf = (no: number) => [...world.house.archive.catalog.conversationsOf([no as never])][0] ?? 0
const open = (permit: string, conversation: number, more: object) =>
  world
    .person('requester')
    .client.post<Stretch>('/api/search/conversation', { permit, conversation, limit: 100, ...more })

test('a conversation is entered at a time and read on both ways, each page knowing what lies behind it', async () => {
  const anna = participantOf(world, 'anna')
  const grant = await grantFor(world, { people: [anna], from: START, to: START + 10 * DAY })
  const conversation = conversationOf(anna)
  const middle = START + 1500 * 60_000
  const here = await open(grant, conversation, { around: { time: middle } })
  expect(here.total).toBe(LINES)
  expect(here.records.map(({ time }) => time)).toContain(middle)

  const newer = await open(grant, conversation, { cursor: here.newer, direction: 'newer' })
  expect(newer.records[0]?.time).toBe((here.records.at(-1)?.time ?? 0) + 60_000)
  // what a reader has let go of is asked for again from either side
  const back = await open(grant, conversation, { cursor: newer.older, direction: 'older' })
  expect(back.records.map(({ record }) => record)).toEqual(here.records.map(({ record }) => record))
  const forth = await open(grant, conversation, { cursor: back.newer, direction: 'newer' })
  expect(forth.records.map(({ record }) => record)).toEqual(newer.records.map(({ record }) => record))

  const ends = await open(grant, conversation, { around: { time: START + 20 * DAY } })
  expect([ends.newer, ends.records.at(-1)?.text.text]).toEqual([null, `第 ${LINES - 1} 条`])
})

test('a recall far away stands with its original; what it takes back is found; an unknown kind shows what was kept', async () => {
  const { catalog } = world.house.archive
  const lin = catalog.participantOf('wecom', 'wmLin')?.no ?? 0
  const grant = await grantFor(world, { people: [lin], from: START, to: START + 10 * DAY })
  const conversation = conversationOf(lin)
  const first = await open(grant, conversation, { around: { time: START } })
  const original = first.records[0]
  expect(original).toMatchObject({ kind: 'text', recall: { text: expect.anything() }, versions: [] })

  const last = await open(grant, conversation, { around: { time: START + 701 * 60_000 } })
  const recall = last.records.find(({ kind }) => kind === 'recall')
  expect(recall).toMatchObject({ refersTo: null, refersElsewhere: true, record: original?.recall?.record })
  const ask = (permit: string) =>
    world.person('requester').client.raw('POST', '/api/search/original', { permit, record: recall?.record })
  expect((await ask(grant)).body).toMatchObject({ record: original?.record })
  const unknown = last.records.find(({ kind }) => kind === 'unknown')
  expect(JSON.stringify(unknown)).toContain('cube 7')

  // a grant that begins later: the recall is inside, what it takes back is not, and is answered like what is nowhere
  const later = await grantFor(world, { people: [lin], from: START + 600 * 60_000, to: START + 10 * DAY })
  expect((await ask(later)).body).toMatchObject({ record: null })
  const elsewhere = await grantFor(world, { people: [lin], from: START, to: START + 60_000 })
  expect(await ask(elsewhere)).toMatchObject({ status: 404, body: { code: 'record_not_found' } })
})
