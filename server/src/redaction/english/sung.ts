import type { Finding } from '../text/finding.ts'

// Mandarin written out in Latin letters, a word a syllable (Ni Xiang Yao De Shi Guang): of five syllables in a row with one of its
// little words among them no two are somebody's name.

const SYLLABLE =
  '(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u))'
const RUN = new RegExp(String.raw`(?<![\p{L}\d'])(?:${SYLLABLE} ){4,30}${SYLLABLE}(?![\p{L}\d'])`, 'giu')
const LITTLE = /(?<!\p{L})(?:de|wo|ni|ne|bu|zai|hen|ru|jiu|zhe)(?!\p{L})/iu

/** The names but those inside such a line. */
export function withoutSung(text: string, names: Finding[]): Finding[] {
  if (names.length === 0 || !/(?<!\p{L})\p{L}{1,6} \p{L}{1,6} \p{L}{1,6} \p{L}{1,6} \p{L}/u.test(text)) return names
  const lines = [...text.matchAll(RUN)].filter(([run]) => LITTLE.test(run))
  if (lines.length === 0) return names
  return names.filter(({ start, end }) => {
    const last = lastBefore(lines, start)
    return last === undefined || last.index + last[0].length < end
  })
}

/** Of lines in their order the last that begins at `start` or before; a text may hold tens of thousands. */
function lastBefore(lines: readonly RegExpExecArray[], start: number): RegExpExecArray | undefined {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle]?.index ?? 0) <= start) low = middle + 1
    else high = middle
  }
  return lines[low - 1]
}
