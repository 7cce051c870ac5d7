import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type DetectPoint, detect } from '#redaction'
import { sharedData } from '#test/shared'
import type { GateFigures } from './gates.ts'
import { NOBODYS, SOMEBODYS } from './sms-judged.ts'

// Names and addresses found in real SMS that nobody labelled: an upper bound of what is hidden without need, since most of them are
// somebody's name. Beside all of them it tells how many are nobody's by a hand-check (sms-judged.ts), and how many nobody has read.

const SETS = ['nus_sms_en', 'nus_sms_zh'] as const
const POINTS: readonly DetectPoint[] = ['review', 'release']
/** Findings in 1,000 messages at most. */
const MOST = { name: 40, address: 2 } as const
/** Of these nobody's, after a hand-check. */
const MOST_NOBODYS = 25
/** Each sixth message, as the first figures were taken. */
const EACH = 6

/** Nothing where the corpus is not there. */
export function sms(): GateFigures[] {
  return SETS.flatMap((set) => {
    const texts = textsOf(set)
    return texts === null ? [] : POINTS.flatMap((point) => figuresOf(set, texts, point))
  })
}

function textsOf(set: string): string[] | null {
  const path = sharedData('corpus', `${set}.jsonl.gz`)
  if (path === null) return null
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n')
  // {text, …}, one object a line, says the README of the corpus
  return lines.filter((_, i) => i % EACH === 0).map((line) => (JSON.parse(line) as { text: string }).text)
}

function figuresOf(set: string, texts: readonly string[], point: DetectPoint): GateFigures[] {
  const found = { name: 0, address: 0 }
  let nobodys = 0
  for (const text of texts) {
    for (const { kind, start, end } of detect(text, { point })) {
      if (kind === 'name' || kind === 'address') found[kind] += 1
      if (kind === 'name' && NOBODYS[set]?.has(text.slice(start, end)) === true) nobodys += 1
    }
  }
  const each = (count: number): number => (count / Math.max(1, texts.length)) * 1000
  const line = (gate: string, count: number, most: number, told = ''): GateFigures => ({
    gate,
    set,
    point,
    n: texts.length,
    measured: `${each(count).toFixed(1)}${told}`,
    demand: `at most ${most}`,
    verdict: each(count) <= most ? 'met' : 'missed',
  })
  const unread = Math.max(0, found.name - nobodys - (SOMEBODYS[set]?.[point] ?? 0))
  const somebodys = found.name - nobodys - unread
  return [
    line('name found in 1,000 unlabelled SMS', found.name, MOST.name, `, somebody's ${each(somebodys).toFixed(1)}`),
    line(
      "nobody's name found in 1,000 unlabelled SMS",
      nobodys + unread,
      MOST_NOBODYS,
      `, unread ${each(unread).toFixed(1)}`,
    ),
    line('address found in 1,000 unlabelled SMS', found.address, MOST.address),
  ]
}
