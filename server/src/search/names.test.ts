import type { Kind } from '@cunzhen/proof'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ResolvedScope } from '#access'
import type { ConversationCard, ParticipantCard } from '#archive'
import type { ConversationNo, Instant, ParticipantNo } from '#base'
import { chance } from '#test/search-oracle'
import { houseTime } from './field-values.ts'
import { findNames, type NameSource } from './names.ts'
import { parseQuery } from './query.ts'
import { EVERYTHING, TestIndex, type Told } from './search.test-support.ts'
import type { SearchInput } from './searcher.ts'

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const START = Date.UTC(2026, 8, 28)
const PLATFORMS = ['wecom', 'sms', 'slack'] as const

const card = (no: number): ConversationCard => ({
  no: no as ConversationNo, // counted from 1, as the archive counts
  platform: PLATFORMS[no % 3] ?? '',
  origin: '',
  id: `room-${no}`,
  title: no % 4 === 0 ? '' : no % 2 === 0 ? `投訴處理${no}組` : `Sales ${no}`,
  records: 0,
  undated: 0,
  firstTs: null,
  lastTs: null,
})
const person = (no: number): ParticipantCard => ({
  no: no as ParticipantNo,
  platform: 'test',
  account: `account_${no}`,
  name: no % 3 === 0 ? `张三${no}` : `Anna ${no}`,
})

/** Conversations 1 to 12, people 1 to 20; everybody with no more than five between them is a member. */
const membersOf = (conversation: number) =>
  Array.from({ length: 20 }, (_, at) => at + 1).filter((no) => Math.abs(no - conversation) <= 5)

const source: NameSource = {
  catalog: {
    conversation: (no) => (no >= 1 && no <= 12 ? card(no) : null),
    conversationsOf: (people) =>
      new Set(
        Array.from({ length: 12 }, (_, at) => (at + 1) as ConversationNo).filter((no) =>
          membersOf(no).some((member) => people.includes(member as ParticipantNo)),
        ),
      ),
    counts: () => ({
      entries: 0,
      records: 0,
      conversations: 12,
      participants: 20,
      segments: 0,
      sealedTo: 0,
      prunedTo: 0,
      unsealedBytes: 0,
    }),
  },
  findParticipants: async (text) =>
    Array.from({ length: 20 }, (_, at) => person(at + 1)).filter(({ account, name }) =>
      `${account}\n${name}`.toLowerCase().includes(text.toLowerCase()),
    ),
}

async function search(query: string, scope: ResolvedScope = EVERYTHING, over: Partial<SearchInput> = {}) {
  const names = await findNames(parseQuery(query, 'normal').names, scope, [], source)
  return { ...index.findAll(query, { scope, names, limit: 1000, ...over }), names }
}

function tell(count: number): Told[] {
  const random = chance(41)
  return Array.from({ length: count }, () => {
    const conversation = 1 + random.below(12)
    return {
      text: random.pick(['退款 ok', '投诉', 'okay', '合同.pdf', '哈哈', 'xyz']),
      time: random.below(12) === 0 ? null : START + random.below(4 * 86_400) * 1000 + random.below(3) * 400,
      conversation,
      sender: random.below(8) === 0 ? null : random.pick(membersOf(conversation)),
      kind: random.pick<Kind>(['text', 'text', 'image', 'file']),
    }
  })
}

/** One filter as text and as a test of a record. */
interface Filter {
  text: string
  passes: (record: Told) => boolean
}

