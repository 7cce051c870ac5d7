import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ConversationNo, ParticipantNo } from '#base'
import { chance } from '#test/search-oracle'
import { EVERYTHING, TestIndex } from '../search.test-support.ts'
import { ask, randomScope, tell } from '../story.test-support.ts'
import { mergedAnswer, type SearchInput, withSpoken } from './answer.ts'
import { FACETS } from './facets.ts'
import { Searcher } from './searcher.ts'

let index: TestIndex
let searchers: Searcher[]
beforeEach(() => {
  index = new TestIndex()
  searchers = [0, 1, 2].map(
    (nth) => new Searcher({ ...index, dir: index.dir, signals: index.signals, share: { nth, of: 3 } }),
  )
})
afterEach(() => {
  for (const searcher of searchers) searcher.close()
  index.remove()
})

function together(input: SearchInput) {
  const spoken = (input.names ?? []).map(({ spokenIn }) =>
    searchers.flatMap((searcher) => searcher.conversationsOf(spokenIn, input.scope)),
  )
  const named = withSpoken(input, spoken)
  return mergedAnswer(
    named,
    searchers.map((searcher) => searcher.part(named)),
  )
}

test('searchers that share the months answer together what one answers alone, page by page', () => {
  const random = chance(77)
  index.source.add(...tell(random, 900))
  index.indexAll()
  index.settleAll()
  let pages = 0
  for (let n = 0; n < 120; n++) {
    const { query } = ask(random, index.source.told, 'normal')
    const under = { ...randomScope(random), mode: 'normal' as const, limit: random.pick([1, 9, 60]) }
    const input = { ...under, query, byDay: true, facets: FACETS, cursor: null }
    for (let cursor: string | null = null; ; ) {
      const alone = index.searcher.run({ ...input, cursor })
      expect(together({ ...input, cursor })).toEqual(alone)
      cursor = alone.next
      if (!cursor || ++pages % 7 === 0) break
    }
  }
  expect(pages).toBeGreaterThan(100)
  expect(searchers.map((searcher) => searcher.part({ ...everything, query: '' }).total).filter(Boolean)).toHaveLength(3)
})

const everything = { scope: EVERYTHING, mode: 'normal', order: 'newest', limit: 50 } as const

test('where somebody speaks is found in the months of all searchers', () => {
  const [may, june] = [Date.UTC(2026, 4, 9), Date.UTC(2026, 5, 9)]
  index.source.add(
    { text: '我在这里说过', time: may, conversation: 1, sender: 5 },
    { text: '别人说的', time: june, conversation: 1, sender: 6 },
    { text: '别人说的', time: may, conversation: 2, sender: 6 },
  )
  index.indexAll()
  const names = [{ numbers: [], spokenIn: [5 as ParticipantNo] }]
  const input: SearchInput = { ...everything, query: 'participant:某人 别人', names }
  expect(together(input)).toEqual(index.searcher.run(input))
  expect(together(input).hits.map(({ about }) => about?.conversation)).toEqual([1 as ConversationNo])
  const places = together({ ...input, placesOnly: true }).hits
  expect(places).toEqual(together(input).hits.map((hit) => ({ ...hit, about: null })))
})
