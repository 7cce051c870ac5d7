import { CHINESE_FIGURES } from '../text/digits.ts'
import type { Finding, SensitiveKind } from '../text/finding.ts'
import type { ReadingText } from '../text/reading-text.ts'
import { isBirthday, isProvince, luhn } from './checks.ts'

// A number as it is said: 我电话一三八，呃，零零幺三，不对是零零幺四，后面五六七八. Its pieces stand between words that say nothing, in one message or
// over several, and somebody repeats or corrects them: then no piece is a number, and all of them together are too many figures for one.

/** Stands between two messages. */
export const BORDER = '\ue000'
const N = '\\d〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖洞拐勾两'
const PIECE = new RegExp(
  `(?<![\\d¥$%/@#]|[a-z](?=\\d)|\\d[.:]|第|[${N}][十百千万点]|[十百千万])(?:[${N}](?:[ \\-]?[${N}]){1,20}[x叉]?|[两三四五六2-6]个[${N}])(?![\\da-z%:/@]|\\.\\d|[ \\-]?[${N}]|[年月日元块毛角分秒时点个位次人天岁度条件张台只斤米层楼栋幢室单期届名折倍多来几十百千万亿%℃])`,
  'g',
)
/** What corrects: the pieces before it are not all meant. */
const CORRECTS = '不对|不是|错了|[说打报念写搞发记输抄]错了?|应该是?|改成|更正|纠正|重新?来|重新说|哦不|不不'
/** What goes on with the rest of it. */
const REST =
  '(?:后[面边头]|前[面边头]|最后|中间)?的?[两三四五六七八2-8]个|后[面边头]|最后|末尾|尾巴|结尾|尾[号数]|后[两三四五六七八2-8]位|末[四4]位|前面|前[两三四五六七八2-8]位|中间'
const WORDS =
  '后面的?|接着|然后呢?|再来|还有呢?|接下来|下面|剩下的?|开头的?|完了|空格|空(?=[\\d零一二三四五六七八九幺])|横杠|减号|减|杠|加上|转|拨|就是|那个|这个|那段|这段|[前中后]段|什么来着|多少来着|等等|等我?看?[一1]?下|等我|稍等|慢点|我看看|我看[一1]下|我[想查]想?|我想[一1]下|让我看看|没错|好嘞|好的?|对对?的?|是的|行|可以|收到|[你您我]?再?(?:记|念|报|说|重复|核对)[一1]?[下遍]?|记[下住]了?|听好了?|听清楚|重复|继续|[您你]?(?:请|接着)?说|请讲|ok|生日|出生|是|为|的|了|呃|额|嗯+|啊+|哦+|噢|哎|诶|欸|唉|呀|吧|呢|哈|嘛|啦|吗|再|跟|那|就|对|第[一二三123]段'
const SIGNS = '[ ,，、。.…~\\-—:：;；?？!！\\n"“”「」()（）]'
const FILL = new RegExp(`(?<corrects>${CORRECTS})|(?<rest>${REST})|(?<word>${WORDS}|${BORDER})|${SIGNS}`, 'y')
/** So much at most between two pieces. */
const FARTHEST = 32
const MOST_PIECES = 16

interface Cue {
  kind: SensitiveKind
  /** So many figures are one. */
  least: number
  words: RegExp
  /** How the first piece begins. */
  begins?: RegExp
}