function filters(random: ReturnType<typeof chance>): Filter[] {
  const conversation = (record: Told) => record.conversation ?? 1
  const second = START + random.below(4 * 86_400) * 1000
  const people = [1 + random.below(20), 1 + random.below(20)]
  const number = 1 + random.below(12)
  const platform = random.pick(PLATFORMS)
  const kinds = random.pick<Kind[]>([['text'], ['image', 'file']])
  const named = (record: Told) => record.sender != null && person(record.sender).name.startsWith('张三')
  return [
    { text: `from:${houseTime(second)}`, passes: ({ time }) => time !== null && time >= second },
    { text: `to:${houseTime(second + 3_600_000)}`, passes: ({ time }) => time !== null && time < second + 3_601_000 },
    { text: `sender:${people.map((no) => `#${no}`)}`, passes: ({ sender }) => people.includes(sender ?? 0) },
    { text: 'sender:张三', passes: named },
    { text: '发送人：張三', passes: named },
    { text: `participant:account_7`, passes: (record) => membersOf(conversation(record)).some((no) => no === 7) },
    { text: `platform:${platform}`, passes: (record) => card(conversation(record)).platform === platform },
    { text: '群:投诉', passes: (record) => card(conversation(record)).title.startsWith('投訴') },
    {
      text: `group:#${number},sales`,
      passes: (r) => conversation(r) === number || card(conversation(r)).title.startsWith('Sales'),
    },
    { text: `conversation:room-${number}`, passes: (record) => conversation(record) === number },
    { text: `kind:${kinds}`, passes: ({ kind }) => kinds.includes(kind ?? 'text') },
    {
      text: 'file:document',
      passes: ({ kind, text }) => (kind === 'image' || kind === 'file') && text.includes('.pdf'),
    },
    { text: '=ok', passes: ({ text }) => text.split(' ').includes('ok') },
    { text: '投诉', passes: ({ text }) => text === '投诉' },
  ]
}

describe('every filter equals an independent scan', () => {
  const told = tell(4000)
  const fill = () => {
    const numbers = index.source.add(...told)
    index.indexAll()
    return numbers
  }
  const compare = async (numbers: number[], wanted: Filter, scope: ResolvedScope) => {
    const expected = numbers.filter((_, at) => {
      const record = told[at]
      if (!record || !wanted.passes(record)) return false
      return scope.conversations === 'all' || scope.conversations.has((record.conversation ?? 1) as ConversationNo)
    })
    const found = await search(wanted.text, scope)
    expect(found.total, wanted.text).toBe(expected.length)
    expect(
      found.numbers.toSorted((a, b) => a - b),
      wanted.text,
    ).toEqual(expected)
    return expected.length > 0
  }

  test('alone, to the second, also as what must not be', async () => {
    const numbers = fill()
    const random = chance(42)
    for (let n = 0; n < 4; n++) {
      for (const one of filters(random)) {
        await compare(numbers, one, EVERYTHING)
        await compare(numbers, { text: `-${one.text}`, passes: (record) => !one.passes(record) }, EVERYTHING)
      }
    }
  }, 60_000)

  test('in 200 random combinations under random scopes', async () => {
    const numbers = fill()
    const random = chance(43)
    let withHits = 0
    for (let n = 0; n < 200; n++) {
      if (n === 100) index.settleAll()
      const scope: ResolvedScope = random.below(2)
        ? EVERYTHING
        : { ...EVERYTHING, conversations: new Set([1, 2, 3, 4, 5, 6, 7].filter(() => random.below(3) > 0)) as never } // numbers
      const combined = Array.from({ length: 2 + random.below(3) }, () => random.pick(filters(random))).reduce(
        (a, b) => {
          const form = random.below(4)
          if (form === 0)
            return { text: `(${a.text} | ${b.text})`, passes: (record) => a.passes(record) || b.passes(record) }
          if (form === 1)
            return { text: `${a.text} -${b.text}`, passes: (record) => a.passes(record) && !b.passes(record) }
          return { text: `${a.text} ${b.text}`, passes: (record) => a.passes(record) && b.passes(record) }
        },
      )
      if (await compare(numbers, combined, scope)) withHits++
    }
    expect(withHits).toBeGreaterThan(50)
  }, 60_000)
})

describe('a name', () => {
  const only: ResolvedScope = { ...EVERYTHING, conversations: new Set([1 as ConversationNo]) }
  const told = (): Told[] => [
    { text: 'x', time: START, conversation: 1, sender: 3 },
    { text: 'x', time: START + 1000, conversation: 1, sender: 4 },
    { text: 'x', time: START, conversation: 12, sender: 15 },
  ]

  test.each([
    ['sender:account_15', 'sender:nobody'],
    ['sender:#15', 'sender:#4711'],
    ['participant:account_15', 'participant:nobody'],
    ['group:12', 'group:nothing'],
    ['conversation:room-12', 'conversation:room-99'],
    ['conversation:#12', 'conversation:#99'],
    ['platform:wecom', 'platform:icq'], // of 3, 6, 9, 12
  ])('%s, which occurs only outside the scope, is answered as %s', async (outside, nowhere) => {
    index.source.add(...told())
    index.indexAll()
    const ask = async (query: string) => {
      const names = await findNames(parseQuery(query, 'normal').names, only, [], source)
      const { expansion, ...answer } = index.find(query, { scope: only, names, facets: ['sender'], byDay: true })
      return { answer, said: expansion.map(({ kind, isNot }) => ({ kind, isNot })) }
    }
    expect(await ask(outside)).toEqual(await ask(nowhere))
    expect((await ask(outside)).answer.total).toBe(0)
    expect((await search(outside)).total).toBe(1)
  })

  test('of somebody who belongs to a conversation without having spoken inside the time of the scope finds nothing', async () => {
    index.source.add(...told())
    index.indexAll()
    const timed: ResolvedScope = { ...only, from: START as Instant, to: (START + 1) as Instant }
    expect((await search('participant:account_3', timed)).total).toBe(1)
    expect((await search('participant:account_4', timed)).total).toBe(0)
    expect((await search('participant:account_4', only)).total).toBe(2)
    // unless the permit is about this person
    const names = await findNames(
      parseQuery('participant:account_4', 'normal').names,
      timed,
      [4 as ParticipantNo],
      source,
    )
    expect(index.find('participant:account_4', { scope: timed, names }).total).toBe(1)
  })

  test('means nobody where the query was not looked up', () => {
    index.source.add(...told())
    index.indexAll()
    expect(() => index.find('sender:#3')).toThrow(expect.objectContaining({ code: 'broken_invariant' }))
  })
})
