import type { Finding, Meter } from './finding.ts'
import { LINE, LINE_WORDS, placeAt } from './place-words.ts'
import type { ReadingText } from './reading-text.ts'

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
  /[的了吗呢吧啊哦嗯我你您他她它们这哪谁什么怎是在到从给把被让跟就也还很没不请说想要可以但因]|换乘|借一下|一下|见面|集合|开会|多少|几[点号]|停[水电气]|通行证|证件|护照|身份证|密码|口令|入住|姓名|电话|堵车|维修|[%￥¥=+@?!]|\d[:.]\d|\d(?:元|块|万|个|次|人|天|岁|点|分|月|年|日|折|斤)/

function isAddressLine(written: string): boolean {
  if (TALK.test(written) || /^\D{0,6}\d{1,2}号线$/.test(written)) return false
  const words = new Set(written.match(LINE_WORDS))
  const han = written.replace(/[^\u4e00-\u9fff]/g, '').length
  if (han * 2 < written.trim().length || han < 4) return false
  if (COUNTS.test(written)) return words.size > 0
  return words.size > 2 && written.length <= 40 && !/公司|集团|有限|[总经]理|总监|主任/.test(written)
}

/** 3-2-502: building, unit and room; the last says floor and door. */
const BARE_DOOR =
  /(?<![\d.\-/a-z#])(?:[1-9]\d?)-(?:[1-9]\d?)-(?:[1-9]|[12]\d|3[0-3])(?:0[1-9]|1[0-2])(?![\d\-./:a-z%年月元])/g

/** 漏水到楼下2103, 我是2103的, 行政楼118, 7病区23床, 3期8栋1602: a door by the words around it. */
const ROOM = String.raw`[1-9]\d{2,3}(?![\d年月日元块万千%:.\-号人个名次])`
const TOLD_DOORS: readonly RegExp[] = [
  new RegExp(
    `(?:楼上|楼下|隔壁|对门|对面|我家|住|我们家|我是|业主|住户|租户|房客)(?:是|的|在)?(?<v>${ROOM}(?:室|房)?)(?=的|业主|住户|室|房|家|,|。|$|[又还在漏])`,
    'dg',
  ),
  new RegExp(
    String.raw`(?<![\d.\-])(?<v>${ROOM}(?:室|房)?)(?=业主|住户|租户|房客|家的|漏水|门口|房间|停电|没水)`,
    'dg',
  ),
  /(?<v>(?:[\u4e00-\u9fff]{0,8}(?:医院|校区|学院|公司|园区))?(?:教学|行政|实验|办公|综合|宿舍|门诊|住院|外科|内科|医技|图书|科研|后勤|学生|教工|员工|公寓)(?:大)?楼\s?[a-z]?[1-9]?\d{2,3}(?:室|房)?)(?![\d年月日元块万千%:.\-人个名次层])/dg,
  /(?<v>(?:[\u4e00-\u9fff]{0,10}医院)?(?:[\u4e00-\u9fff]{1,4}(?:楼|科|部|区))?\s?(?:[a-z]?\d{1,2}|[一二三四五六七八九十]{1,3})(?:号楼|病区|病房|病室|楼|层)(?:[\u4e00-\u9fff]{0,4}(?:病区|病房|科))?(?:\d{1,4}(?:室|房|病房))?\s?[加]?\d{1,3}(?:号病?床|床))/dg,
  /(?<v>(?:\d{1,2}期)?(?:[a-z]|\d{1,3})(?:号楼|栋|幢|座)(?:[a-z一二三四五六七八九十\d]{1,2}(?:单元|门))?[a-z]?[1-9]\d{2,3})(?![\d年月日元块万千%:.\-人个名次])/dg,
  /(?<v>[\u4e00-\u9fff]{1,4}楼\d{1,2}[楼层]\d{2,4}(?:[\u4e00-\u9fff]{0,2}室|房|号)?|[\u4e00-\u9fff]{2,6}?(?:村|社区|屯|寨|庄)第?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:组|队|社|屯|村民小组))/dg,
  /(?:^|[,，。 :：放送住寄到在是])(?<v>[\u4e00-\u9fff]{1,8}?(?:小区|花园|家园|府邸|公馆|苑|府|城|庭|湾|里|园|邸|居|郡|轩|阁|院|村|国际|广场|名都|名城|社区)\d{1,2}-\d{1,2}-\d{3,4})(?![\d-])/dg,
  /(?<v>[\u4e00-\u9fff]{2,3}楼[a-z]?[1-9]\d{2})(?![\d年月日元块万千%:.\-人个名次层米平多])/dg,
  new RegExp(`(?<v>${ROOM})(?=那个|那家|那户|家那)`, 'dg'),
  // 包裹已到龙湖香醍漫步南门快递架
  /(?:已到达?|已存[至到放入]|存放[在于至]?|放[在到]?|存[在到]|(?<=^|\n)|送[到至]|投[递放][到至]|暂存[在于]?|取件地址:?|取件点:?|自提点:?)(?<v>[\u4e00-\u9fffa-z\d（()-]{2,24}?(?:快递架|快递柜|智能柜|自提柜|驿站|代收点|自提点|快递点|快递站|快递超市|收发室|传达室|门卫室?|保安亭|保安室|岗亭|丰巢(?:快递)?柜?|蜂巢柜?|速递易|兔喜生活))/dg,
]
/** What is left of 住 or 我是 where a name of an estate follows: only what locates is taken. */
const NO_DOOR =
  /^(?:本|该|此|你|我|他|她|前|家|单位|公司|小区|楼下|附近|就近|最近|指定|学校|丰巢|门卫|驿站|快递柜|快递|代收)[\u4e00-\u9fff]{0,4}$/

export function findDoors(text: ReadingText, meter: Meter): Finding[] {
  const found: Finding[] = []
  for (const pattern of /\d|[递取提巢]|驿站|[组队社]|[发达]室|门卫|保安|岗亭/.test(text.plain) ? TOLD_DOORS : []) {
    pattern.lastIndex = 0
    meter.steps += 1
    for (let one = pattern.exec(text.plain); one !== null; one = pattern.exec(text.plain)) {
      meter.steps += one[0].length
      const [start = 0, end = 0] = one.indices?.groups?.v ?? []
      pattern.lastIndex = Math.max(one.index + 1, end)
      if (!NO_DOOR.test(text.plain.slice(start, end))) found.push(addressAt(text, { start, end, city: start }, 0.5))
    }
  }
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