const CUES: readonly Cue[] = [
  { kind: 'id', least: 8, words: /身份证|证件|(?<![a-z])sfz/g },
  { kind: 'card', least: 8, words: /卡号|银行卡|信用卡|储蓄卡|账号|帐号|账户/g },
  { kind: 'qq', least: 5, words: /(?<![a-z])q{1,2}|扣扣/g },
  { kind: 'wechat', least: 7, words: /微信/g },
  { kind: 'secret', least: 4, words: /验证码|短信码|动态码|取件码|密码/g },
  { kind: 'order', least: 7, words: /单号|运单|订单|工号|学号|户号|案号|会员号/g },
  { kind: 'mobile', least: 7, words: /手机号码?|电话|号码|联系方式|座机|联系|号儿?(?=[是给啊:：,， ])/g },
  // 手机 / 2399 / 2199: a price begins with any figure
  { kind: 'mobile', least: 7, words: /手机/g, begins: /^1[3-9]/ },
  { kind: 'mobile', least: 9, words: /[你您]记|记[一1]?下|我[念报]|[念报]给[你您]|给[你您][念报]|听好|再拨|拨打/g },
]
/** A longer piece is a number by itself. */
const MOST_OF_ONE: Readonly<Partial<Record<SensitiveKind, number>>> = { id: 9, card: 8 }
/** Between the word and the first piece. */
const LEAD = new RegExp(
  `号码?|码|[我你您他她]们?|给|加|发|报|念|写|留|打|先?拨|填|多少|几号?|请问|请|麻烦|什么|哪个|区号|来着|[一1]共|[一1]个|[一1]下|老公|老婆|[爸妈]|喂|${FILL.source}`,
  'y',
)
const BEFORE = 28
const AFTER =
  /^[,，。. ]{0,3}(?:[对这那就是个我他她你您的家新旧]|老公|老婆|爸爸?|妈妈?|朋友){0,8}(?<cue>手机|电话|号码|身份证|卡号|联系)/

/** No sign. */
const SAYS = /[\p{L}\ue000]/u

interface Part {
  start: number
  end: number
  /** The figures, one character each. */
  figures: string
  /** Written in Chinese numerals, as a voice is. */
  numerals: boolean
  /** What stands before it: words that say nothing, and whether they correct or lead on. */
  said: Gap
}

interface Gap {
  words: boolean
  corrects: boolean
  rest: boolean
}

/** Fewer figures are none. */
const LEAST = 4
const figureOf = new Map(
  CHINESE_FIGURES.flatMap((chars, digit) => [...chars].map((char) => [char, String(digit)] as const)),
)

/** Pieces of numbers that somebody dictates, where a word or the sum of them says what they are. */
export function dictatedIn({ normal, plain, counts }: ReadingText): Finding[] {
  const found: Finding[] = []
  if (counts.figures < LEAST) return found
  const pieces = [...plain.matchAll(PIECE)]
  if (pieces.length < 2) return found
  const parts = pieces.map((one) => partOf(one[0], one.index))
  const told = [...chainsIn(plain, parts).map((chain) => whatIs(plain, chain)), ...wholesIn(plain, parts)]
  for (const one of told) {
    if (one === null) continue
    for (const { start, end } of withoutGaps(plain, one.parts)) {
      const from = normal.from[start] ?? 0
      const to = normal.to[end - 1] ?? 0
      found.push({ start: from, end: to, kind: one.kind, confidence: 0.6, atoms: [from, to], part: true })
    }
  }
  return found
}

/** 一九一，七七八八: what only a sign parts is hidden with it. */
function withoutGaps(plain: string, parts: readonly Part[]): { start: number; end: number }[] {
  const whole: { start: number; end: number }[] = []
  for (const { start, end } of parts) {
    const last = whole.at(-1)
    const between = last === undefined ? '' : plain.slice(last.end, start)
    if (last !== undefined && between.length < 3 && !SAYS.test(between)) last.end = end
    else whole.push({ start, end })
  }
  return whole
}

function partOf(written: string, start: number): Part {
  const said = { words: false, corrects: false, rest: false }
  return { start, end: start + written.length, figures: figuresOf(written), numerals: !/\d/.test(written), said }
}

function chainsIn(plain: string, parts: readonly Part[]): Part[][] {
  const chains: Part[][] = []
  let chain: Part[] = []
  const close = (): void => {
    if (chain.length > 1) chains.push(chain)
    chain = []
  }
  for (const part of parts) {
    const last = chain.at(-1)
    const said = last === undefined ? null : between(plain, last.end, part.start)
    if (said === null || chain.length === MOST_PIECES) close()
    chain.push(said === null ? part : { ...part, said })
  }
  close()
  return chains
}

