import type { Finding, Meter } from '../text/finding.ts'
import { Woken } from '../text/woken.ts'

// Addresses of Singapore, Malaysia, Hong Kong and Britain by what no other text has: a post code of their own, a unit (#08-1234), a block
// of flats, a floor (12/F), a road whose kind stands before its name (Jalan Besar). What leads to it over commas belongs to it.

const CAP = String.raw`(?:\p{Lu}[\p{L}'’.]{0,19}|\d{1,3}(?:st|nd|rd|th)?(?= \p{Lu})|(?:of|on|the|de|la|le|du|des|upon)(?= \p{Lu}))`
/** One part between commas: Blk 45 Bedok South Rd, Flat 3, The Old Rectory, 17 Queen's Gate. */
const PART = String.raw`(?:(?:\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?|#\d{1,2}-\d{1,5}[A-Z]?|\d{1,3}/F) ?)?(?:${CAP} ){0,5}(?:${CAP}|\d{1,4}[A-Za-z]?|\d{1,3}/F)`
const TOKEN = String.raw`(?:\p{Lu}[\p{L}'’.-]{0,24}|\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?|\d{1,3}(?:st|nd|rd|th|/F)|#\d{1,2}-\d{1,5}[A-Z]?|[A-Z](?:-\d{1,4}){1,2}[A-Z]?|[A-Z]{1,3}\d{1,3}(?:/\d{1,3})?|(?:of|on|the|de|la|le|du|des|upon|under))`
const LEADING = new RegExp(String.raw`(?<![\p{L}\d#/-])(?:${TOKEN},? ){1,20}$`, 'u')
/** How far back a leading part is looked for. */
const BACK = 90
/** What opens a sentence before an address and is none of it. */
const OPENING =
  /^(?:(?:Please|Pls|Send|Ship|Deliver|Delivered|Address|To|At|From|My|Our|The address is|Office|Home|Postal|Post|Postcode|Code|Zip|New|Old|Billing|Shipping|I|We|Name|Attn|Hi|Hello|Dear|Pickup|Pick|Up|Stay|Live|on|the|of)[ :,]{1,2}){1,4}/

const UK = String.raw`(?<![组型款号] ?)[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}`
const MALAYSIAN =
  '(?:Kuala Lumpur|KL|Petaling Jaya|PJ|Shah Alam|Subang Jaya|Klang|Johor Bahru|JB|Johor|Penang|Georgetown|George Town|Ipoh|Melaka|Malacca|Seremban|Cyberjaya|Putrajaya|Selangor|Kuching|Kota Kinabalu)'
