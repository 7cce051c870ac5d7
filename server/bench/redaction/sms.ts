import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type DetectPoint, detect } from '#redaction'
import { sharedData } from '#test/shared'
import type { GateFigures } from './gates.ts'

// Names and addresses found in real SMS that nobody labelled: an upper bound of what is hidden without need, since many of them are
// somebody's name. `docs/redaction.md` says how many of those read were.

const SETS = ['nus_sms_en', 'nus_sms_zh'] as const
const POINTS: readonly DetectPoint[] = ['review', 'release']
/** Findings in 1,000 messages at most. */
const MOST = { name: 40, address: 2 } as const
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
  for (const text of texts) {
    for (const { kind } of detect(text, { point })) if (kind === 'name' || kind === 'address') found[kind] += 1
  }
  return (['name', 'address'] as const).map((kind) => {
    const each = (found[kind] / Math.max(1, texts.length)) * 1000
    return {
      gate: `${kind} found in 1,000 unlabelled SMS`,
      set,
      point,
      n: texts.length,
      measured: each.toFixed(1),
      demand: `at most ${MOST[kind]}`,
      verdict: each <= MOST[kind] ? 'met' : 'missed',
    }
  })
}