/** What stands between two pieces; null = something that says more. */
function between(plain: string, from: number, to: number): Gap | null {
  if (to - from > FARTHEST) return null
  const gap = { words: false, corrects: false, rest: false }
  for (let at = from; at < to; ) {
    FILL.lastIndex = at
    const one = FILL.exec(plain)
    if (one === null) return null
    gap.corrects ||= one.groups?.corrects !== undefined
    gap.rest ||= one.groups?.rest !== undefined
    gap.words ||= (one.groups?.corrects ?? one.groups?.rest ?? one.groups?.word) !== undefined
    at += one[0].length
  }
  return gap
}

function figuresOf(written: string): string {
  const many = /^(.)个(.)$/.exec(written)
  if (many !== null) return figuresOf(many[2] ?? '').repeat(Number(figuresOf(many[1] ?? '')))
  let figures = ''
  for (const char of written) {
    if (/\d/.test(char)) figures += char
    else if (char !== ' ') figures += figureOf.get(char) ?? ''
  }
  return figures
}

interface Told {
  kind: SensitiveKind
  parts: readonly Part[]
}

function whatIs(plain: string, chain: readonly Part[]): Told | null {
  const isSpoken = chain.some(({ said }) => said.words)
  const count = new Set(chain.map(({ figures }) => figures)).size
  const figures = [...new Set(chain.map((part) => part.figures))].join('').length
  const cue = cueOf(plain, chain[0]?.start ?? 0, chain.at(-1)?.end ?? 0)
  // 010-67389898, 010-67383333 is a list
  const isOne =
    isSpoken ||
    chain.every((part) => part.numerals) ||
    (figures > 10 && chain.every((part) => part.figures.length < (MOST_OF_ONE[cue?.kind ?? 'mobile'] ?? 7))) ||
    (cue?.kind === 'card' && figures > 14 && figures < 20) ||
    (cue?.kind === 'qq' && figures > 6 && figures < 12)
  const begins = cue?.begins?.test(chain[0]?.figures ?? '') !== false
  if (cue !== null && begins && count > 1 && figures >= cue.least && isOne) return { kind: cue.kind, parts: chain }
  if (!isSpoken) return null
  const whole = wholeOf(chain)
  if (whole !== null) return { kind: whole, parts: chain }
  return corrected(chain)
}

function cueOf(plain: string, start: number, end: number): Cue | null {
  const from = Math.max(0, start - BEFORE)
  const before = plain.slice(from, start)
  let nearest: { cue: Cue; end: number } | null = null
  for (const cue of CUES) {
    for (const one of before.matchAll(cue.words)) {
      const behind = one.index + one[0].length
      if ((nearest === null || behind > nearest.end) && leadsTo(before, behind)) nearest = { cue, end: behind }
    }
  }
  if (nearest !== null) return nearest.cue
  const after = AFTER.exec(plain.slice(end, end + 20))?.groups?.cue
  return after === undefined ? null : (CUES.find(({ words }) => after.search(words) >= 0) ?? null)
}

/** Only words that say nothing from `at` to the end. */
function leadsTo(before: string, at: number): boolean {
  for (let next = at; next < before.length; ) {
    LEAD.lastIndex = next
    const one = LEAD.exec(before)
    if (one === null || one[0] === '') return false
    next += one[0].length
  }
  return true
}

const isMobile = (figures: string): boolean => /^1[3-9]\d{9}$/.test(figures)
const isId = (figures: string): boolean =>
  (figures.length === 17 || figures.length === 18) && isProvince(figures) && isBirthday(figures.slice(6, 14))

/** The number that pieces in a row make, said twice or corrected. */
function wholeOf(chain: readonly Part[]): SensitiveKind | null {
  const once = chain.filter(({ figures }, i) => i === 0 || figures !== chain[i - 1]?.figures)
  const meant = once.filter((_, i) => once[i + 1]?.said.corrects !== true)
  for (const parts of [once, meant]) {
    for (let first = 0; first < parts.length - 1; first += 1) {
      let figures = parts[first]?.figures ?? ''
      for (let last = first + 1; last < parts.length && figures.length < 18; last += 1) {
        figures += parts[last]?.figures ?? ''
        if (isMobile(figures)) return 'mobile'
        if (isId(figures)) return 'id'
      }
    }
  }
  return null
}

