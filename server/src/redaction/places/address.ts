import type { Finding, Meter } from '../text/finding.ts'
import { isHan } from '../text/normal.ts'
import type { ReadingText } from '../text/reading-text.ts'
import { addressAt, findDoors, findLines } from './address-lines.ts'
import { doorAfter } from './doors-behind.ts'
import { namesKeeper } from './parcel-places.ts'
import {
  ANCHOR,
  ANNOUNCED,
  BESIDE,
  CAMPUS,
  COUNTED_WORD,
  DOOR,
  FIRM,
  HAS_ANCHOR,
  HAS_DOOR,
  LEADS,
  LINE_WORDS,
  NAMED_PLACE,
  NEXT_PLACE,
  NUMBERED,
  placeAt,
  placeFirst,
  STOPS,
} from './place-words.ts'

// Chinese addresses, read downwards: places, then towns, roads, numbers, estates, buildings, doors, to the end. What is found
// has to locate: a bare city or country is none.

interface Levels {
  places: number
  towns: number
  roads: number
  sites: number
  numbers: number
  /** Numbers with a word that says what they count. */
  counted: number
}

interface Read {
  start: number
  end: number
  /** Unit behind province and city: what a mask may leave. */
  city: number
  levels: Levels
}

const ENDS_PLACE = new RegExp(`(?:${LINE_WORDS.source})$`)

const MOST_PARTS = 24
const MOST_UNITS = 160
const JOINS = new Set([...' ,_-·、/|\t与和.~'].map((char) => char.charCodeAt(0)))
const STOP = new Uint8Array(0x10000)
for (const char of STOPS) STOP[char.charCodeAt(0)] = 1

/**
 * `people`: 1 for every folded unit at which a sure name begins; no part of an address reaches over one. `greedy`: takes in what stands behind a number without a word that says what it is (a shop, a firm).
 */
export function findAddresses(text: ReadingText, greedy: boolean, people: Uint8Array, meter: Meter): Finding[] {
  const { plain } = text
  const findings: Finding[] = []
  let free = 0
  for (const { at, told } of startsOf(text, meter)) {
    if (at < free) continue
    const from = told ? at : atPlace(plain, leadOf(plain, at, free))
    let read = readFrom(plain, from, greedy, people, meter)
    if (from < at && read.end <= at) read = readFrom(plain, at, greedy, people, meter)
    const alone = from === 0 && read.end >= plain.length - 2
    const crossing = read.levels.roads > 1 && CROSSING.test(plain.slice(from, read.end)) ? 0.5 : 0
    const confidence =
      (told || (alone && isWhole(plain, read))) && read.end > at
        ? Math.max(toldConfidence(read.levels), locates(read.levels))
        : Math.max(crossing, isPickup(plain.slice(from, read.end)) ? 0.5 : 0, locates(read.levels))
    if (confidence === 0 || read.end <= at) continue
    const written = plain.slice(from, read.end)
    if (isWho(written, read.levels) || (alone && EVERYBODYS.test(written))) continue
    free = read.end
    findings.push(addressAt(text, read, confidence))
    const more = doorAfter(plain, read.end)
    if (more !== null) findings.push(addressAt(text, { start: more[0], end: more[1], city: more[0] }, confidence))
  }
  for (const finding of findLines(text, findings, people, meter)) findings.push(finding)
  for (const finding of findDoors(text, meter)) findings.push(finding)
  return findings
}

/** A firm, a school, an office: who, not where. */
function isWho(written: string, { roads, numbers, places }: Levels): boolean {
  return roads + numbers === 0 && (FIRM.test(written) || (places === 0 && CAMPUS.test(written)))
}

/** 中山公园站, 南京东路步行街: where everybody goes. */
const EVERYBODYS = /^[\u4e00-\u9fff]{2,8}(?:站|步行街|(?:[路街桥道](?:堵|施工|封|限行|改道)[\u4e00-\u9fff]{0,2}))$/

/** 云南过桥米线真香: names of places alone are an address only up to their last word. */
function isWhole(plain: string, { start, end, levels }: Read): boolean {
  return (
    levels.numbers + levels.roads + levels.towns > 0 ||
    ENDS_PLACE.test(plain.slice(start, end)) ||
    isPickup(plain.slice(start, end))
  )
}

/** Where parcels are left. */
const PICKUP = /.{2}(?:菜鸟|妈妈|快递)驿站$|.{2}(?:丰巢|快递|自提)柜$|.{2}自提点$/
const isPickup = (written: string): boolean => PICKUP.test(written) && namesKeeper(written)

/** 解放路与人民路交叉口. */
const CROSSING = /交叉口|交汇|交口|路口|拐角|转角/

const STARTS = [
  [HAS_ANCHOR, ANCHOR],
  [HAS_DOOR, DOOR],
] as const

