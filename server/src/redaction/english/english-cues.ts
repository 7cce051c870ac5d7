import type { Finding, Meter } from '../text/finding.ts'
import { Woken } from '../text/woken.ts'
import { FAMILY_NAMES, GIVEN_NAMES, PINYIN_SURNAMES } from '../words/english-names.ts'
import { LATIN_PLACES } from '../words/latin-places.ts'
import { LATIN_WORDS } from '../words/latin-words.ts'
import { SMS_WORDS } from '../words/sms-words.ts'
import { ENGLISH_WORDS_AS_NAMES } from '../words/surnames.ts'
import { WORLD_NAMES } from '../words/world-names.ts'

// Names in Latin letters that the words right before them give away (Mrs. X, my name is X, Hi X, @X), or that are spelled like Chinese
// names (Zhang Xiaoming). Patterns are bounded and read the original, whose capitals count.

const WORD = String.raw`(?:\p{Lu}[\p{Ll}'’]{1,19}(?:\p{Lu}\p{Ll}{1,15})?(?:-\p{Lu}?\p{Ll}{1,15})?|\p{Lu}{2,14}(?:(?![\p{L}\d])|(?=[\u4e00-\u9fff])))`
const NAME = String.raw`${WORD}(?:[ ](?:\p{Lu}\.|(?:van|von|de|da|der|bin|al|el)|${WORD})){0,3}`
// words of Chinese stand right beside: 让Miss Wong收着
const HAN = String.raw`[\u4e00-\u9fff]`
const START = String.raw`(?:(?<![\p{L}\d@._/-])|(?<=${HAN}))`
const END = String.raw`(?:(?![\p{L}\d@_/])|(?=${HAN}))`

