import type { Finding, Meter } from './finding.ts'

// Street addresses as English speakers write them: a number, a road by its kind of word, then flat, city, state and post code as far as
// they follow. Patterns are bounded and read the original, whose capitals tell a road from a word.

const SURE_KIND =
  'Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Boulevard|Blvd|Parkway|Pkwy|Highway|Hwy|Terrace|Crescent|Cres|Alley|Turnpike'
const KIND = `${SURE_KIND}|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Way|Close|Row|Mews|Gardens|Walk|Circle|Cir|Trail|Quay|Plaza|Broadway|Grove|Hill|Park|Green`
const WITHIN = '(?:Apt|Apartment|Unit|Suite|Ste|Flat|Floor|Fl|Room|Rm|Building|Bldg|No|#)'
const NUMBER = String.raw`(?<![\w.,/:#-])(?:${WITHIN}\.? ?#?[A-Z\d-]{1,6}, ?)?\d{1,5}[A-Z]?(?:[-/]\d{1,5}[A-Z]?)?,? `
const WORD = String.raw`(?:[A-Z][A-Za-zÀ-ɏ'’]{1,19}\.? |\d{1,3}(?:st|nd|rd|th) |[NSEW]\.? )`
const CITY = `[A-Z][A-Za-zÀ-ɏ'’.]{2,19}(?: [A-Z][A-Za-zÀ-ɏ'’.]{2,19}){0,2}`
const CODE = String.raw`(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,6})`
const REST = String.raw`(?:,? ${WITHIN}\.? ?#?[A-Z\d-]{1,6}(?![a-z]))?(?:,? \d{1,3}(?:st|nd|rd|th) Floor)?(?:,\s{0,2}${CITY}){0,3}(?:,? ${CITY}(?=,? (?:[A-Z]{2,3} )?${CODE}))?(?:,? [A-Z]{2,3}(?![A-Za-z\d]))?(?:,? ${CODE}(?![\w]))?`

const ROAD = new RegExp(
  String.raw`${NUMBER}(?:${WORD}){1,4}(?:${KIND})(?![a-z])\.?(?: (?:[NS][EW]|[NSEW]|North|South|East|West)(?![A-Za-z\d]))?${REST}`,
  'g',
)
/** 12 oak lane: without capitals only by a sure word, and with the end of a phrase behind it. */
const PLAIN_ROAD = new RegExp(
  String.raw`(?<![\w.,/:#-])\d{1,5}[a-z]? (?:[a-z'’]{2,16} ){1,3}(?:${SURE_KIND.toLowerCase().replace('|st|', '|')})(?=[,.;!?\n)]|$)`,
  'g',
)
const BOX = new RegExp(String.raw`(?<![A-Za-z])[Pp]\.?\s?[Oo]\.?\s?[Bb][Oo][Xx]\s\d{1,6}${REST}`, 'g')
const TELLING = /[A-Za-z]{3}/

/** Street addresses in English. */
export function findEnglishAddresses(text: string, meter: Meter): Finding[] {
  const findings: Finding[] = []
  if (!TELLING.test(text) || !/\d/.test(text)) return findings
  for (const [pattern, confidence] of [
    [ROAD, 0.8],
    [BOX, 0.8],
    [PLAIN_ROAD, 0.5],
  ] as const) {
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const start = found.index
      const end = start + found[0].length
      meter.steps += found[0].length
      findings.push({ start, end, kind: 'address', confidence, atoms: [start, end] })
    }
  }
  return findings
}