/** Where an address may begin, from left to right. */
function startsOf({ plain, normal }: ReadingText, meter: Meter): { at: number; told: boolean }[] {
  const starts: { at: number; told: boolean }[] = []
  for (const [has, pattern] of STARTS) {
    if (!has.test(plain)) continue
    pattern.lastIndex = 0
    for (let found = pattern.exec(plain); found !== null; found = pattern.exec(plain)) {
      // 地址为东四十条23号
      starts.push({ at: found.index + (/^[为是]/.test(found[0]) ? 1 : 0), told: false })
      meter.steps += found[0].length
    }
  }
  ANNOUNCED.lastIndex = 0
  for (let found = ANNOUNCED.exec(plain); found !== null; found = ANNOUNCED.exec(plain)) {
    starts.push({ at: found.index + found[0].length, told: true })
  }
  for (let at = 0; at < normal.length; at += 1) {
    if (placeFirst[normal.unit[at] ?? 0] !== 1) continue
    meter.steps += 8
    const place = placeAt(plain, at)
    if (place === null) continue
    starts.push({ at, told: false })
    at = place.end - 1
  }
  return starts.sort((a, b) => a.at - b.at || Number(b.told) - Number(a.told))
}

/** Where the words before an anchor begin: 临平汀州花苑南区 before 13幢5单元. */
function leadOf(plain: string, at: number, free: number): number {
  const place = placeFirst[plain.charCodeAt(at)] === 1 ? placeAt(plain, at) : null
  if (place !== null && !goesOnAsRoad(plain, place.end)) return at
  let from = at
  while (from > free && at - from < 16 && goesBack(plain.charCodeAt(from - 1))) from -= 1
  // 姓名张三性别男住址云南省…: a form without signs between its fields
  const field = FIELD.exec(plain.slice(from, at))
  if (field !== null) from += field[0].length
  // 我住橘郡…, 放翠苑…
  if (from < at && /[住放送]/.test(plain.charAt(from)) && (from === 0 || !goesBack(plain.charCodeAt(from - 1))))
    from += 1
  return from < at && LEADS.test(plain.slice(from, at)) ? from : at
}

/** 住浙江省…: the place name begins it, not what stands before. */
function atPlace(plain: string, from: number): number {
  for (let at = from + 1; at <= from + 3 && isHan(plain.charCodeAt(at - 1)); at += 1) {
    const place = placeAt(plain, at)
    if (place?.level === 'city' && !goesOnAsRoad(plain, place.end) && placeAt(plain, from) === null) return at
  }
  return from
}

/** Up to the last word that names a field. */
const FIELD = /^.*(?:地址|住址|住所|民族[\u4e00-\u9fff]|性别[男女]|姓名|电话|证号)/

function goesBack(unit: number): boolean {
  return (
    STOP[unit] !== 1 &&
    (isHan(unit) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a) || unit === 0x2d)
  )
}

function readFrom(plain: string, start: number, greedy: boolean, people: Uint8Array, meter: Meter): Read {
  const levels: Levels = { places: 0, towns: 0, roads: 0, sites: 0, numbers: 0, counted: 0 }
  let end = start
  let city = start
  for (let part = 0; part < MOST_PARTS && end - start < MOST_UNITS; part += 1) {
    const at = part === 0 ? end : skipJoins(plain, end)
    meter.steps += 4
    if (at > end && levels.sites + levels.roads > 0 && cityPart(plain, at, placeAt(plain, at)?.end ?? -1)) break
    const next = onePart(plain, at, levels, greedy && !plain.slice(end, at).includes(','))
    if (next <= at || people.subarray(at, next).includes(1)) break
    if (
      levels.places > 0 &&
      levels.towns + levels.roads + levels.sites + levels.numbers === 0 &&
      cityPart(plain, at, next)
    )
      city = next
    end = next
  }
  return { start, end, city, levels }
}

function cityPart(plain: string, at: number, end: number): boolean {
  const place = placeAt(plain, at)
  return place !== null && place.end === end && place.level === 'city'
}

function skipJoins(plain: string, at: number): number {
  let next = at
  while (next < plain.length && next - at < 3 && JOINS.has(plain.charCodeAt(next))) next += 1
  // 学院路, and 77号 in the next line
  if (next === at && plain.charAt(at) === '\n' && COUNTED_LINE.test(plain.slice(at + 1, at + 8))) return at + 1
  return next
}

const COUNTED_LINE = /^\d{1,5}(?:号|弄|幢|栋|座|-\d)/

