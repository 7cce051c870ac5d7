import type { Finding, Meter } from '../text/finding.ts'
import { FAMILY_NAMES, GIVEN_NAMES } from '../words/english-names.ts'
import { LATIN_WORDS } from '../words/latin-words.ts'
import { isNobody } from './english-cues.ts'
import { EnglishModel, type Weights } from './english-model.ts'
import { shippedWeights } from './english-weights.ts'

// Names and street addresses in English text: a word at a time from left to right, by a linear model of the word, its neighbours and
// what the word before was taken for (an averaged perceptron; bench/redaction/train-english.ts made the weights).

export interface Word {
  start: number
  end: number
  text: string
}

/** O: nothing, P: of a person's name, A: of an address. */
export const TAGS = ['O', 'P', 'A'] as const
export type Tag = (typeof TAGS)[number]

// a word ends where another script begins: of CSOL生化 the first four letters are one
const WORD =
  /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|(?![\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])\p{L}(?:(?![\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])[\p{L}\p{M}])*(?:['’-](?:(?![\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])\p{L})+)*\.?|\d+(?:[-/]\d+)*[A-Za-z]?|[^\s\p{L}\d]|\n/gu
/** A word of another script. */
const OTHER = /^[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/
const LATIN = /[A-Za-z\u00c0-\u024f]/

/** Words, numbers, signs and line ends of a text. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  WORD.lastIndex = 0
  for (let found = WORD.exec(text); found !== null; found = WORD.exec(text)) {
    words.push({ start: found.index, end: found.index + found[0].length, text: found[0] })
  }
  return words
}

function shapeOf(word: string | undefined): string {
  if (word === undefined) return '-'
  if (/^\d/.test(word)) return `9${Math.min(6, word.length)}`
  if (word === '\n') return 'n'
  if (!/^\p{L}/u.test(word)) return word
  if (/^\p{Lu}\.$/u.test(word)) return 'X.'
  if (/^\p{Lu}+$/u.test(word)) return word.length > 1 ? 'XX' : 'X'
  return /^\p{Lu}/u.test(word) ? (word.endsWith('.') ? 'Xx.' : 'Xx') : 'x'
}

function lower(word: string | undefined): string {
  return word === undefined ? '-' : word.length > 24 ? '+' : word.toLowerCase()
}

function listed(word: string): string {
  const bare = word.endsWith('.') ? word.slice(0, -1) : word
  if (GIVEN_NAMES.has(bare)) return FAMILY_NAMES.has(bare) ? 'b' : 'g'
  return FAMILY_NAMES.has(bare) ? 'f' : 'o'
}

/** What the model looks at for word `i`; `before` and `second` are the tags of the two words before. */
export function featuresOf(words: readonly Word[], i: number, before: Tag, second: Tag): string[] {
  const word = words[i]?.text
  const w = lower(word)
  const p = lower(words[i - 1]?.text)
  const n = lower(words[i + 1]?.text)
  const s = shapeOf(word)
  const ps = shapeOf(words[i - 1]?.text)
  const ns = shapeOf(words[i + 1]?.text)
  return [
    ...alone(w, s),
    `p${p}|${s}`,
    `n${n}|${s}`,
    `q${lower(words[i - 2]?.text)}|${p}|${s}`,
    `r${n}|${lower(words[i + 2]?.text)}`,
    `t${ps}|${s}|${ns}`,
    `g${before}|${s}|${ns}`,
    `h${before}${second}|${s}`,
    `i${before}|${w}`,
    `m${listed(p)}${listed(w)}${listed(n)}|${ps}|${s}|${ns}`,
    `k${listed(w)}|${before}|${s}`,
    `j${shapeOf(words[i - 2]?.text)}|${ps}|${s}|${ns}`,
  ]
}

/** Those that depend on no other word. */
function alone(w: string, s: string): string[] {
  return [`w${w}`, `s${s}`, `e${w.slice(-3)}|${s}`, `f${w.slice(-2)}`, `b${w.slice(0, 3)}`, `l${listed(w)}|${s}`]
}

export type { Weights } from './english-model.ts'

const models = new WeakMap<Weights, EnglishModel>()

function modelOf(weights: Weights): EnglishModel {
  const known = models.get(weights)
  if (known !== undefined) return known
  const model = newModel(weights)
  models.set(weights, model)
  return model
}

function newModel(weights: Weights): EnglishModel {
  return new EnglishModel(weights, { lower, shape: shapeOf, listed, alone })
}

/** The tag of each word, and by how much it leads over O. The weights are whole numbers, and change no more. */
export function tagWords(words: readonly Word[], weights: Weights, lean: number): { tag: Tag; lead: number }[] {
  return taggedBy(modelOf(weights), words, lean)
}

function taggedBy(model: EnglishModel, words: readonly Word[], lean: number): { tag: Tag; lead: number }[] {
  const { tags, leads } = model.tag(words, lean, (text) => OTHER.test(text))
  return words.map((_, i) => ({ tag: TAGS[tags[i] ?? 0] ?? 'O', lead: leads[i] ?? 0 }))
}

let shipped: EnglishModel | null = null

/** Made ready once a thread, at the first text with a Latin letter; the weights themselves take three times its room, and are let go. */
function theModel(): EnglishModel {
  shipped ??= newModel(shippedWeights())
  return shipped
}

/** Firms, cars and goods that are called after people. */
const BRANDS =
  /(?<![\p{L}\d])(?:Morgan Stanley|JP ?Morgan(?: Chase)?|J\.P\. Morgan|Johnson (?:&|and) Johnson(?: \p{Ll}+)?|Goldman Sachs|Merrill Lynch|Charles Schwab|Wells Fargo|Ernst & Young|Marks (?:&|and) Spencer|Ralph Lauren|Hugo Boss|Jack Wills|Ted Baker|Sally Hansen|Captain Morgan|Johnny Walker|Granny Smith|Bloody Mary|Mary Janes?|Shirley Temple|Jo Malone|Victoria['’]s Secret|Dr\.? Martens|Mr\.? Bean|Mrs\.? Doubtfire|Dow Jones|Paul Smith|Marc Jacobs|Kurt Geiger|Karl Lagerfeld|Christian Dior|Giorgio Armani|Jimmy Choos|Dorothy Perkins|Laura Ashley|Cath Kidston|Charlotte Tilbury|Bobbi Brown|Helena Rubinstein|Max Factor|Max Mara|Massimo Dutti|Steve Madden|Kenneth Cole|Perry Ellis|Tom Ford|Daniel Wellington|Charles (?:&|and) Keith|Peter Rabbit|Thomas the Tank|Winnie the Pooh|Mickey Mouse|Donald Duck|Minnie Mouse|Peppa Pig|Bob the Builder|Indiana Jones|James Bond|Sherlock Holmes|Peter Pan|Robin Hood|Caesar salad|Tom Yum|Tom Collins|Arnold Palmer|Moscow Mule|Papa Johns|Nando['’]s|Carl['’]s Jr|Wendy['’]?s|Macy['’]s|Sainsbury['’]s|Lloyds|Barclays|Morgan Freeman|Marshall amp|Gibson guitar|Stanley cup|Ramadan Kareem|Jai Hind|Jai Shri Ram|Radhe Radhe|Zara (?:sale|store)|Calvin Klein|Tommy Hilfiger|Louis Vuitton|Harley[- ]Davidson|Jack Daniel['’]?s?|Johnnie Walker|Jim Beam|Jim Morgan['’]s|Ben (?:&|and) Jerry['’]s|Trader Joe['’]s|Papa John['’]s|Domino['’]s|Wendy['’]s|Denny['’]s|Levi['’]?s|Levi Strauss|Est[eé]e Lauder|Elizabeth Arden|Mary Kay|Michael Kors|Kate Spade|Jimmy Choo|Tiffany (?:&|and) Co|Warner Bro(?:s|thers)|Walt Disney|Ford (?:Focus|Fiesta|Escape|Explorer|Ranger|Transit|Mustang)|Mercedes[- ]Benz|Rolls[- ]Royce|Aston Martin|Alfa Romeo|Martin Luther King (?:Day|Jr\.? Day)|St\.? Patrick['’]s Day|Harry Potter|Star Wars|John Deere|Uncle Ben['’]s|Aunt Jemima|Dr\.? Pepper|Mac(?:Book|OS)|Amazon Alexa|Hey Siri)(?![\p{L}\d])/gu
const CAPITAL = /\p{Lu}/u

/** Names but those that a brand holds. */
export function withoutBrands(text: string, names: Finding[]): Finding[] {
  const brands = names.length === 0 ? null : brandsIn(text)
  if (brands === null) return names
  return names.filter(({ kind, start, end }) => kind !== 'name' || !brands.subarray(start, end).includes(1))
}

/** 1 for every unit of a brand; null = there is none. */
function brandsIn(text: string): Uint8Array | null {
  let inside: Uint8Array | null = null
  if (!CAPITAL.test(text)) return inside
  for (const one of text.matchAll(BRANDS)) {
    inside ??= new Uint8Array(text.length)
    inside.fill(1, one.index, one.index + one[0].length)
  }
  return inside
}

/** `lean`: how much O is favoured; less finds more. `isStrict`: between Chinese words only what is listed is a name. */
export function findEnglish(text: string, lean: number, isStrict: boolean, meter: Meter): Finding[] {
  if (!LATIN.test(text)) return []
  const words = wordsOf(text)
  meter.steps += words.length * 14
  const tagged = taggedBy(theModel(), words, lean)
  const findings: Finding[] = []
  for (let i = 0; i < words.length; i += 1) {
    const tag = tagged[i]?.tag ?? 'O'
    if (tag === 'O') continue
    let last = i
    while (last + 1 < words.length && tagged[last + 1]?.tag === tag) last += 1
    const finding = findingOf(words, tagged, i, last, tag, isStrict)
    if (finding !== null) findings.push(finding)
    i = last
  }
  return findings
}

function findingOf(
  words: readonly Word[],
  tagged: readonly { tag: Tag; lead: number }[],
  first: number,
  last: number,
  tag: Tag,
  isStrict: boolean,
): Finding | null {
  let [from, to] = [first, last]
  const bare = (i: number): boolean => !/[\p{L}\d]/u.test(words[i]?.text ?? '')
  while (from <= to && bare(from)) from += 1
  while (to >= from && bare(to)) to -= 1
  if (from > to) return null
  let lead = 0
  const atoms: number[] = []
  for (let i = from; i <= to; i += 1) {
    const word = words[i]
    if (word === undefined) continue
    lead = Math.max(lead, tagged[i]?.lead ?? 0)
    atoms.push(word.start, word.end)
  }
  const [start = 0] = atoms
  const end = atoms.at(-1) ?? start
  const confidence = Math.min(0.9, 0.5 + lead / 60)
  if (tag === 'A') {
    const parts = words.slice(from, to + 1).map(({ text }) => text)
    const numbered = parts.some((part) => /^\d{1,6}[a-z]?$/i.test(part))
    const named = parts.some((part) => /^\p{Lu}\p{L}{2,}/u.test(part))
    // 62341 QPS: so many of something
    const counts = parts.every((part) => /^(?:\d+|\p{Lu}{1,4})$/u.test(part))
    // 9fceb02d0ae5 is one piece: no address is written without a gap
    const isSpread = end - start > parts.join('').length
    return isSpread && numbered && (parts.length > 2 || (named && !counts))
      ? { start, end, kind: 'address', confidence, atoms }
      : null
  }
  if (!words.slice(from, to + 1).some(({ text }) => /\p{L}{2}/u.test(text) && LATIN.test(text))) return null
  if (isCode(words, from, to) || isIdentifier(words, from, to)) return null
  const named = words.slice(from, to + 1).flatMap(({ text }) => (LATIN.test(text) ? [text] : []))
  if (isNobody(named, words[from - 1]?.text ?? '', words[to + 1]?.text ?? '')) return null
  // between Chinese words a Latin one is more often a brand or a word than somebody
  const isListed = words.slice(from, to + 1).some(({ text }) => listed(lower(text)) !== 'o')
  if (!isListed && named.length === 1 && isSmall(named) && !CALLS.test(words[from - 1]?.text ?? '')) return null
  if (isAlone(words, from, to) && ((isStrict && !isListed) || isThing(named))) return null
  return { start, end, kind: 'name', confidence, atoms: lettersOf(words, from, to), person: null, form: 'full' }
}

/** BCD-525WKPZM: capitals right behind figures, or before a dash and figures. */
function isCode(words: readonly Word[], from: number, to: number): boolean {
  const [first, last] = [words[from], words[to]]
  if (!/^\p{Lu}+$/u.test(first?.text ?? '')) return false
  const [before, dash, behind] = [words[from - 1], words[to + 1], words[to + 2]]
  const isBehind = before?.end === first?.start && /\d/.test(before?.text ?? '')
  return isBehind || (dash?.text === '-' && dash.start === last?.end && /^\d/.test(behind?.text ?? ''))
}

const OF_CODE = new Set(
  'text field view button item renderer data event touch window scroll scroller list array map string number int char bool error exception null request response url http api html css json xml sdk ui list layer load loader loading sprite bitmap texture rectangle object display page skin timer tween collection input output label image icon bar tab menu panel dialog box group node tree graph link state model user decode encode parser type file path stream buffer byte bytes socket port thread lock queue stack cache token session config util utils helper manager service factory handler listener callback adapter controller component container context engine audio video player game app web wing week msg'.split(
    ' ',
  ),
)

/** TextField, Browser.element: a program's words, none of which anybody bears. */
function isIdentifier(words: readonly Word[], from: number, to: number): boolean {
  const [last, behind] = [words[to], words[to + 1]]
  const text = last?.text ?? ''
  if (/\p{L}{2}\.$/u.test(text) && behind?.start === last?.end && /^\p{L}/u.test(behind?.text ?? '')) return true
  const humps = text.split(/(?<=\p{Ll})(?=\p{Lu})/u).map(lower)
  return from === to && humps.length > 1 && humps.some((hump) => OF_CODE.has(hump))
}

/** Before a word without a capital these say that somebody is called by it. */
const CALLS =
  /^(?:hi|hey|hello|dear|yo|oi|thanks|thank|thx|bye|@|name|named|called|call|calls|is|am|im|i'm|its|it's|ask|asked|tell|told|with|miss|mr|mrs|ms|dr|and|n|from|by|for|to|sister|brother|friend|agent|wife|husband|boss|:)\.?$/i

function isSmall(named: readonly string[]): boolean {
  return named.every((word) => word === word.toLowerCase())
}

/** 用Python写的. */
function isThing(named: readonly string[]): boolean {
  return named.every((word) => LATIN_WORDS.has(lower(word)))
}

/** Words of Chinese stand before and behind, or on one side and nothing on the other. */
function isAlone(words: readonly Word[], from: number, to: number): boolean {
  const [before, after] = [words[from - 1]?.text, words[to + 1]?.text]
  if (before === '@') return false
  const isOther = (word: string | undefined): boolean => word !== undefined && OTHER.test(word)
  const isOpen = (word: string | undefined): boolean => word === undefined || !LATIN.test(word)
  return (isOther(before) && isOpen(after)) || (isOther(after) && isOpen(before))
}

function lettersOf(words: readonly Word[], from: number, to: number): number[] {
  const atoms: number[] = []
  for (let i = from; i <= to; i += 1) {
    const word = words[i]
    if (word === undefined) continue
    let at = word.start
    for (const char of word.text) {
      if (/\p{L}|\p{M}/u.test(char)) atoms.push(at, at + char.length)
      at += char.length
    }
  }
  return atoms
}
