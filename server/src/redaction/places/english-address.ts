import type { Finding, Meter } from '../text/finding.ts'
import { Woken } from '../text/woken.ts'

// Street addresses as English speakers write them: a number, a road by its kind of word, then flat, city, state and post code as far as
// they follow. Patterns are bounded and read the original, whose capitals tell a road from a word.

const SURE_KIND =
  'Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Boulevard|Blvd|Parkway|Pkwy|Highway|Hwy|Terrace|Crescent|Cres|Alley|Turnpike'
const KIND = `${SURE_KIND}|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Way|Close|Row|Mews|Gardens|Walk|Circle|Cir|Trail|Quay|Plaza|Broadway|Grove|Hill|Park|Green|Gate|Wharf|Parade|Rise|Vale|Loop|Link|Esplanade|Strasse|Straße`
const WITHIN = '(?:Level|Lvl|Apt|Apartment|Unit|Suite|Ste|Flat|Floor|Fl|Room|Rm|Building|Bldg|Tower|Block|Blk|No|#)'
const NUMBER = String.raw`(?<![\w.,/:#-])(?:${WITHIN}\.? ?#?[A-Z\d-]{1,6}, ?|\d{1,3}/F, ?|(?:[A-Z][a-z’']{1,14} ){1,3}(?:Mansions?|Building|House|Centre|Court|Tower|Estate|Gardens?|Plaza), ?){0,4}(?:No\.? ?|(?:Unit|Shop|Lot|Suite|Flat|Apt) (?=\d{1,5}/))?\d{1,5}[A-Z]?(?:[-/]\d{1,5}[A-Z]?)?,? `
const WORD = String.raw`(?:[A-Z][A-Za-zÀ-ɏ'’]{1,19}\.? |\d{1,3}(?:st|nd|rd|th) |[NSEW]\.? )`
const CITY = `(?:St\\.? )?[A-Z][A-Za-zÀ-ɏ'’.]{2,19}(?: [A-Z][A-Za-zÀ-ɏ'’.]{2,19}){0,2}`
const CODE = String.raw`(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,6})`
const REST = String.raw`(?:,? ${WITHIN}\.? ?#?[A-Z\d-]{1,6}(?![a-z]))?(?:,? \d{1,3}(?:st|nd|rd|th) Floor|,? \d{1,3}/F)?(?:,\s{0,2}${CITY}){0,3}(?:,? ${CITY}(?=,? (?:[A-Z]{2,3} )?${CODE}))?(?:,? [A-Z]{2,3}(?![A-Za-z\d]))?(?:,? ${CODE}(?![\w])| 0?\d{1,2}(?=[,.;!?\n]|$))?(?:,? \d{1,3}/F)?`

