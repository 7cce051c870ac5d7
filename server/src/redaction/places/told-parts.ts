import type { Meter } from '../text/finding.ts'
import { LINE_WORDS } from './place-words.ts'

// An address as people say it, a part behind each pause: 我住南山，科技园，讯美广场，3栋，1208. No part locates by itself; a name and what is
// counted in it do, or two things counted that are not the same (12栋，903). Folded: simplified.

const NUMERAL = '一二三四五六七八九十'
const COUNT = `(?:第?(?:[a-z]?\\d{1,4}|[${NUMERAL}百零]{1,5}|[a-z]|[东南西北]))`
const COUNTED = new RegExp(
  `^(?:${COUNT}(?:号楼|号院|栋|幢|座|单元|楼|层|室|房|号|弄|坊|巷|期|区|组|队|排|舍|门)){1,3}(?:${COUNT}(?:室|房)?|\\d{1,2}[a-h])?(?:[东西南北中左右]{1,2}[户边手门])?$`,
)
/** What is counted, to tell 12栋，13栋 from 12栋，3单元. */
const COUNTER = /号楼|号院|栋|幢|座|单元|[楼层室房号弄坊巷期区组队排舍门](?!.*[楼层室房号弄坊巷期区组队排舍门栋幢座元])/
/** A house, its stairs, its floors, its doors: one of them has to be told. */
const DOOR = /栋|幢|座|单元|[楼层室弄坊巷]|\d号|[一二三四五六七八九十]号|舍/
const ROOM = new RegExp(`^(?:[a-z]?[1-9]\\d{2,3}[a-h]?|\\d{1,2}[a-h]|[${NUMERAL}][${NUMERAL}零〇幺]{2,3})$`)
const NAMED = new RegExp(
  `^[\\u4e00-\\u9fff]{1,9}(?:${LINE_WORDS.source}|[${NUMERAL}]区|郡|洲|湾|里|村|坞|城|[${NUMERAL}东南西北]道)$`,
)
/** 小区叫鼎太风华: a name of any form. */
const CALLED =
  /^(?:我们?|他们?|她)?(?:家|公司|单位|学校|宿舍)?(?:小区|楼盘|村子?)(?:名字)?(?:叫|是|在)(?<v>[\u4e00-\u9fff]{2,8})$/d
/** 我住, 地址是, 送到 in front of the first part. */
const LEAD =
  /^(?:麻烦|帮我|请|就|[你您])?(?:(?:我们?|[他她]们?|老|爸妈)?(?:家|公司|单位|学校|店|老家)?(?:就|现在)?(?:住在?|在|搬到了?|租在)|(?:收货|家庭|现在的?)?(?:地址|住址)(?:是|在|:)?|送到|寄到|放到?|你?到|去|家|公司|老家|学校)/
/** 南山 of 我住南山，科技园: behind a word that leads to a place. */
const SHORT = /^[\u4e00-\u9fff]{2,5}$/
const TALK = /[的了吗呢吧啊我你他她它们这那哪谁么怎没不有都说要会去来]|一下|怎么|多少/
const PAUSE = /[,，、 \n]{1,2}/g
const MOST = 8
const LONGEST = 24

interface Part {
  start: number
  end: number
  sort: 'named' | 'counted' | 'room' | 'short'
  counter: string
  /** 余杭塘路: behind it a number is a house. */
  road: boolean
}

/** Each address of a text that is told in parts. */
export function toldInParts(plain: string, meter: Meter): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  if (!/[,，、 \n]/.test(plain) || !DOOR.test(plain)) return found
  let chain: Part[] = []
  const close = (): void => {
    const first = chain[0]
    const last = chain.at(-1)
    if (first !== undefined && last !== undefined && locates(chain)) found.push({ start: first.start, end: last.end })
    chain = []
  }
  for (const [start, end, begins] of clauses(plain)) {
    meter.steps += 1
    const part = end - start > LONGEST ? null : partOf(plain, start, end, begins || chain.length === 0)
    if (part === null || begins || chain.length === MOST) close()
    if (part !== null) chain.push(part)
  }
  close()
  return found
}

/** What stands between pauses; whether a sentence begins there. */
function* clauses(plain: string): Generator<[start: number, end: number, begins: boolean]> {
  let start = 0
  let begins = true
  const stops = /[,，、 \n]{1,2}|[。.;；:!！?？…()"“”]/g
  for (const { index, 0: sign } of plain.matchAll(stops)) {
    if (index > start) yield [start, index, begins]
    begins = !PAUSE_ONLY.test(sign)
    start = index + sign.length
  }
  if (start < plain.length) yield [start, plain.length, begins]
}
const PAUSE_ONLY = new RegExp(`^(?:${PAUSE.source})$`)

function partOf(plain: string, from: number, end: number, mayLead: boolean): Part | null {
  const whole = plain.slice(from, end)
  const called = mayLead ? CALLED.exec(whole)?.indices?.groups?.v : undefined
  if (called !== undefined) return { start: from + called[0], end, sort: 'named', counter: '', road: false }
  const lead = mayLead ? (LEAD.exec(whole)?.[0].length ?? 0) : 0
  const written = whole.slice(lead)
  const start = from + lead
  if (COUNTED.test(written))
    return { start, end, sort: 'counted', counter: COUNTER.exec(written)?.[0] ?? '', road: false }
  if (ROOM.test(written)) return { start, end, sort: 'room', counter: 'room', road: false }
  if (TALK.test(written)) return null
  if (NAMED.test(written)) return { start, end, sort: 'named', counter: '', road: /[路街道巷弄里村]$/.test(written) }
  return lead > 0 && SHORT.test(written) ? { start, end, sort: 'short', counter: '', road: false } : null
}

/** 5号 is a day and 二楼 is in any house: what tells a door by itself. */
const STRONG = /栋|幢|座|号楼|号院|单元|室|房|弄|坊|舍/

/** A name with a door behind it, or two things counted that are not the same. */
function locates(chain: readonly Part[]): boolean {
  const counters = new Set(chain.flatMap(({ counter }) => (counter === '' ? [] : [counter])))
  const counted = [...counters].filter((counter) => counter !== 'room')
  const [first] = chain
  if (first === undefined || counted.length === 0) return false
  const names = chain.filter(({ sort }) => sort === 'named' || sort === 'short').length
  const strong = counted.some((counter) => STRONG.test(counter))
  if (names === 0) return counters.size > 1 && /栋|幢|座|号楼|单元|弄|期/.test(first.counter)
  if (first.sort === 'counted' && counters.size < 2) return false
  return strong || counters.size > 1 || names > 1 || (first.road && counted.includes('号'))
}