const CODES = new RegExp(
  String.raw`(?<![A-Za-z\d-])(?:${UK}|[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d|(?:Singapore|S['’]?pore|SINGAPORE|SG)[ ,]{1,2}\d{6}|S ?\(\d{6}\)|\d{5},? ${MALAYSIAN}|(?<=, )\p{Lu}\p{Ll}{2,15}[ -]\d{6})(?![A-Za-z\d-])`,
  'gu',
)
/** Hauptstrasse 14, 10827 Berlin: a road whose kind ends its name. */
const JOINED =
  /(?<![\p{L}\d])(?:\d{1,5} )?(?:\p{Lu}[\p{L}.-]{0,19} ){0,2}(?:\p{L}{3,20}(?:stra(?:ss|ß)e|str\.|weg|platz|allee|gasse|straat|laan|gracht|gatan|vägen|gata|vej|gade|veien|katu|kuja|tie|utca|ulica)|(?:Strasse|Straße|Straat|Platz|Utca)) \d{1,4}[A-Za-z]?(?![\p{L}\d])(?:,? (?:\d{4,5}|\d{4} [A-Z]{2}|\d{3} \d\d)(?: \p{Lu}[\p{L}'’-]{1,19}){1,3})?(?:, \p{Lu}[\p{L}'’-]{1,24}(?: \p{Lu}[\p{L}'’-]{1,24}){0,2}(?=[,.;!?\n ]|$)){0,2}/gu
/** #08-1234, with the block or road before it. */
const UNIT = /(?<![\w#&-])#(?:0\d|[1-6]\d|B\d)-\d{2,5}[A-Z]?(?:,? (?:S|Singapore )\(?\d{6}\)?)?(?![\w-])/g
const BLOCK = new RegExp(
  String.raw`(?<![\p{L}\d])(?:Blk|BLK|blk|Block)\.? ?\d{1,4}[A-Za-z]?,?(?: (?:${CAP}|\d{1,3})){0,6}(?:,? #\d{1,2}-\d{1,5}[A-Z]?)?(?:,? S ?\(?\d{6}\)?(?!\d))?`,
  'gu',
)
const BEFORE_NAME =
  'Jalan|Jln|Lorong|Lor|Persiaran|Lebuh|Taman|Kampung|Kg|Rue|Rua|Via|Viale|Calle|Avenida|Avda|Chemin|Piazza|Ulica|ul\\.|Ulitsa|Rruga|Strada|Soi'
/** 31 Jalan Besar, 14 Rue de Rivoli, Taman Melawati 5/3. */
const ROAD = new RegExp(
  String.raw`(?<![\p{L}\d.,/-])(?:(?:No\.? ?)?\d{1,5}[A-Z]?(?:[-/]\d{1,4})?,? (?:${BEFORE_NAME}) (?:(?:de|la|le|du|des|del|della|da|do) |d['’]|l['’]){0,2}(?:\p{Lu}[\p{L}'’-]{1,19}|\d{1,3})(?: (?:\p{Lu}[\p{L}'’-]{1,19}|\d{1,3}(?:/\d{1,3})?)){0,3}|(?:Jalan|Jln|Lorong|Lor|Persiaran|Lebuh|Taman|Kampung|Soi) (?:\p{Lu}[\p{L}'’-]{1,19} ){1,3}\d{1,3}(?:/\d{1,3}[A-Z]?)?)(?:,? #\d{1,2}-\d{1,5}[A-Z]?)?(?:, ?\d{4,6}(?: \p{Lu}[\p{L}'’-]{1,19}){1,3}|,? (?:Singapore )?\d{5,6}(?: \p{Lu}[\p{L}'’-]{0,19}){0,2})?(?:, \p{Lu}[\p{L} '’-]{1,30}(?=[,.;!?\n]|$))?`,
  'gu',
)
/** Flat B, 12/F, Tower 3, Lohas Park, Tseung Kwan O. */
const FLOOR = new RegExp(
  String.raw`(?<![\p{L}\d])(?:(?:Flat|Room|Rm|Unit|Shop|Suite|Office)\.? ?[A-Z\d-]{1,6},? )?(?:\d{1,3}/F|(?:G|UG|LG)/F|\d{1,3}(?:st|nd|rd|th) Floor)(?:,? ${PART}){1,5}`,
  'gu',
)

const TOLD = new Woken(
  [
    [CODES, 0.7, true],
    [UNIT, 0.7, true],
    [BLOCK, 0.6, false],
    [ROAD, 0.7, false],
    [JOINED, 0.6, false],
    [FLOOR, 0.6, false],
  ] as const,
  ([pattern]) => pattern,
)
/** Each of them has a figure, and a capital or the sign of a unit. */
const TELLING = /[A-Z#]|blk|\p{Lu}/u

/** Addresses that a post code, a unit, a block or a floor gives away. */
export function findPostCodes(text: string, meter: Meter): Finding[] {
  const findings: Finding[] = []
  if (!/\d/.test(text) || !TELLING.test(text)) return findings
  for (const [pattern, confidence, leads] of TOLD.in(text)) {
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const end = found.index + found[0].length
      const start = leads ? leadOf(text, found.index) : found.index
      meter.steps += end - start + 1
      if (isPlace(found[0], pattern)) findings.push({ start, end, kind: 'address', confidence, atoms: [start, end] })
    }
  }
  return findings
}

/** A block without a number behind a road is a party. */
function isPlace(written: string, pattern: RegExp): boolean {
  return pattern !== BLOCK || /\p{Lu}\p{Ll}+ ?.*\p{Lu}\p{Ll}|#|^(?:Blk|BLK|blk)/u.test(written)
}

function leadOf(text: string, at: number): number {
  const from = Math.max(0, at - BACK)
  const before = text.slice(from, at)
  const line = before.lastIndexOf('\n') + 1
  const found = LEADING.exec(before.slice(line))
  if (found === null) return at
  const opening = OPENING.exec(found[0])?.[0].length ?? 0
  return from + line + found.index + opening
}