/** The end of the part that begins at `at`; `at` itself = none. */
function onePart(plain: string, at: number, levels: Levels, greedy: boolean): number {
  if (at >= plain.length) return at
  const place = levels.roads + levels.numbers === 0 || levels.places === 0 ? placeAt(plain, at) : null
  if (place !== null && !goesOnAsRoad(plain, place.end)) {
    levels.places += 1
    return place.end
  }
  const inside = levels.places + levels.towns + levels.roads + levels.sites + levels.numbers > 0
  const numbered = stick(NUMBERED, plain, at)
  if (numbered !== null && (inside || COUNTED_WORD.test(numbered[0]))) {
    const counted = COUNTED_WORD.test(numbered[0])
    const door = DOORS.test(numbered[0])
    if (
      counted ||
      door ||
      levels.roads + levels.sites + levels.numbers > 0 ||
      (levels.towns > 0 && RURAL.test(numbered[0]))
    ) {
      levels.numbers += 1
      if (counted || door) levels.counted += door ? 2 : 1
      return at + numbered[0].length
    }
  }
  const named = stick(inside ? NEXT_PLACE : NAMED_PLACE, plain, at)
  if (named !== null) {
    if (named[1] !== undefined) levels.roads += 1
    else if (named[2] !== undefined) levels.towns += 1
    else levels.sites += 1
    return at + named[0].length
  }
  if (inside && plain.charCodeAt(at) === 0x28) return bracket(plain, at)
  const beside = inside ? stick(BESIDE, plain, at) : null
  if (beside !== null && levels.roads + levels.sites + levels.towns + levels.numbers > 0) return at + beside[0].length
  return inside && levels.roads + levels.towns + levels.numbers + levels.places > 0
    ? looseName(plain, at, levels, greedy)
    : at
}

/** 7村3组, 12排. */
const RURAL = /[村队排屯组社]$/

/** 5-1-302: building, unit and room. */
const DOORS = /^(?:[a-z]|[a-z]?\d{1,3})(?:[-/]\d{1,2}[-/]|#)\d{3,4}$/

/** 中山路, 北京路: a place name that a road is called after. */
function goesOnAsRoad(plain: string, at: number): boolean {
  return /^[东南西北中]?(?:路|街|大街|大道|巷)/.test(plain.slice(at, at + 3))
}

function stick(pattern: RegExp, plain: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(plain)
}

const BRACKET = /\([^()\n]{1,24}\)/y
function bracket(plain: string, at: number): number {
  const found = stick(BRACKET, plain, at)
  return found === null ? at : at + found[0].length
}

const ENDING =
  /^(?:电话|手机|联系|收件|收货|寄件|电联|邮编|姓名|微信|备注|附近|周边|评分|营业|价格|人均|门票|身份|邮箱|订单|快递|本人|先生|女士|小姐)/
const LOOSE = /[\u4e00-\u9fffa-z&]{1,12}/y
/** 顺捷物流, 阿里巴巴滨江: a name without a word that says what it is, before a number or at the end. */
function looseName(plain: string, at: number, levels: Levels, greedy: boolean): number {
  const found = stick(LOOSE, plain, at)
  if (found === null) return at
  let end = at
  while (end < at + found[0].length && STOP[plain.charCodeAt(end)] !== 1) end += 1
  if (end - at < 2 || (end - at === 12 && isHan(plain.charCodeAt(end)))) return at
  const after = plain.charCodeAt(end)
  const number = stick(NUMBERED, plain, end)
  if (ENDING.test(plain.slice(at, at + 4))) return at
  const last = end >= plain.length || (!isHan(after) && !(after >= 0x61 && after <= 0x7a))
  if (number !== null && (COUNTED_WORD.test(number[0]) || DOORS.test(number[0]) || levels.numbers > 0)) return end
  if (!greedy || !last || levels.numbers + levels.towns + levels.roads + Math.max(0, levels.places - 1) === 0) return at
  return end
}

function locates({ places, towns, roads, sites, numbers, counted }: Levels): number {
  if (roads > 0 && numbers > 0) return places > 0 || counted > 1 ? 0.95 : 0.8
  if (sites > 0 && counted > 0) return places + towns > 0 ? 0.9 : 0.6
  if (counted > 1) return 0.6
  if (places + towns > 1 && numbers > 0) return 0.8
  if (places > 0 && roads > 0) return 0.6
  // 双清区汽车站街道五一南路居委会, of a district that no list has
  if (towns > 1 && roads + sites > 0) return 0.5
  if (places > 0 && sites > 0) return places > 1 || towns > 0 ? 0.6 : 0.2
  if (places > 0 && towns > 0) return places + towns > 2 ? 0.5 : 0.35
  return 0
}

/** Behind 地址: what names any place below a city is one. */
function toldConfidence({ places, towns, roads, sites, numbers }: Levels): number {
  if (roads + sites + towns > 0) return places + numbers > 0 ? 0.8 : 0.55
  return numbers > 1 ? 0.5 : 0
}
