import type { ResolvedScope } from '#access'
import type { ConversationNo, Instant } from '#base'
import { openSearchHouse, type SearchHouse } from '#test/search-house'
import { chance, normalise } from '#test/search-oracle'
import { sharedData } from '#test/shared'
import { type Filled, fill } from './recall.ts'

// Random queries under random scopes, through a real archive and index, against a scan of the scope that shares no code
// with the search. A scope must neither let anything in nor leave anything out.

export interface ScopesReport {
  messages: number
  queries: number
  /** Share of queries with hits inside the scope, and with hits outside it. */
  inside: number
  outside: number
  problems: string[]
}

const CORPUS = 'bili_live_danmaku'

/** Null where the shared data is absent. */
export async function run(
  queries: number,
  say: (line: string) => void = () => {},
  most?: number,
): Promise<ScopesReport | null> {
  const path = sharedData('corpus', `${CORPUS}.jsonl.gz`)
  if (!path) return null
  const house = await openSearchHouse()
  try {
    const archive = await fill(house, path, most)
    say(`${archive.texts.length} messages archived and indexed`)
    const numbers = conversationNumbers(house, archive)
    const random = chance(7)
    const report: ScopesReport = { messages: archive.texts.length, queries, inside: 0, outside: 0, problems: [] }
    for (let n = 1; n <= queries; n++) {
      const text = [...(archive.folded[random.below(archive.folded.length)] ?? '')]
      const from = random.below(Math.max(1, text.length))
      const wanted = text.slice(from, from + 1 + random.below(2)).join('') || '哈'
      await compare(house, archive, numbers, wanted, random, report, n)
      if (n % 100 === 0) say(`${n} queries, ${report.problems.length} problems`)
    }
    report.inside = Math.round((report.inside / queries) * 1000) / 1000
    report.outside = Math.round((report.outside / queries) * 1000) / 1000
    if (report.inside < 0.3 || report.outside < 0.3) report.problems.push('too few queries with hits inside or outside')
    return report
  } finally {
    await house.close()
  }
}

/** The house's number of each conversation of the corpus, by its name there. */
function conversationNumbers(house: SearchHouse, archive: Filled): Map<string, number> {
  const names = new Map<string, number>()
  const { conversations } = house.archive.catalog.counts()
  for (let no = 1; no <= conversations; no++) {
    const card = house.archive.catalog.conversation(no as ConversationNo) // counted by the house itself
    if (card) names.set(card.id, no)
  }
  if (archive.conversations.some((name) => !names.has(name)))
    throw new Error('a conversation of the corpus has no number')
  return names
}

async function compare(
  house: SearchHouse,
  archive: Filled,
  numbers: ReadonlyMap<string, number>,
  wanted: string,
  random: ReturnType<typeof chance>,
  report: ScopesReport,
  n: number,
): Promise<void> {
  const names = [...numbers.keys()]
  const chosen = new Set(names.filter(() => random.below(3) === 0))
  const some = archive.times.filter((time) => time !== null)
  const ends = [some[random.below(some.length)] ?? 0, some[random.below(some.length)] ?? 0].sort((a, b) => a - b)
  const [from = 0, to = 0] = ends
  const scope: ResolvedScope = {
    // numbers and times that the house itself gave
    conversations: new Set([...chosen].map((name) => numbers.get(name) as ConversationNo)),
    from: from as Instant,
    to: to as Instant,
    kinds: null,
    undated: random.below(2) === 0,
  }
  const expected = new Set<number>()
  let outside = false
  for (let at = 0; at < archive.folded.length; at++) {
    if (!archive.folded[at]?.includes(normalise(wanted))) continue
    const time = archive.times[at] ?? null
    const inTime = time === null ? scope.undated : time >= from && time < to
    if (inTime && chosen.has(archive.conversations[at] ?? '')) expected.add(archive.numbers[at] ?? -1)
    else outside = true
  }
  const found = await house.findAll(`"${wanted.replaceAll('"', '""')}"`, { scope })
  if (expected.size > 0) report.inside += 1
  if (outside) report.outside += 1
  const same =
    found.total === expected.size &&
    found.numbers.length === expected.size &&
    found.numbers.every((no) => expected.has(no))
  if (!same) report.problems.push(`query ${n}: ${found.total} of ${expected.size}`)
}
