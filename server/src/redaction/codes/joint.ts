import type { Finding } from '../text/finding.ts'

// A number may be sent in two messages: `我的卡号是6222 0202` and `0011 2230`.

/** How much of the message before and of the one after is looked at together. */
const TAIL = 80
/** A message that ends in the middle of something: with a figure, a letter, or words that announce. */
const OPEN = /[\p{L}\p{N}:：=@._\-+，,…、~?？]\s{0,3}$/u
/** One that goes on: with a figure, a numeral, a sign or a letter. */
const GOES_ON = /^[\s…、.:\-—~，,]{0,3}[\p{N}a-zA-Z零〇一二三四五六七八九十幺壹贰叁肆伍陆柒捌玖貳參陸@+*]/u
/** 微信号多少？ 卡号给我: what comes is the answer, as behind a colon. */
const ASKED =
  /(?:(?:我?(?:单独|马上|稍后|等下|一会儿?|再|重新)?(?:发|打|写)(?:给?[你您])?(?:在|到)?(?:下一?[条行]|下面|后面)|(?:在|见)下一?[条行面])(?:了|给?[你您])?|(?:是)?(?:多少|几号?|什么|啥)|(?:再|也|都|先)?(?:给我|发我|报我|告诉我|推我|加我|留|推|发|报|说|给|念|提供|发你|给你)(?:给?[我你您])?(?:一?[个下份串]|过来|来|过去)?|有|没有|呢|吗|呀|啊|吧|哦|\s?please|\s){0,4}[?？。!！…~\s]{0,3}$/u
/** So sure of an answer: `不知道` and `which one` are none. */
const ANSWER = 0.6
/** 有，…: before the answer itself. */
const SAYS_YES = /^(?:有的?|是的?|对的?|好的?|嗯+|行|可以|yes|sure|ok|okay)[,，。.! ]{1,2}/iu
/** 后面是: what comes is the rest. */
const LEAD_IN =
  /^(?:(?:后面|后边|接着|然后|再来|其余|剩下|剩余|余下|末尾|最后|还有|另外|后半段?|后几位|尾号)(?:的)?(?:再|是|为|几位是|:|：)?|(?:and )?(?:the rest is|then|rest:?)) ?/iu
/** So many pieces at most of one number. */
export const MOST_PIECES = 6
const NUMERAL = '\\p{N}零〇一二三四五六七八九幺两'
/** The same inside of a text, behind figures. */
const GOES_ON_BEHIND = new RegExp(
  `(?<=[${NUMERAL}][\\s,，。;；、.…]{0,3})(?:(?:后面|后边|接着|然后|再来|其余|剩下|剩余|余下|后半段?|中间|最后|末尾|末)(?:的)?(?:[两三四五六七八\\d]位)?|后[两三四五六七八\\d]位)(?:的|再|是|为|:|：){0,2} ?(?=[${NUMERAL}])`,
  'gu',
)
const GOES_ON_WORD = /后[面边半两三四五六七八\d]|接着|然后|再来|其余|剩|余下|中间|最后|末/
const FIGURES = new RegExp(`^[${NUMERAL}xX\\s\\-]{1,24}`, 'u')
/** Names and addresses are no numbers: two messages are two sentences. */
const WHOLE = new Set(['name', 'account', 'address', 'amount'])
/** But an answer may be one: 多少钱, 3800. */
const ANSWERS = new Set(['account', 'amount'])

/** Of these the rest has a figure: of `LX19 KPO` and `I'm outside` nothing goes on. */
const A_FIGURE = /[\p{N}零〇一二三四五六七八九十幺壹贰叁肆伍陆柒捌玖]/u
const PLATE_HEAD = /^[\u4e00-\u9fff][A-Za-z]$/
/** 护照是E / 12345678. */
const PAPER_HEAD = /^[A-Za-z]{1,2}$/
const PAPER = /护照|護照|passport|证|證/i
const FIGURED = new Set(['secret', 'order', 'plate', 'passport', 'permit', 'card', 'id', 'uscc'])

export interface Joint {
  ofBefore: Finding[]
  ofAfter: Finding[]
}

/** What two messages that follow one another say only together: its part in each. `find` looks at a text by itself. */
export function jointly(whole: string, after: string, find: (text: string) => Finding[]): Joint {
  const before = withoutPause(whole)
  const joint: Joint = { ofBefore: [], ofAfter: [] }
  const skip = LEAD_IN.exec(after.slice(0, TAIL))?.[0].length ?? 0
  if (!OPEN.test(before.slice(-4)) || !GOES_ON.test(after.slice(skip, skip + 8))) return joint
  const from = Math.max(0, before.length - TAIL)
  const border = before.length - from
  for (const gap of [' ', '', signAt(whole)]) {
    if (gap === null) continue
    const joined = before.slice(from) + gap + after.slice(skip, skip + TAIL)
    for (const finding of find(joined)) {
      if (WHOLE.has(finding.kind) || finding.start >= border || finding.end <= border + gap.length) continue
      if (FIGURED.has(finding.kind)) {
        const parts = [joined.slice(finding.start, border), joined.slice(border + gap.length, finding.end)]
        // 苏E / 8K2Q7: of a plate the place may stand alone
        const [head = ''] = parts
        const isPaper = finding.kind === 'passport' || finding.kind === 'permit'
        const isHead =
          (finding.kind === 'plate' && PLATE_HEAD.test(head)) ||
          (isPaper && PAPER_HEAD.test(head) && PAPER.test(joined.slice(0, border)))
        if (!isHead && !parts.every((one) => A_FIGURE.test(one))) continue
      }
      const first = part(finding, 0, border, from)
      const second = part(finding, border + gap.length, joined.length, skip - border - gap.length)
      if (first !== null) joint.ofBefore.push(first)
      if (second !== null) joint.ofAfter.push(second)
    }
  }
  const lead = SAYS_YES.exec(after.slice(0, TAIL))?.[0].length ?? 0
  if (skip === 0 && lead > 0)
    for (const one of answers(before.slice(from), after.slice(lead, lead + TAIL), find))
      joint.ofAfter.push(movedBy(one, lead))
  if (skip === 0) joint.ofAfter.push(...answers(before.slice(from), after.slice(0, TAIL), find))
  return joint
}

