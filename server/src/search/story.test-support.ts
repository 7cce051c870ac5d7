import type { Kind } from '@cunzhen/proof/keeping'
import { type chance, normalise } from '#test/search-oracle'
import type { SearchInput } from './find/answer.ts'
import { ARCHIVED_AT, type Told } from './search.test-support.ts'

// An endless, repeatable archive of short texts that share words, spread over months, conversations and kinds; queries
// made from its own words; and a scan that answers them without an index.

const WORDS = [
  ...[
    '投诉',
    '客户',
    '客戶',
    '辱骂',
    '保证金',
    '到账',
    '你好',
    '您好',
    '谢谢',
    '哈哈哈',
    'OK',
    'ok',
    'ＯＫ',
    '退款',
    '订单',
  ],
  ...[
    '訂單',
    '！',
    '!',
    '？',
    '。',
    '...',
    '…',
    '①',
    '1',
    '加V',
    '加v❤️',
    '銀\u200b行',
    '银行',
    '👍🏽',
    '𠮷野家',
    'A1',
    'a-1',
  ],
  ...[' ', '  ', '\n', '"', '(', ')', '+', '|', '的', '了', '是', '不', '我'],
]
const KINDS: Kind[] = ['text', 'text', 'text', 'image', 'system']
const MONTHS = [Date.UTC(2025, 10, 20), Date.UTC(2026, 7, 30), Date.UTC(2026, 8, 29)]

type Random = ReturnType<typeof chance>

export function tell(random: Random, count: number): Told[] {
  return Array.from({ length: count }, () => {
    const length = random.below(9)
    return {
      text: Array.from({ length }, () => random.pick(WORDS)).join(''),
      time: timeOf(random),
      conversation: 1 + random.below(12),
      sender: random.below(5) === 0 ? null : 1 + random.below(20),
      kind: random.pick(KINDS),
    }
  })
}

function timeOf(random: Random): number | null {
  const which = random.below(20)
  if (which === 0) return null
  if (which === 1) return Date.UTC(1998, 1, 1) + random.below(5) * 1000
  if (which === 2) return ARCHIVED_AT + 40 * 86_400_000 + random.below(5) * 1000
  // whole minutes, so that many share a time
  return random.pick(MONTHS) + random.below(6 * 24 * 60) * 60_000
}

/** A query, as written and as something that can be asked of a text. */
export interface Asked {
  query: string
  holds: (text: string) => boolean
}

export function ask(random: Random, told: readonly (Told | null)[], mode: SearchInput['mode'], depth = 2): Asked {
  const form = random.below(depth > 0 ? 6 : 2)
  if (form < 2) return askWord(random, told, mode)
  const a = ask(random, told, mode, depth - 1)
  const b = ask(random, told, mode, depth - 1)
  if (form === 2) return { query: `(${a.query} ${b.query})`, holds: (text) => a.holds(text) && b.holds(text) }
  if (form === 3) return { query: `(${a.query} | ${b.query})`, holds: (text) => a.holds(text) || b.holds(text) }
  if (form === 4) return { query: `(${a.query}+NOT ${b.query})`, holds: (text) => a.holds(text) && !b.holds(text) }
  return { query: `-${a.query}`, holds: (text) => !a.holds(text) }
}

function askWord(random: Random, told: readonly (Told | null)[], mode: SearchInput['mode']): Asked {
  for (;;) {
    const characters = [...(random.pick(told)?.text ?? '')]
    const from = random.below(Math.max(1, characters.length))
    const word = characters.slice(from, from + 1 + random.below(5)).join('')
    const wanted = mode === 'exact' ? word : normalise(word)
    if (wanted === '') continue
    const holds = (text: string) => (mode === 'exact' ? text : normalise(text)).includes(wanted)
    return { query: `"${word.replaceAll('"', '""')}"`, holds }
  }
}

/** The records that a search must find, by a scan of everything, in its order. */
export function scan(
  told: readonly (Told | null)[],
  input: Omit<SearchInput, 'query' | 'limit' | 'mode'>,
  holds: (text: string) => boolean,
): { inScope: number[]; outside: number[] } {
  const matching = told.flatMap((record, no) => (record && holds(record.text) ? [{ ...record, no }] : []))
  const sign = input.order === 'newest' ? -1 : 1
  matching.sort((a, b) => {
    if (a.time === null || b.time === null)
      return (a.time === null ? 1 : 0) - (b.time === null ? 1 : 0) || sign * (a.no - b.no)
    return sign * (a.time - b.time || a.no - b.no)
  })
  const { scope, from = null, to = null, senders, conversations, kinds } = input
  const isIn = (record: Told) => {
    const conversation = (record.conversation ?? 1) as never // compared as a number only
    const kind = record.kind ?? 'text'
    if (scope.conversations !== 'all' && !scope.conversations.has(conversation)) return false
    if (scope.kinds && !scope.kinds.has(kind)) return false
    if (conversations && !conversations.includes(conversation)) return false
    if (senders && !senders.includes((record.sender ?? 0) as never)) return false // as above
    if (kinds && !kinds.includes(kind)) return false
    if (record.time === null) return scope.undated && from === null && to === null
    const after = Math.max(scope.from ?? -Infinity, from ?? -Infinity)
    const before = Math.min(scope.to ?? Infinity, to ?? Infinity)
    return record.time >= after && record.time < before
  }
  return {
    inScope: matching.filter(isIn).map(({ no }) => no),
    outside: matching.filter((record) => !isIn(record)).map(({ no }) => no),
  }
}

export function randomScope(random: Random): Omit<SearchInput, 'query' | 'limit' | 'mode'> {
  const some = <T>(list: readonly T[], share: number) => list.filter(() => random.next() < share)
  const numbers = Array.from({ length: 20 }, (_, at) => at + 1)
  const instant = () => (random.pick(MONTHS) + random.below(6 * 24) * 3_600_000) as never // an Instant
  const maybe = <T>(share: number, value: () => T): T | null => (random.next() < share ? value() : null)
  return {
    scope: {
      conversations: random.next() < 0.2 ? 'all' : (new Set(some(numbers, random.pick([0.1, 0.4, 0.8]))) as never), // numbers
      from: maybe(0.3, instant),
      to: maybe(0.3, instant),
      kinds: maybe(0.2, () => new Set<Kind>(some(['text', 'image', 'system', 'call'], 0.6))),
      undated: random.next() < 0.5,
    },
    from: maybe(0.15, instant),
    to: maybe(0.15, instant),
    senders: maybe(0.15, () => some(numbers, 0.5) as never[]), // numbers
    conversations: maybe(0.15, () => some(numbers, 0.6) as never[]), // numbers
    kinds: maybe(0.1, () => some<Kind>(['text', 'image'], 0.8)),
    order: random.pick(['newest', 'oldest']),
  }
}
