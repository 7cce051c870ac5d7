import { BORDER, dictatedIn } from '../codes/dictated.ts'
import type { Finding } from '../text/finding.ts'
import { normalise } from '../text/normal.ts'
import { readingText } from '../text/reading-text.ts'

// What is dictated over several messages: 报一下手机号 / 一三九 / 好的一三九 / 五五幺二. Each run of short messages is read as one text.

/** Of a longer message only its ends are read: what leads to the first piece, and the last piece. */
const END = 80
/** So many messages before the first piece may say of what number it is one. */
const ASKED = 2
/** Longer runs are read in parts. */
export const MOST_TOLD = 10
const NUMERAL = /[\p{N}零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖洞拐勾]{2}|\p{N}/u

interface Run {
  /** Its first message, and the one behind its last. */
  first: number
  end: number
}

/** For each message its pieces. Calls `see` only for messages with some. */
export function eachDictated(texts: readonly string[], see: (place: number, parts: Finding[]) => void): void {
  for (const { first, end } of runsOf(texts)) {
    let joined = ''
    const begins: { place: number; at: number; from: number; to: number }[] = []
    for (let place = Math.max(0, first - ASKED); place < end; place += 1) {
      const text = texts[place] ?? ''
      const from = place === end - 1 ? 0 : Math.max(0, text.length - END)
      const to = place === end - 1 ? Math.min(text.length, END) : text.length
      begins.push({ place, at: joined.length, from, to })
      joined += text.slice(from, to) + BORDER
    }
    const found = dictatedIn(readingText(normalise(joined)))
    if (found.length === 0) continue
    for (const { place, at, from, to } of begins) {
      const parts = found
        .filter((one) => one.start >= at && one.end <= at + to - from)
        .map((one) => movedBy(one, from - at))
      if (parts.length > 0) see(place, parts)
    }
  }
}

/** Messages in a row with figures in them; one without, as who listens sends it, may stand between. */
function runsOf(texts: readonly string[]): Run[] {
  const has = texts.map((text) => NUMERAL.test(text))
  const runs: Run[] = []
  for (let first = 0; first < texts.length; first += 1) {
    if (!has[first]) continue
    let end = first + 1
    for (let next = end; next < texts.length && next - first < MOST_TOLD; next += 1) {
      if ((texts[next - 1]?.length ?? 0) > END && next - 1 > first) break
      if (has[next]) end = next + 1
      else if (next > end || (texts[next]?.length ?? 0) > 16) break
    }
    // of a single message the text itself was read, but for what it answers
    if (end - first > 1 || first > 0) runs.push({ first, end })
    first = end - 1
  }
  return runs
}

function movedBy(finding: Finding, by: number): Finding {
  const { start, end, atoms } = finding
  return { ...finding, start: start + by, end: end + by, atoms: atoms.map((place) => place + by) }
}
