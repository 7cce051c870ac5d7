import type { Kind } from '@cunzhen/proof/keeping'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ResolvedScope } from '#access'
import type { ConversationCard, ParticipantCard } from '#archive'
import type { ConversationNo, Instant, ParticipantNo, RecordNo } from '#base'
import type { RetentionClasses } from '#policy'
import { chance } from '#test/search-oracle'
import type { SearchInput } from '../find/answer.ts'
import { EVERYTHING, TestIndex, type Told } from '../search.test-support.ts'
import { houseTime } from './field-values.ts'
import { findNames, type NameSource } from './names.ts'
import { parseQuery } from './query.ts'

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

const namedPerson = (no: number) => ({ ...person(no), names: [person(no).name, ...(no === 8 ? ['趙八'] : [])] })
/** Of the house's own people; number 99 never wrote anything. */
const DEPARTMENTS = { 售后一部: [3, 12], 售后二部: [16], Sales: [5] }
const PROJECTS = { 雙十一: [1, 17], 双十二: [17], Élan: [9] }
let marks: { record: RecordNo; kind: string; text: string }[] = []

const source: NameSource = {
  catalog: {
    conversation: (no) => (no >= 1 && no <= 12 ? card(no) : null),
    conversationsOf: (people) =>
      new Set(
        Array.from({ length: 12 }, (_, at) => (at + 1) as ConversationNo).filter((no) =>
          membersOf(no).some((member) => people.includes(member as ParticipantNo)),
        ),
      ),
    participantOf: (platform, account) => {
      const no = Number(account.slice('account_'.length))
      return platform === 'test' && no <= 20 ? person(no) : null
    },
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
  async *participants() {
    yield Array.from({ length: 12 }, (_, at) => namedPerson(at + 1))
    yield Array.from({ length: 8 }, (_, at) => namedPerson(at + 13))
  },
  subjects: async () => [
    { id: 'sub_1', name: '章子怡', participants: [2, 7] as ParticipantNo[] },
    { id: 'sub_2', name: 'Berta', participants: [15] as ParticipantNo[] },
    { id: 'sub_3', name: '無帳號', participants: [] },
  ],
  staff: async (by) =>
    Object.entries(by === 'department' ? DEPARTMENTS : PROJECTS).flatMap(([value, people]) =>
      [...people, 99].map((no) => ({ value, platform: 'test', account: `account_${no}` })),
    ),
  marks: async () => marks,
}

const any = { kinds: null, platforms: null, conversations: null }
const classes: RetentionClasses = {
  names: ['logs', 'complaints', 'texts', 'rest', 'empty'],
  rules: [
    { ...any, class: 'logs', kinds: ['image'], platforms: ['sms'] },
    { ...any, class: 'complaints', conversations: ['room-3', 'room-4'] },
    { ...any, class: 'texts', platforms: ['sms', 'slack'], kinds: ['text'] },
    { ...any, class: 'complaints', kinds: ['file'] },
  ],
}

/** As a person would tell it who goes through the rules one after the other. */
function classOf({ conversation = 1, kind = 'text' }: Told): string {
  const { platform } = card(conversation)
  if (kind === 'image' && platform === 'sms') return 'logs'
  if (conversation === 3 || conversation === 4) return 'complaints'
  if (kind === 'text' && (platform === 'sms' || platform === 'slack')) return 'texts'
  return kind === 'file' ? 'complaints' : 'none'
}

async function search(query: string, scope: ResolvedScope = EVERYTHING, over: Partial<SearchInput> = {}) {
  const names = await findNames(parseQuery(query, 'normal', classes).names, scope, [], source)
  return { ...index.findAll(query, { scope, names, classes, limit: 1000, ...over }), names }
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

/** Every so many-th record is marked; every seventh bears a tag. */
const placeOf = new Map<Told, number>()
const isMarked = (record: Told, every: number) => (placeOf.get(record) ?? 1) % every === 0
const hasAny = (record: Told, people: readonly number[]) =>
  membersOf(record.conversation ?? 1).some((no) => people.includes(no))

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
  const retained = random.pick([...classes.names, 'none'])
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
    { text: 'sender:zhangsan', passes: named },
    { text: 'sender:=anna１', passes: () => false },
    { text: 'sender:zhaob', passes: ({ sender }) => sender === 8 },
    { text: '客户:zzy', passes: (record) => hasAny(record, [2, 7]) },
    { text: 'subject:berta', passes: (record) => hasAny(record, [15]) },
    { text: 'department:售后', passes: (record) => hasAny(record, [3, 12, 16]) },
    { text: 'department:=售後一部,sales', passes: (record) => hasAny(record, [3, 12, 5]) },
    { text: '项目:双十', passes: (record) => hasAny(record, [1, 17]) },
    { text: 'mark:mark', passes: (record) => isMarked(record, 5) },
    { text: 'mark:any', passes: (record) => isMarked(record, 5) || isMarked(record, 7) },
    { text: '标签:要點,没有', passes: (record) => isMarked(record, 7) },
    { text: `conversation:room-${number}`, passes: (record) => conversation(record) === number },
    { text: `kind:${kinds}`, passes: ({ kind }) => kinds.includes(kind ?? 'text') },
    {
      text: 'file:document',
      passes: ({ kind, text }) => (kind === 'image' || kind === 'file') && text.includes('.pdf'),
    },
    { text: `class:${retained}`, passes: (record) => classOf(record) === retained },
    { text: '类别:logs,complaints,empty', passes: (record) => ['logs', 'complaints'].includes(classOf(record)) },
    { text: '=ok', passes: ({ text }) => text.split(' ').includes('ok') },
    { text: '投诉', passes: ({ text }) => text === '投诉' },
  ]
}

