import type { Finding, Meter } from '../text/finding.ts'
import type { ReadingText } from '../text/reading-text.ts'
import { doorAfter } from './doors-behind.ts'
import { CAMPUS, FIRM, LINE, LINE_WORDS, placeAt } from './place-words.ts'
import { toldDoors } from './told-doors.ts'
import { toldInParts } from './told-parts.ts'

// Addresses that their form alone tells: a line of nothing else, and a door by its numbers.

/** A line with nothing but names of places and numbers: a person who was asked for an address writes it like this. */
export function findLines(text: ReadingText, known: readonly Finding[], people: Uint8Array, meter: Meter): Finding[] {
  const { plain, normal } = text
  const found: Finding[] = []
  let next = 0
  LINE.lastIndex = 0
  for (let line = LINE.exec(plain); line !== null; line = LINE.exec(plain)) {
    const [written] = line
    const start = line.index
    const end = start + written.length
    meter.steps += written.length
    if (!isLine(plain, start, end) || !isAddressLine(written) || people.subarray(start, end).includes(1)) continue
    const from = normal.from[start] ?? 0
    const to = normal.to[end - 1] ?? 0
    // both go from left to right: what ends before this line holds no later one
    while (next < known.length && (known[next]?.end ?? 0) < to) next += 1
    meter.steps += 1
    if (next < known.length && (known[next]?.start ?? 0) <= from + 3) continue
    let city = start
    for (let place = placeAt(plain, city); place?.level === 'city' && place.end < end; place = placeAt(plain, city))
      city = place.end
    found.push(addressAt(text, { start, end, city }, 0.6))
  }
  return found
}

function isLine(plain: string, start: number, end: number): boolean {
  const before = start === 0 || /[\n:"“]/.test(plain.charAt(start - 1))
  return before && (end === plain.length || /[\n"”]/.test(plain.charAt(end)))
}

const COUNTS =
  /\d(?:号|栋|幢|座|单元|楼|层|室|弄|组|#|-\d)|[一二三四五六七八九十](?:号|栋|幢|单元|楼|层|弄|组)|[a-z]座|\d{2,5}$/
const TALK =
  /[的了吗呢吧啊哦嗯我你您他她它们这哪谁什么怎是在到从给把被让跟就也还很没不请说想要可以但因]|换乘|借一下|一下|见面|集合|开会|多少|[一总]共|共有|几[点号]|停[水电气]|通行证|证件|护照|身份证|密码|口令|入住|姓名|电话|堵车|[维检]修|门票|票价|合格|及格|成绩|分数|录取|故障|施工|清洗|消毒|保洁|断[电网]|跳闸|盘点|值班|排班|开放|关闭|封闭|号线|[a-d]\d?口出|[%￥¥=+@?!]|\d[:.]\d|\d(?:元|块|万|个|次|人|天|岁|点|分|月|年|日|折|斤)/

/** A firm in a town or at a road is where, without either it is who. */
const IN_PLACE = /[省市县镇乡路街]|[\u4e00-\u9fff]区(?!$)/

function isAddressLine(written: string): boolean {
  if (TALK.test(written) || /^\D{0,6}\d{1,2}号线$/.test(written)) return false
  const words = new Set(written.match(LINE_WORDS))
  const han = written.replace(/[^\u4e00-\u9fff]/g, '').length
  if (han * 2 < written.trim().length || han < 4) return false
  // 22楼有餐厅: a floor alone is in any house
  if (/^\d{1,2}[楼层]/.test(written) && !/\d[室号房]|\d{3}/.test(written)) return false
  if (COUNTS.test(written)) return words.size > 0
  return (
    words.size > 2 &&
    !((FIRM.test(written) || CAMPUS.test(written)) && !IN_PLACE.test(written)) &&
    written.length <= 40 &&
    !/公司|集团|有限|[总经]理|总监|主任/.test(written)
  )
}

/** 3-2-502: building, unit and room; the last says floor and door. */
const BARE_DOOR =
  /(?<![\d.\-/a-z#])(?:[1-9]\d?)-(?:[1-9]\d?)-(?:[1-9]|[12]\d|3[0-3])(?:0[1-9]|1[0-2])(?![\d\-./:a-z%年月元])/g

export function findDoors(text: ReadingText, meter: Meter): Finding[] {
  const found: Finding[] = []
  for (const { start, end: first } of toldDoors(text.plain, meter)) {
    const more = doorAfter(text.plain, first)
    const end = more?.[0] === first ? more[1] : first
    found.push(addressAt(text, { start, end, city: start }, 0.5))
    if (more !== null && more[0] > first)
      found.push(addressAt(text, { start: more[0], end: more[1], city: more[0] }, 0.5))
  }
  for (const { start, end } of toldInParts(text.plain, meter))
    found.push(addressAt(text, { start, end, city: start }, 0.5))
  BARE_DOOR.lastIndex = 0
  for (let one = BARE_DOOR.exec(text.plain); one !== null; one = BARE_DOOR.exec(text.plain)) {
    meter.steps += one[0].length
    if (isDay(one[0])) continue
    found.push(addressAt(text, { start: one.index, end: one.index + one[0].length, city: one.index }, 0.5))
  }
  return found
}

/** 3-8-2011, 7-12-1911. */
function isDay(written: string): boolean {
  return /-(?:19|20)\d\d$/.test(written)
}

/** `city`: unit behind province and city, which a mask may leave. */
export function addressAt(
  { normal }: ReadingText,
  { start, end, city }: { start: number; end: number; city: number },
  confidence: number,
): Finding {
  const atoms: number[] = []
  for (let i = city; i < end; i += 1) atoms.push(normal.from[i] ?? 0, normal.to[i] ?? 0)
  return { start: normal.from[start] ?? 0, end: normal.to[end - 1] ?? 0, kind: 'address', confidence, atoms }
}
