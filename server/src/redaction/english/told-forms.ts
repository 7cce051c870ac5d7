import type { Finding, Meter } from '../text/finding.ts'
import { Woken } from '../text/woken.ts'
import { isKnown, isWord } from './english-cues.ts'

// Names that the words inside them or a form of address give away, as they are met from Singapore to Lagos: Siti binte Rahman,
// Gopal s/o Raman, Mdm Goh, Auntie Rosnah, Encik Hafiz, Ah Seng. They read the original, whose capitals count.

const CAP = String.raw`\p{Lu}[\p{L}'’-]{1,19}`
const EDGE = String.raw`(?<![\p{L}\d@._/-])`
const END = String.raw`(?![\p{L}\d@_/])`

/** Siti Nurhaliza binte Rahman, Muthu s/o Krishnan. */
const CHILD_OF = new RegExp(
  String.raw`${EDGE}(?:(?:Hj|Hjh|Haji|Hajjah|Tengku|Syed|Sharifah|Wan|Nik)\.? )?${CAP}(?: ${CAP}){0,3} (?:bin|binti|binte|bint|bte|bt|ibn|s/o|d/o|a/l|a/p|S/O|D/O|A/L|A/P|BIN|BINTI|BINTE)\.? (?:(?:Hj|Hjh|Haji)\.? )?${CAP}(?: ${CAP}){0,2}${END}`,
  'gu',
)
const TITLES =
  "Mdm|Mdme|Madam|[Aa]untie|[Aa]unty|[Uu]ncle|mdm|abang|Mas|Bwana|[Mm]agistrate|[Jj]ustice|Encik|Puan|Cik|Tuan|Datuk|Dato['’]?|Datin|Haji|Hajjah|Hj|Hjh|Sheikh|Shaikh|Imam|Ustaz|Ustazah|Pastor|Rev|Reverend|Father|Sister|Coach|Judge|Justice|Magistrate|Captain|Capt|Sergeant|Sgt|Inspector|Insp|Constable|Professor|Senator|Councillor|Cllr|Principal|Nurse|Matron|Baba|Tante|Tio|Oom|Oga|Chief|Alhaji|Señora?|Herr|Frau|Monsieur|Madame|Signora?|Shri|Smt|Kak|Abang|Cikgu|Grandma|Grandpa|Granny|Cousin|Kuya|Tita|Tito|Lola|Lolo|Pak|Ibu|Mbak|Khun|Oupa|Ouma|Mama|Mzee|Mallam"
const TITLED = new RegExp(String.raw`${EDGE}(?:${TITLES})\.? (?<v>${CAP}(?: (?:\p{Lu}\.|${CAP})){0,3})${END}`, 'dgu')
/** Ah Seng, Ah Lian: how Hokkien and Cantonese speakers call one another. */
const AH = /(?<![\p{L}\d@._/-])Ah (?<v>\p{Lu}\p{Ll}{1,6})(?![\p{L}\d@_/])/gu
/** The same without capitals, for bytes that leave: an ah beng is also a kind of person. */
const AH_SMALL =
  /(?<![\p{L}\d@._/-])ah (?:beng|lian|seng|hock|huat|kow|meng|boon|kiat|leong|chai|teck|soon|hwa|mei|ming|hong|fook|keong|siew|poh|tee|gu|pek|khoon|chong|kwong|keung|fai|heng|choo|chuan|lek|loke|moi|yong|wei|jie|jun|kit|man|yan|ling|hui)(?![\p{L}\d@_/])/gu

/** Ramesh ji, Pooja didi, Kulkarni madam, Kwok Sir: how one is addressed, behind the name. */
const ADDRESSED = new RegExp(
  String.raw`${EDGE}(?<v>${CAP}) (?:ji|bhai|bhaiya|didi|garu|saab|sahab|sahib|akka|chechi|uncle|aunty|auntie|sir|Sir|madam|Madam|ma['’]am|mam)(?![\p{L}\d@_/])`,
  'dgu',
)
const NOT_ADDRESSED =
  /^(?:respected|yes|no|dear|thanks?|thx|ok|okay|sorry|please|kindly|h[ie]|hello|hey|good|morning|evening|afternoon|night|sure|noted|fine|right|aye|oh|ah|my|your|our|his|her|the|that|this|some|any|old|ur|is|are|was|but|and|so|well|hai|haan|nahi|arre|acha|accha|are|fat|random|which|what|one|another|wait|help|true|correct|done|received|kind|happy|dearest|nice|great|ha|nai|ask|helo|helw|oye|oi|waise|mast|hogaya|bas|sab|kya|kyu|chal|arey|abe|sun|suno|bol|new|big|small|only|just|every|each|both|other|dat|dis|ya|yup|yeah|yo|eh|lol)$/i
/** Capitals that go with no name behind a title. */
const NOT_NAMED = new Set(
  'officer executive engineer justice of and in the station manager complaint appeals minister general constable office street road court room day christmas sam bens teresa nature time board club desk team staff school church lee engineer technology product financial operating information medical accountant editor architect scientist designer company companies ltd inc brand city site act concern'.split(
    ' ',
  ),
)

const TOLD = new Woken([CHILD_OF, TITLED, ADDRESSED, AH], (pattern) => pattern)

export function findToldForms(text: string, late: boolean, meter: Meter): Finding[] {
  const findings: Finding[] = []
  if (late && text.includes('ah '))
    for (const one of text.matchAll(AH_SMALL)) findings.push(nameAt(text, one.index, one.index + one[0].length, 0.3))
  if (!/\p{Lu}\p{Ll}|\p{Lu}{2}/u.test(text)) return findings
  for (const pattern of TOLD.in(text)) {
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      meter.steps += found[0].length
      const named = found.groups?.v ?? ''
      const first =
        named
          .split(' ')[0]
          ?.toLowerCase()
          .replace(/['’]s$/, '') ?? ''
      if (NOT_NAMED.has(first)) continue
      if (pattern === ADDRESSED && (!isCalled(text, found.index, first) || NOT_ADDRESSED.test(named))) continue
      const written = found[0].replace(/['’]s$/, '')
      findings.push(nameAt(text, found.index, found.index + written.length, pattern === AH ? 0.5 : 0.7))
    }
  }
  return findings
}

/** At the beginning of a sentence every word has a capital: only a known name is one there. */
function isCalled(text: string, at: number, first: string): boolean {
  if (isWord(first)) return false
  return isKnown(first) || /[\p{L},:]\s$/u.test(text.slice(Math.max(0, at - 2), at))
}

const TITLE =
  /(?<![\p{L}\d])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Mister|Messrs|Sir|Lady|Lord|Dame|MR|MRS|MS|DR|mr|mrs|dr)\.? {1,2}$/u

/** The title before a name goes with it: it tells the sex, and what was hidden. */
export function takeTitle(text: string, name: Finding): void {
  const found = TITLE.exec(text.slice(Math.max(0, name.start - 10), name.start))
  if (found !== null) name.start -= found[0].length
}

function nameAt(text: string, start: number, end: number, confidence: number): Finding {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1) if (/\p{L}/u.test(text.charAt(i))) atoms.push(i, i + 1)
  return { start, end, kind: 'name', confidence, atoms, person: null, form: 'full' }
}
