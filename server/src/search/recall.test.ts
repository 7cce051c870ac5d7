import { describe, expect, test } from 'vitest'
import { type CorpusLine, corpusLines } from '#test/search-house'
import { chance, normalise } from '#test/search-oracle'
import { sharedData } from '#test/shared'
import { run } from '../../soak/recall.ts'
import { TestIndex } from './search.test-support.ts'

// Real lines: what people type is stranger than what tests invent.

const CORPORA = [
  'bili_live_danmaku',
  'fbs_sms',
  'nus_sms_en',
  'slack_softchat_en',
  'customer_reviews_zh',
  'dgk_subtitles',
]
const LINES = 1000

describe.each(CORPORA)('every substring of %s is found', (corpus) => {
  const path = sharedData('corpus', `${corpus}.jsonl.gz`)

  test.skipIf(!path)(`50 of ${LINES} lines, all numbers (skipped where the shared data is absent)`, async () => {
    const lines: CorpusLine[] = []
    for await (const line of corpusLines(path ?? '', LINES)) lines.push(line)
    const index = new TestIndex()
    const numbers = index.source.add(
      ...lines.map(({ text, ts }) => ({ text, time: typeof ts === 'number' ? ts : null })),
    )
    index.indexAll()
    const folded = lines.map(({ text }) => normalise(text))
    const random = chance(corpus.length)
    for (let n = 0; n < 50; n++) {
      const characters = [...random.pick(lines).text]
      const from = random.below(Math.max(1, characters.length))
      const part = characters.slice(from, from + 1 + random.below(8)).join('')
      for (const mode of ['normal', 'exact'] as const) {
        const wanted = mode === 'exact' ? part : normalise(part)
        if (wanted === '') continue
        const expected = numbers.filter((_, at) => (mode === 'exact' ? lines[at]?.text : folded[at])?.includes(wanted))
        const found = index.findAll(`"${part.replaceAll('"', '""')}"`, { mode })
        expect(found.total).toBe(expected.length)
        expect(found.numbers.toSorted((a, b) => a - b)).toEqual(expected)
      }
    }
    index.remove()
  })
})

test.skipIf(!sharedData('corpus', 'bili_live_danmaku.jsonl.gz'))(
  'a small part of the soak: substrings of lines of every corpus through archive and index (skipped where the shared data is absent)',
  async () => {
    const report = await run(34, { most: 700 })
    expect(report?.problems).toEqual([])
    expect(report?.corpora).toBeGreaterThan(10)
    expect(report?.substrings).toBeGreaterThan(25)
  },
)