/** 112.17. and 240.33: the sign that a part of an address of a machine ends with. */
function signAt(whole: string): string | null {
  return /[\da-f]([.:-])\s{0,2}$/i.exec(whole.slice(-4))?.[1] ?? null
}

/** 1506，: a number that goes on stops with a sign. */
function withoutPause(text: string): string {
  const pause = /(?<=[\p{N}零〇一二三四五六七八九幺])[，,、.。…~\-—\s]{1,4}$/u.exec(text.slice(-6))
  return pause === null ? text : text.slice(0, text.length - pause[0].length)
}

/** A piece of a number: a text, and where in it the piece begins and ends. */
export interface Piece {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What pieces of one number, said one by one, say together: its part in each. */
export function jointPieces(pieces: readonly Piece[], find: (text: string) => Finding[]): Finding[][] {
  const parts: Finding[][] = pieces.map(() => [])
  for (const gap of [' ', '']) {
    const written = pieces.map(({ text, start, end }) => text.slice(start, end))
    let joined = ''
    const starts = written.map((one, k) => {
      if (k > 0) joined += gap
      const start = joined.length
      joined += one
      return start
    })
    for (const finding of find(joined)) {
      if (WHOLE.has(finding.kind)) continue
      const held = pieces.flatMap(({ start }, k) => {
        const at = starts[k] ?? 0
        const own = part(finding, at, at + (written[k]?.length ?? 0), start - at)
        return own === null ? [] : [{ k, own }]
      })
      if (held.length > 1) for (const { k, own } of held) parts[k]?.push(own)
    }
  }
  return parts
}

/** What of a text, or of its last `TAIL` units, is a piece that others follow. */
export function firstPiece(text: string): Piece {
  return { text, start: Math.max(0, text.length - TAIL), end: withoutPause(text).length }
}

/** What a text says in pieces: 前面 1506，后面 8823 417; 前三位139，中间2204，后四位4713. */
export function jointWithin(text: string, find: (text: string) => Finding[]): Finding[] {
  const findings: Finding[] = []
  if (!GOES_ON_WORD.test(text)) return findings
  let chain: Piece[] = []
  const close = (): void => {
    if (chain.length > 1) findings.push(...jointPieces(chain, find).flat())
    chain = []
  }
  for (const { index, 0: words } of text.matchAll(GOES_ON_BEHIND)) {
    const last = chain.at(-1)
    const near = Math.max(0, index - TAIL)
    const behind = near + withoutPause(text.slice(near, index)).length
    if (last === undefined || last.end < behind || chain.length === MOST_PIECES) {
      close()
      chain.push({ text, start: Math.max(0, behind - TAIL), end: behind })
    }
    const start = index + words.length
    const [figures = ''] = FIGURES.exec(text.slice(start, start + TAIL)) ?? []
    chain.push({ text, start, end: start + figures.trimEnd().length })
  }
  close()
  return findings
}

/** What begins the message behind and is something because of what the one before asked for or announced: `密码：`, `hunter2024`. */
function answers(before: string, after: string, find: (text: string) => Finding[]): Finding[] {
  const asked = `${before.replace(ASKED, '')}:`
  const last = after.trimEnd().length
  return find(asked + after)
    .filter(({ kind, start, end, confidence }) => {
      const isFirst = start >= asked.length && start <= asked.length + 1
      return isFirst && end <= asked.length + last && confidence >= ANSWER && !(WHOLE.has(kind) && !ANSWERS.has(kind))
    })
    .map((finding) => movedBy(finding, -asked.length))
}

function movedBy(finding: Finding, by: number): Finding {
  const { start, end, atoms } = finding
  return { ...finding, start: start + by, end: end + by, atoms: atoms.map((place) => place + by) }
}

/** What of a finding lies in [start, end), moved by `by`. A part keeps nothing visible: its atoms are no whole value. */
function part(finding: Finding, start: number, end: number, by: number): Finding | null {
  const atoms: number[] = []
  for (let i = 0; i < finding.atoms.length; i += 2) {
    const [a = 0, b = 0] = [finding.atoms[i], finding.atoms[i + 1]]
    if (a >= start && b <= end) atoms.push(a + by, b + by)
  }
  const first = Math.max(start, finding.start) + by
  const last = Math.min(end, finding.end) + by
  if (first >= last) return null
  const { kind, confidence } = finding
  return { start: first, end: last, kind, confidence, atoms: atoms.length > 0 ? atoms : [first, last], part: true }
}