const ROAD = new RegExp(
  String.raw`${NUMBER}(?:${WORD}){1,4}(?:${KIND})(?![a-z])\.?(?: (?:[NS][EW]|[NSEW]|North|South|East|West)(?![A-Za-z\d]))?${REST}`,
  'g',
)
/** 12 oak lane: without capitals only by a sure word, and with the end of a phrase behind it. */
const PLAIN_ROAD = new RegExp(
  String.raw`(?<![\w.,/:#-])\d{1,5}[a-z]? (?:[a-z'’]{2,16} ){1,3}(?:${SURE_KIND.toLowerCase().replace('|st|', '|')})(?=[,.;!?\n)]|$)`,
  'g',
)
/** No. 18, Lane 500, Zhangyang Road, Room 1201: parts with their words, as an address of China is written in English. */
const PARTS = new RegExp(
  String.raw`(?<![\w.,/:#-])(?:(?:Room|Rm|Flat|Unit|Floor|Building|Bldg|Block|Tower|Gate|Apt|Suite|Lane|Alley|No)\.? ?#?[A-Z\d-]{1,6}[A-Z]?,? ){1,6}(?:${WORD}){1,4}(?:${KIND})(?![a-z])\.?(?:, ?(?:Room|Rm|Flat|Unit|Floor|Building|Bldg|Block|Tower|Gate|Lane|Alley|No)\.? ?#?[A-Z\d-]{1,6}){0,4}${REST}`,
  'g',
)
/** Room 602, Unit 3, Building 21: two of them and more are a door without a road. */
const WITHIN_PARTS = new RegExp(
  String.raw`(?<![\w.,/:#-])(?:(?:Room|Rm|Flat|Unit|Floor|Building|Bldg|Block|Tower|Apt|Suite)\.? ?#?[A-Z\d-]{1,6},? ?){2,6}(?:(?:${WORD}){1,3}[A-Z][a-z]{2,19}(?![a-z]))?`,
  'g',
)
const BOX = new RegExp(String.raw`(?<![A-Za-z])[Pp]\.?\s?[Oo]\.?\s?[Bb][Oo][Xx]\s\d{1,6}${REST}`, 'g')
/** What may stand in the lines below a road of a letter: flat, town, state, country, post code. */
const BELOW =
  /\s{0,3}\n[> \t]{0,12}(?:(?:Suite|Ste|Apt|Apartment|Unit|Flat|Floor|Building)\.? ?#?[A-Z\d-]{1,6}|(?:\p{Lu}[\p{L}'’.-]{0,24}|(?:de|la|le|of|the|upon|do|da|del|am|an|der)(?= )|[A-Z\d-]{2,8})(?:,? (?:\p{Lu}[\p{L}'’.-]{0,24}|(?:de|la|le|of|the|upon|do|da|del|am|an|der)(?= )|[A-Z\d-]{2,8})){0,5}),?[ ]{0,2}(?=\n|$)/uy
const MOST_BELOW = 4
/** Suite 828 in a line of its own, with the line above it where that has a number. */
const FLAT_LINE =
  /(?:(?<![\w.,/:#-])\d{1,5}[A-Za-z]?[ -][^\n]{3,60}\n[> \t]{0,12}|(?<=^|\n[> \t]{0,12})(?:\p{L}[\p{L} .'’-]{2,40} \d{1,5}[A-Za-z]?\n[> \t]{0,12})?)(?:Suite|Ste|Apt|Apartment|Unit|Flat)\.? ?#?\d{1,5}[A-Z]?(?=[ ]{0,2}(?:\n|$))/gu
/** Lives at 255 Hersnapvej: behind a word that says so, a number and what follows it to the end of the phrase. */
const TOLD =
  /(?<![A-Za-z])(?:(?:live[sd]?|living|stay(?:s|ing)?|resid(?:e|es|ed|ing)) at |address(?: is|:| was| to| on file is)? ?|(?:ship|send|deliver|mail)(?:ed|s)? (?:it |them )?to |moved to )(?<v>\d{1,5}[A-Za-z]?(?:[ -][\p{L}\d][\p{L}\d.'’-]{0,20}){1,6}(?:, [\p{L}\d][\p{L}\d '’-]{1,30}){0,4})(?=[,.;!?\n]|$)/gu
/** From flat 12B: of a door the word alone says it. */
const FLAT =
  /(?<![A-Za-z])(?:flat|Flat|apt|Apt|apartment|Apartment)\.? ?#?(?<v>\d{1,4}[A-Za-z]?|[A-Z]\d{1,3})(?![\w%])(?! (?:screen|rate|fee|white|pack))|(?<![A-Za-z])(?<!(?:meeting|conference|class|chat|training|board|game) )(?:room|Room|rm|Rm|unit|Unit|suite|Suite)\.? ?#?(?<w>[1-9]\d{2,3}[A-Za-z]?)(?![\w%:.])/g
/** Gives way to the longer address that the tagger sees around it. */
const WEAK = 0.45
/** My zip code is 76400. */
const POST_CODE =
  /(?<![A-Za-z])(?:zip|postal|post)[ -]?code(?: is| was|:|=|\s){0,2}\s?(?<v>[A-Z]{0,2}\d[A-Z\d]{1,5}(?:[ -]\d[A-Z\d]{1,3})?)(?![\w])/gi
/** 5 people, 3 days, 20 degrees. */
const NOT_PLACES =
  /^\d+ (?:people|persons|days?|weeks?|months?|years?|hours?|minutes?|times|items|units|boxes|pieces|customers|users|percent|dollars|degrees|different|more|other|am|pm)(?![a-z])/i
const TELLING = /[A-Za-z]{3}/

const FORMED = new Woken(
  [
    [ROAD, 0.8],
    [PARTS, 0.8],
    [WITHIN_PARTS, 0.5],
    [BOX, 0.8],
    [FLAT_LINE, 0.6],
    [PLAIN_ROAD, 0.5],
  ] as const,
  ([pattern]) => pattern,
)
const ANNOUNCED = new Woken([TOLD, POST_CODE, FLAT], (pattern) => pattern)

/** Street addresses in English. */
export function findEnglishAddresses(text: string, meter: Meter): Finding[] {
  const findings: Finding[] = []
  if (!/\d/.test(text) || !TELLING.test(text)) return findings
  for (const [pattern, confidence] of FORMED.in(text)) {
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const start = found.index
      const end = belowOf(text, start + found[0].length)
      meter.steps += end - start
      pattern.lastIndex = end
      findings.push({ start, end, kind: 'address', confidence, atoms: [start, end] })
    }
  }
  for (const pattern of ANNOUNCED.in(text)) {
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const end = found.index + found[0].length
      const start = end - (found.groups?.v ?? found.groups?.w ?? '').length
      meter.steps += found[0].length
      if (!NOT_PLACES.test(found.groups?.v ?? found.groups?.w ?? ''))
        findings.push({ start, end, kind: 'address', confidence: pattern === FLAT ? WEAK : 0.5, atoms: [start, end] })
    }
  }
  return findings
}

/** Behind the lines that go on below a road. */
function belowOf(text: string, from: number): number {
  let end = from
  for (let line = 0; line < MOST_BELOW; line += 1) {
    BELOW.lastIndex = end
    const found = BELOW.exec(text)
    if (found === null) break
    end += found[0].length
  }
  return end
}