/** 13866091123对吗 / 不是，最后是1132. */
function corrected(chain: readonly Part[]): Told | null {
  const whole = chain.findIndex(({ figures }) => isMobile(figures) || isId(figures))
  if (whole < 0) return null
  // 不是7741啊，是7740: what follows a correction is of it
  const first = chain.findIndex(({ said }, i) => i > whole && (said.corrects || said.rest))
  const parts = first < 0 ? [] : chain.slice(first).filter(({ figures }) => figures.length > 2)
  return parts.length === 0 ? null : { kind: isId(chain[whole]?.figures ?? '') ? 'id' : 'mobile', parts }
}

/** Whatever is said between them. */
const LOOSE = 20
const MOST_LOOSE = 6
/** Behind a word for a telephone, or for a piece of a number. */
const TELEPHONE = /手机|电话|号码|联系|号[是:：]|打头|开头|中间|后[面四4]/

/** 手机号是136……信号不好……8820……喂？7743: whatever stands between, the pieces are one number to the last figure. */
function wholesIn(plain: string, parts: readonly Part[]): Told[] {
  const found: Told[] = []
  for (let first = 0; first < parts.length - 1; first += 1) {
    let figures = parts[first]?.figures ?? ''
    const turned = turnedAt(plain, parts, first)
    if (turned !== null) found.push({ kind: turned, parts: parts.slice(first, first + 2) })
    for (let last = first + 1; last < parts.length && last - first < MOST_LOOSE && figures.length < 18; last += 1) {
      const gap = (parts[last]?.start ?? 0) - (parts[last - 1]?.end ?? 0)
      if (gap > LOOSE) break
      if (parts[last]?.figures === parts[last - 1]?.figures) continue
      figures += parts[last]?.figures ?? ''
      const isVoice = parts.slice(first, last + 1).every(({ numerals }) => numerals)
      const kind = looseKind(figures, plain, parts[first]?.start ?? 0, parts[last]?.end ?? 0, gap)
      const heard = kind ?? (isVoice && gap < 7 && isMobile(figures) ? 'mobile' : null)
      if (heard === null) continue
      found.push({ kind: heard, parts: parts.slice(first, last + 1) })
      first = last
      break
    }
  }
  return found
}

/** The end of a number, told before its beginning. */
const TOLD_FIRST = /(?:后面?[四4几][位个]|[末尾]号?数?[四4]?位?|最后[四4]?位?|结尾)(?:数字?)?(?:是|:|：| ){0,2}$/

/** 后四位7740，前面1358821. */
function turnedAt(plain: string, parts: readonly Part[], first: number): SensitiveKind | null {
  const [end, begin] = [parts[first], parts[first + 1]]
  if (end === undefined || begin === undefined || begin.start - end.end > LOOSE) return null
  if (!TOLD_FIRST.test(plain.slice(Math.max(0, end.start - 12), end.start))) return null
  const figures = begin.figures + end.figures
  return isMobile(figures) ? 'mobile' : isId(figures) ? 'id' : null
}

function looseKind(figures: string, plain: string, start: number, end: number, gap: number): SensitiveKind | null {
  if (isId(figures) && figures.length === 18) return 'id'
  // 先是62284803，再是21056781234
  if (/^62(?:\d{14}|\d{17})$/.test(figures) && luhn(figures) && gap < 7) return 'card'
  const isTelephone = TELEPHONE.test(plain.slice(Math.max(0, start - BEFORE), end))
  if (isMobile(figures)) return isTelephone ? 'mobile' : null
  return /^0\d{2,3}[2-9]\d{6,7}$/.test(figures) && gap < 7 && (isTelephone || gap < 4) ? 'landline' : null
}