/** J. R. Whitfield; one letter alone only at the beginning of a line or behind a sign. */
const INITIALS =
  /(?:(?<=^|[\n(:;,–—-]\s{0,2}|(?:by|from|cc|signed|regards),?\s)|(?<![\p{L}\d.])(?=\p{Lu}\.\s?\p{Lu}\.))(?:\p{Lu}\.\s?){1,2}(?<v>\p{Lu}\p{Ll}{2,15}(?:-\p{Lu}\p{Ll}{1,15})?)(?![\p{L}\d@_/])/dgu
/** Okonkwo, Adaeze behind a word that announces somebody. */
const TURNED = new RegExp(
  `(?:[Pp]atient|[Cc]ustomer|[Nn]ame|[Cc]lient|[Gg]uest|[Pp]assenger|[Hh]older|[Ss]tudent|[Ee]mployee)(?: [Nn]ame)?: ?(?<v>${WORD}, ${WORD}(?: \\p{Lu}\\.)?)(?=\\s{0,2}(?:$|[\\n;,|(]))`,
  'dgu',
)
/** Hannah van der Berg. */
/** QIU/XIAOLIN of a ticket. */
const TICKET =
  /(?:(?<![\p{L}\d/])|(?<=[\u4e00-\u9fff]))(?<v>(?<s>\p{Lu}{2,12})\/\p{Lu}{2,16}(?: ?(?:MR|MS|MRS|MISS|CHD))?)(?:(?![\p{L}\d/])|(?=[\u4e00-\u9fff]))/dgu
/** w.chen, priya_nair: how a firm signs people in. */
const LOGIN =
  /(?<![\p{L}\d._/:\\-]|[\p{L}\d._-]@)(?<v>(?<f>[a-z]{1,12})[._](?<l>[a-z]{2,14}))(?![\p{L}\d@_/(-]|\.[a-z\d])/dgu
const PARTICLE =
  /(?<![\p{L}\d@._/-])(?<v>(?<g>\p{Lu}\p{Ll}{1,15}) (?:van der|van den|van de|von der|von|van|de la|del|della|di|dos|da|de|bin|bint|al|el|ter) \p{Lu}[\p{Ll}'’]{1,15}(?:-\p{Lu}\p{Ll}{1,15})?)(?![\p{L}\d@_/])/dgu
const VIETNAMESE =
  /(?<![\p{L}\d@._/-])(?<v>(?:Nguy[eễ]n|Tr[aầ]n|Ph[aạ]m|Ho[aà]ng|Huynh|Phan|[DĐ][aặ]ng|B[uù]i|D[uư][oơ]ng|Tr[iị]nh|[DĐ]inh)(?: \p{Lu}\p{Ll}{0,7}){1,3})(?![\p{L}\d@_/])/dgu

interface Cue {
  pattern: RegExp
  confidence: number
  /** Any word with a capital is one; otherwise a listed given name, or two words. */
  strong: boolean
  /** Only where bytes leave. */
  late: boolean
}

const cue = (before: string, confidence: number, strong: boolean, late = false, behind = ''): Cue => ({
  pattern: new RegExp(`${START}(?:${before})(?<v>${NAME})${END}${behind}`, 'dgu'),
  confidence,
  strong,
  late,
})

/** Mr. goes with the name where bytes leave. */
const TITLED = cue(String.raw`(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Mister|Messrs|Sir|Lady|MR|MRS|MS|DR)\.? `, 0.85, true)

const CUES: readonly Cue[] = [
  TITLED,
  cue(
    `(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Tt]he) (?:first |last |full |sur)?name(?: is|['’]s| was) |[Nn]ame ?[:=] ?|named |[Gg]oes by |[Ss]igned(?: by|,|:)? `,
    0.8,
    true,
  ),
  cue(
    String.raw`(?:[Ss]incerely|[Rr]egards|[Ww]ishes|[Cc]heers|[Yy]ours|[Tt]ruly|[Ff]aithfully|[Ww]armly|[Rr]espectfully|[Rr]gds|[Bb]est),? ?(?:\n\s{0,3}| )`,
    0.7,
    true,
  ),
  cue(
    String.raw`(?:[Cc]ontact|[Rr]ecipient|[Cc]ustomer|[Cc]lient|[Pp]assenger|[Pp]atient|[Pp]ayee|[Aa]ttn|[Aa]ttention|cc|CC|Cc|[Ff]rom|[Tt]o|[Aa]gent|[Ss]ender|[Bb]eneficiary|[Hh]older|[Gg]uest|[Bb]uyer|[Ss]eller|[Oo]wner|[Tt]enant)(?: [Nn]ame)?: ?|[Aa]ttn\.? `,
    0.6,
    true,
    true,
  ),
  cue(
    `(?:agent|customer|client|colleague|rep|representative|driver|courier|doctor|nurse|lawyer|attorney|teacher|detective|officer|sister|brother|wife|husband|son|daughter|friend|boss|mum|mom|dad|uncle|aunt|cousin|roommate|landlord|tenant|assistant|fiancé|fiancée|girlfriend|boyfriend),? `,
    0.6,
    true,
  ),
  cue(
    `(?:[Hh]i|HI|[Hh]ello|[Hh]ey|[Dd]ear|[Tt]hanks|[Tt]hank you|[Tt]hx|[Tt]hks|[Tt]ks|[Tt]q|[Yy]o|[Mm]orning|[Aa]fternoon|[Ee]vening|[Bb]ye|[Gg]oodbye|[Ww]elcome|[Ss]orry|[Cc]heers),? `,
    0.6,
    true,
    false,
    String.raw`(?=\s{0,1}[,，!！.。?？;；:)\n]|$| here| and | for | -|\s{1,2}[\u4e00-\u9fff])`,
  ),
  cue(
    `(?:[Tt]his is|[Ii]t['’]?s|I am|I['’]m|Im|i am|i['’]m|im) `,
    0.6,
    true,
    false,
    String.raw`(?=,? (?:from|here|speaking|again|calling|at|with|btw|your|the)(?!\p{L})|\s{0,1}[,，!.。?\n]|$)`,
  ),
  cue(
    `(?:[Ss]poke|[Tt]alk|[Tt]alked|[Ss]peak|[Ss]peaking|[Ww]rote|[Mm]eet|[Mm]et|[Cc]hatted|[Dd]ealt)(?: to| with)? |(?:[Aa]sk|[Tt]ell|[Tt]old|[Ll]et|[Ee]mail|[Ee]mailed|[Cc]all|[Cc]alled|[Tt]exted|[Pp]ing|[Pp]inged|[Cc]ontact|[Mm]essage|by|with|w/|and|for|to|from) `,
    0.5,
    false,
  ),
  cue(
    `(?:[Aa]sk|[Tt]ell|[Tt]old|[Pp]ing|[Pp]inged|[Tt]exted|[Ee]mailed|[Mm]essaged|[Mm]et|(?:[Ss]poke|[Ss]peak|[Tt]alk|[Tt]alked|[Cc]hat|[Cc]hatted|[Ss]ync|[Ss]ynced|[Pp]air|[Pp]aired|[Mm]eeting|[Cc]all|[Ll]unch|[Dd]inner|[Cc]offee|[Ii]nterview) (?:to|with)|[Rr]each out to|[Ww]aiting (?:on|for)|[Rr]emember|[Ii]nvite|[Cc]heck with|[Mm]iss you(?: loads)?|[Ll]ove you|[Hh]bd|[Hh]appy (?:birthday|bday)|[Cc]ongrats|[Ww]ell done|[Gg]ood job|[Bb]ecause of|cc|CC) `,
    0.35,
    true,
    true,
    '(?=[ ,.?!;]|$)',
  ),
  cue(
    `(?:[Rr]egistered (?:to|under)|[Uu]nder the name(?: of)?|[Ii]n the name of|[Oo]n behalf of|[Bb]elongs? to|(?:[Aa]ddressed|[Aa]ssigned|[Hh]anded|[Hh]anded over|[Ff]orwarded|[Ee]scalated) to|(?:[Aa]pproved|[Rr]eported|[Rr]equested|[Cc]ommit|[Pp]repared|[Pp]aid|[Ww]itnessed|[Rr]eceived|[Cc]ollected|[Ss]ubmitted|[Ll]odged|[Rr]eviewed|[Ww]ritten|[Aa]uthored|[Mm]erged|[Hh]andled|[Ss]igned|[Ss]een|[Tt]reated|[Pp]rescribed|[Tt]aught|#\\d{1,6}) by|[Rr]eporting to|[Ww]elcome aboard,?|[Kk]udos to|[Ss]hout ?out to|[Bb]umped into|[Nn]ame on (?:the )?card|[Pp]ayee|[Cc]ardholder|[Aa]ccount name|[Bb]cc|BCC|[Aa]ccount under|[Ee]mergency contact|[Nn]ext of kin|[Ss]poke w/|[Mm]eeting w/|[Cc]all w/)[: ]{1,2}`,
    0.6,
    true,
  ),
  cue('(?:\\d|[AaPp][Mm]|day|Mon|Tue|Wed|Thu|Fri|Sat|Sun),? ', 0.6, true, false, '(?= (?:<[^>\\n]{3,60}> ?)?wrote:)'),
  cue(
    `(?:Agent|Customer|Client|Witness|Plaintiff|Defendant|Claimant|Applicant|Supervisor|Colleague|Driver|Rider|Nurse|Doctor|Teacher|Intern|witness|plaintiff|defendant|claimant|applicant|supervisor|manager|secretary|nephew|niece|grandson|granddaughter|neighbour|neighbor|housemate|flatmate|classmate|partner|intern|rider|technician|helper|maid|cashier|plumber|electrician|mechanic|dentist|vet|barber|gardener|cleaner|nanny|tutor|mentor|trainer|pastor|vicar|priest|mayor|hubby|bf|gf|bestie|buddy|baby|ex),? `,
    0.5,
    true,
    true,
  ),
  cue('@', 0.6, false),
  cue('@', 0.3, true, true),
]

const WOKEN = new Woken(CUES, ({ pattern }) => pattern)

/** With a capital, and nobody. */
const NOBODY = new Set(
  'hiring occupant accounts all there team everyone everybody guys folks customer customers sir madam friend friends support buyer seller valued user users member members world service care center centre desk office manager department company bank hotel airport portal system sales staff admin order orders number account monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december christmas easter ramadan english chinese french german spanish italian japanese korean russian american british european indian asian african arabic china japan korea france germany spain italy india russia america usa uk us eu canada australia brazil mexico london paris tokyo beijing shanghai shenzhen guangzhou hangzhou singapore sydney york boston chicago dubai berlin rome madrid moscow seoul bangkok google apple amazon microsoft facebook twitter instagram whatsapp wechat alipay paypal visa mastercard uber netflix spotify tesla toyota honda ford bmw samsung sony nokia huawei xiaomi iphone ipad android windows linux excel word outlook zoom slack teams linkedin youtube tiktok ebay walmart ikea nike adidas starbucks model version series type class level grade unit part item step section chapter page table figure please hello hi hey dear thanks thank good great best happy sorry yes no ok okay sure not the a an my your his her our their this that these those it he she they we you i and or but if so for from with by to at on in of is are was were be been have has had do does did can could will would shall should may might must let me him them us now then here today tomorrow yesterday again just still also very really right left up down out over back off new old first last next same other more most less any some each every both what when where who whom which why how as covid wifi internet usb pdf ceo cto cfo hr it pr vip id pin otp sms app url http https www com pro max plus mini air ultra black white red blue green gold silver hope god jesus lord bless support'.split(
    ' ',
  ),
)

/** Names by what stands before them. `late`: for bytes that leave. */
export function findIntroduced(text: string, late: boolean, meter: Meter): Finding[] {
  const findings: Finding[] = []
  if (late && /[a-z][._][a-z]/.test(text)) addLogins(text, findings, meter)
  if (!/\p{Lu}\p{L}/u.test(text)) return findings
  for (const one of WOKEN.in(text)) {
    if (one.late && !late) continue
    one.pattern.lastIndex = 0
    for (let found = one.pattern.exec(text); found !== null; found = one.pattern.exec(text)) {
      meter.steps += found[0].length
      const [start = 0, end = 0] = found.indices?.groups?.v ?? []
      one.pattern.lastIndex = Math.max(found.index + 1, start)
      const finding = nameIn(text, start, end, one)
      if (finding !== null && late && one === TITLED) finding.start = found.index
      if (finding !== null) findings.push(finding)
    }
  }
  addPinyin(text, findings, meter)
  addFormed(text, findings, meter)
  return findings
}

function addLogins(text: string, findings: Finding[], meter: Meter): void {
  LOGIN.lastIndex = 0
  for (let found = LOGIN.exec(text); found !== null; found = LOGIN.exec(text)) {
    meter.steps += found[0].length
    const { f = '', l = '' } = found.groups ?? {}
    const isCalled = text.charAt(found.index - 1) === '@' && f.length > 3 && isGivenName(f)
    const isName =
      isCalled ||
      ((FAMILY_NAMES.has(l) || PINYIN_SURNAMES.has(l)) && (f.length === 1 || isGivenName(f) || GIVEN.test(f)))
    if (isName && l.length > 2) findings.push(nameAt(text, found.index, found.index + found[0].length, 0.4))
  }
}

const FORMED = new Woken(
  [
    [INITIALS, 0.5],
    [TURNED, 0.7],
    [PARTICLE, 0.6],
    [VIETNAMESE, 0.7],
    [TICKET, 0.6],
  ] as const,
  ([pattern]) => pattern,
)

/** Names that their own form tells. */
function addFormed(text: string, findings: Finding[], meter: Meter): void {
  for (const [pattern, confidence] of FORMED.in(text)) {
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      meter.steps += found[0].length
      const { v = '', g, s } = found.groups ?? {}
      if (s !== undefined && !PINYIN_SURNAMES.has(s.toLowerCase()) && !/ ?(?:MR|MS|MRS|MISS|CHD)$/.test(v)) continue
      const end = found.index + found[0].length
      if (v.split(/[ ,]+/).some((word) => NOBODY.has(word.toLowerCase())) || (g !== undefined && !isKnown(g))) continue
      findings.push(nameAt(text, pattern === INITIALS ? found.index : end - v.length, end, confidence))
    }
  }
}

/** What of the words behind a cue is a name: up to the first that nobody bears. */
function nameIn(text: string, start: number, end: number, { strong, confidence }: Cue): Finding | null {
  const words = text.slice(start, end).split(' ')
  const kept: string[] = []
  for (const word of words) {
    // Ho Yin: a surname that is a word too
    const opens = kept.length === 0 && words.length > 1 && PINYIN_SURNAMES.has(word.toLowerCase())
    const short = opens || (word.length < 4 && PINYIN_SURNAMES.has(kept[0]?.toLowerCase() ?? ''))
    if (!short && isWord(word.toLowerCase().replace(/['’.].*$/, ''))) break
    kept.push(word)
  }
  while (/^(?:van|von|de|da|der|bin|al|el)$/.test(kept.at(-1) ?? '')) kept.pop()
  const [first = ''] = kept
  // NWACHUKWU CHISOM: of capitals one word may be anything
  if (kept.length === 0 || (/^\p{Lu}{2,}$/u.test(first) && !isKnown(first) && (kept.length < 2 || confidence < 0.6)))
    return null
  if (!strong && !(isKnown(first) && !ENGLISH_WORDS_AS_NAMES.has(first.toLowerCase()))) return null
  return nameAt(text, start, start + kept.join(' ').replace(/['’]s$/, '').length, confidence)
}

export function isGivenName(lower: string): boolean {
  return GIVEN_NAMES.has(lower) || WORLD_NAMES.has(lower)
}

export function isKnown(word: string): boolean {
  const bare = word.toLowerCase().replace(/['’]s$/, '')
  return isGivenName(bare) || FAMILY_NAMES.has(bare) || PINYIN_SURNAMES.has(bare) || isPinyinGiven(bare)
}

const SYLLABLE =
  '(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v))'
export const GIVEN = new RegExp(`^${SYLLABLE}(?:[-']?${SYLLABLE})?$`)
const NOT_JOINED =
  /^(?:beijing|shanghai|tianjin|hangzhou|nanjing|suzhou|wuhan|xiamen|hainan|henan|hebei|hubei|hunan|yunnan|sichuan|shandong|jiangsu|zhejiang|anhui|fujian|gansu|guizhou|taiwan|weixin|weibo|taobao|xiaomi|huawei|lenovo|douyin|meituan|baidu|wangyi|pinyin|hanzi|mima|leihuo|menghuan|wangzhe)$/
/** zhangwei, lixiaoming: a surname and a given name in one word. */
export function isPinyinName(word: string): boolean {
  if (word.length < 6 || word.length > 16 || NOT_JOINED.test(word)) return false
  for (let cut = 2; cut <= 7; cut += 1)
    if (PINYIN_SURNAMES.has(word.slice(0, cut)) && word.length - cut > 1 && GIVEN.test(word.slice(cut))) return true
  return false
}

/** xiaoyu, zhihao: two syllables that English has not. */
function isPinyinGiven(word: string): boolean {
  return word.length > 4 && /x|zh|q(?!u)/.test(word) && !NOT_JOINED.test(word) && GIVEN.test(word)
}

/** wang xiaoming: a surname, and a given name of more than one syllable. */
export function isPinyinPair(surname: string, given: string): boolean {
  return given.length > 4 && PINYIN_SURNAMES.has(surname) && GIVEN.test(given) && !GIVEN_NAMES.has(surname)
}

const PAIR =
  /(?<![\p{L}\d@._/-])(\p{Lu}\p{Ll}{1,9}|\p{Lu}{2,9})(,? )(\p{Lu}\p{Ll}{1,11}(?:[-' ]\p{Lu}?\p{Ll}{1,5})?|\p{Lu}{2,11})(?![\p{L}\d@_/])/gu
const NOT_PAIRS = /^(?:hong kong|ma on|xi an|he can|long long|sun yi|bai du|tai wan|an hui)$/

/** Zhang Xiaoming, ZHANG Wei, Xiaoming Zhang. */
function addPinyin(text: string, findings: Finding[], meter: Meter): void {
  PAIR.lastIndex = 0
  for (let found = PAIR.exec(text); found !== null; found = PAIR.exec(text)) {
    const [whole, a = '', between = '', b = ''] = found
    meter.steps += whole.length
    PAIR.lastIndex = found.index + a.length
    const [first, second] = [a.toLowerCase(), b.toLowerCase().replace(' ', '')]
    if (NOT_PAIRS.test(`${first} ${second}`) || NOBODY.has(first) || NOBODY.has(second)) continue
    const chinese = PINYIN_SURNAMES.has(first) && GIVEN.test(second)
    const western = between === ' ' && PINYIN_SURNAMES.has(second) && GIVEN.test(first) && !GIVEN_NAMES.has(first)
    if (!chinese && !(western && first.length > 3)) continue
    findings.push(nameAt(text, found.index, found.index + whole.length, second.length > 3 ? 0.8 : 0.6))
  }
}

function nameAt(text: string, start: number, end: number, confidence: number): Finding {
  return { start, end, kind: 'name', confidence, atoms: lettersIn(text, start, end), person: null, form: 'full' }
}

/** By themselves more often a city than somebody. */
const CITIES = new Set(
  'hilton marriott hyatt sheraton washington dallas houston london denver orlando cleveland boston lincoln nashville'.split(
    ' ',
  ),
)

/** He's, How's., I'll: without what is tied to it. */
function bareOf(word: string): string {
  return word.toLowerCase().replace(/(?:['’](?:s|ll|re|ve|d|m|t))?\.?$/, '')
}

/** Chl, Gt, CL: without a vowel; Ng and Ng's like are surnames. */
function isAbbreviated(lower: string): boolean {
  return lower.length < 5 && !/[aeiouy\u00c0-\u024f]/.test(lower) && !isKnown(lower)
}

/** Words that a name may be too stand for somebody when they are listed as a name. */
export function isWord(lower: string): boolean {
  if (NOBODY.has(lower) || LATIN_PLACES.has(lower)) return true
  // Min and Ing of the everyday words are also somebody
  const isEveryday = SMS_WORDS.has(lower) || (lower.length > 3 && LATIN_WORDS.has(lower))
  return isEveryday && !GIVEN_NAMES.has(lower) && !FAMILY_NAMES.has(lower)
}

/** Din Ka Ujala Shaan Ban: all of them, or most of three and more. */
function areWords(words: readonly string[]): boolean {
  const common = words.filter((word) => isWord(word) || isAbbreviated(word)).length
  return common === words.length || (words.length > 2 && common * 2 > words.length && !words.some(isKnown))
}

/** What the tagger takes for a name and is none: a word of a sentence (`can you frank it`), a product, a city by itself. */
export function isNobody(words: readonly string[], before: string, behind: string): boolean {
  if (words.length !== 1) return areWords(words.map(bareOf))
  const [word = ''] = words
  const lower = bareOf(word)
  // at The Warren: a building
  if (/^the$/i.test(before) && /^(?:\P{L}|in|about|at|on|by|is|was|and|or|for|to|tonight|later|now)?$/iu.test(behind))
    return true
  if (
    /^(?:station|airport|park|hospital|university|college|school|stadium|museum|bridge|square|hotel|mall|cent(?:re|er)|county|island|bay|beach|falls|lake|river)$/i.test(
      behind,
    )
  )
    return true
  // Type-C, Cat-6: a letter or a figure behind a dash makes it a thing
  if (isAbbreviated(lower)) return true
  if (isWord(lower) || CITIES.has(lower) || /-[a-z\d]$/.test(lower)) return true
  if (!ENGLISH_WORDS_AS_NAMES.has(lower)) return false
  if (word === lower) return !/^(?:hi|hey|hello|dear|thanks|thank|thx|bye|@|,)$/i.test(before)
  // at the beginning of a sentence every word has a capital: what follows has to speak or act
  return (
    /^[.!?\n]?$/.test(before) &&
    /^(?:my|period|due|access|permission|wine|gold|water|garden|tea|juice|to|this|that|these|those|of|up|on|the|a|an|your|our|out|as|for|it|them|him|her|us|down|with|in|if|all|any)$/.test(
      behind,
    )
  )
}

const SURNAME = / (?:\p{Lu}\. ?)?\p{Lu}[\p{Ll}'’]{1,15}(?:-?\p{Lu}\p{Ll}{1,15})?(?![\p{L}\d'’@_/])/uy

/** Ngozi Eze: behind a known given name a word with a capital is the surname, where bytes leave. */
export function takeSurname(text: string, name: Finding): void {
  const given = text.slice(name.start, name.end)
  if (given.length > 16 || !/^[A-Z][a-z]+$/.test(given) || !GIVEN_NAMES.has(given.toLowerCase())) return
  SURNAME.lastIndex = name.end
  const found = SURNAME.exec(text)?.[0] ?? ''
  const last = found.trim().split(' ').at(-1)?.toLowerCase() ?? ''
  if (found === '' || NOBODY.has(last) || ENGLISH_WORDS_AS_NAMES.has(last)) return
  name.end += found.length
  name.atoms = lettersIn(text, name.start, name.end)
}

function lettersIn(text: string, start: number, end: number): number[] {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1) if (/\p{L}/u.test(text.charAt(i))) atoms.push(i, i + 1)
  return atoms
}