describe('every filter equals an independent scan', () => {
  const told = tell(4000)
  const fill = () => {
    const numbers = index.source.add(...told)
    index.indexAll()
    for (const [at, record] of told.entries()) placeOf.set(record, at)
    // also of records outside every scope: the search must leave them out by itself
    marks = numbers.flatMap((no, at) => [
      ...(at % 5 === 0 ? [{ record: no as RecordNo, kind: 'mark', text: '' }] : []), // as the index gave it
      ...(at % 7 === 0 ? [{ record: no as RecordNo, kind: 'tag', text: '要点' }] : []), // as above
    ])
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
  }, 180_000)

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
  })
})

describe('a name', () => {
  const only: ResolvedScope = { ...EVERYTHING, conversations: new Set([1 as ConversationNo]) }
  const told = (): Told[] => [
    { text: 'x', time: START, conversation: 1, sender: 3 },
    { text: 'x', time: START + 1000, conversation: 1, sender: 4 },
    { text: 'x', time: START, conversation: 12, sender: 15 },
  ]

  test.each([
    ['sender:account_15', 'sender:nobody_1'],
    ['sender:#15', 'sender:#4711'],
    ['participant:account_15', 'participant:nobody_1'],
    ['group:12', 'group:nothing'],
    ['conversation:room-12', 'conversation:room-99'],
    ['conversation:#12', 'conversation:#99'],
    ['platform:wecom', 'platform:icq'], // of 3, 6, 9, 12
    ['sender:=张三15', 'sender:=张三99'],
    ['subject:berta', 'subject:nobody'],
    ['department:售后二部', 'department:财务部'],
    ['project:双十二', 'project:六一八'],
    ['tag:outside', 'tag:nothing'],
    ['mark:note', 'mark:tag'],
    ['class:none', 'class:empty'], // what no rule fits: of 12
  ])('%s, which occurs only outside the scope, is answered as %s', async (outside, nowhere) => {
    const numbers = index.source.add(...told())
    index.indexAll()
    marks = [
      { record: numbers[2] ?? -1, kind: 'tag', text: 'outside' },
      { record: numbers[2] ?? -1, kind: 'note', text: '' },
    ] as typeof marks // record numbers of the index
    const ask = async (query: string) => {
      const names = await findNames(parseQuery(query, 'normal', classes).names, only, [], source)
      const { expansion, ...answer } = index.find(query, {
        scope: only,
        names,
        classes,
        facets: ['sender'],
        byDay: true,
      })
      return { answer, said: expansion.map(({ kind, isNot }) => ({ kind, isNot })) }
    }
    expect(await ask(outside)).toEqual(await ask(nowhere))
    expect((await ask(outside)).answer.total).toBe(0)
    expect((await search(outside)).total).toBe(1)
    // also as what must not be there, and beside what is
    expect(await ask(`-${outside}`)).toEqual(await ask(`-${nowhere}`))
    expect(await ask(`sender:#3 | ${outside}`)).toEqual(await ask(`sender:#3 | ${nowhere}`))
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
