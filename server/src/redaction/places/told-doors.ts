import type { Meter } from '../text/finding.ts'
import { HAS_KEEPER, namesKeeper, PARCEL_PLACE } from './parcel-places.ts'
import { LINE_WORDS } from './place-words.ts'

// Doors that the words around them tell, without a road or an estate that a list of kinds of words knows. Folded: simplified.

/** 漏水到楼下2103, 我是2103的, 行政楼118, 7病区23床, 3期8栋1602: a door by the words around it. */
const ROOM = String.raw`[1-9]\d{2,3}(?![\d年月日元块万千%:.\-号人个名次])`
interface ToldDoor {
  /** A text without it is not looked at: most are without. */
  needs: RegExp
  pattern: RegExp
  /** Whether what was found is one. */
  holds?: (written: string) => boolean
}

const TOLD_DOORS: readonly ToldDoor[] = [
  {
    needs: /楼[上下]|隔壁|对[门面]|[我他她你您]家|住|我们家|我是|业主|[住租]户|房客/,
    pattern: new RegExp(
      `(?:楼上|楼下|隔壁|对门|对面|[我他她你您]家|住|我们家|我是|业主|住户|租户|房客)[是的在,，]?(?<v>${ROOM}(?:室|房)?)(?=的|业主|住户|室|房|家|,|。|$|[又还在漏])`,
      'dg',
    ),
  },
  // 梅园3舍607
  {
    needs: /[舍斋寓]楼?\s?[a-z]?\d{3}/,
    pattern:
      /(?<v>[\u4e00-\u9fff]{0,3}(?:\d{1,2}|[一二三四五六七八九十东南西北甲乙丙])(?:号)?(?:宿?舍|斋|公寓)(?:楼)?\s?[a-z]?[1-9]\d{2,3})(?![\d年月日元块万千%:.人个名次])/dg,
  },
  // 办公室紫金港东4-511
  {
    needs: /\d-\d{3}/,
    pattern:
      /(?:办公室|教室|实验室|宿舍|寝室|病房|机房)[是在:： ]{0,2}(?<v>[\u4e00-\u9fff]{0,8}?[a-z]?\d{1,2}-[1-9]\d{2,3})(?![\d\-年月日元人])/dg,
  },
  // 门牌1702, 房间号：1702
  {
    needs: /门牌|房间|[房室]号/,
    pattern: new RegExp(
      `(?:门牌号?码?|房间(?:号码?)?|房号码?|室号)(?:是|为|:|：| ){0,2}(?<v>[a-z]?${ROOM}(?:室|房)?)`,
      'dg',
    ),
  },
  // 3-1201的水表
  {
    needs: /\d-\d{3}/,
    pattern:
      /(?<![\d.\-/:a-z])(?<v>\d{1,2}-(?:[1-9]|[12]\d|3[0-3])(?:0[1-9]|1[0-2]))(?=的|业主|住户|租户|房客|家|室|房|户|漏水|停[电水]|没[电水]|门[口锁牌])/dg,
  },
  // 1单元601
  {
    needs: /单元|户|\d门\d/,
    pattern:
      /(?<v>(?:(?:\d{1,2}|[一二三四五六七八九十甲乙丙a-z])单元|(?<!\d)\d{1,2}门)\s?(?:[1-9]\d{2,3}(?:室|房|号)?|[一二三四五六七八九〇零]{3,4}(?:室|房|号)?|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[楼层](?:[东南西北中左右]{1,2}[户室门手]?|\d{1,4}[室号])?))(?![\d年月元块万千%.人个名])|(?<w>(?:\d{1,2}|[一二三四五六七八九十]{1,3})[楼层][东南西北中左右]{1,2}户)/dg,
  },
  // 楼下1002天花板都湿了
  {
    needs: /(?:楼[上下]|隔壁|对[门面])[是的住]?\d{3}/,
    pattern: new RegExp(
      String.raw`(?:楼上|楼下|隔壁|对门|对面)[是的住]?(?<v>${ROOM}(?:室|房)?)(?![\d多来余米平亩吨斤公里辆台张只家种度瓦])`,
      'dg',
    ),
  },
  {
    needs: /\d{3}/,
    pattern: new RegExp(
      String.raw`(?<![\d.\-])(?<v>${ROOM}(?:室|房)?)(?=业主|住户|租户|房客|家的|漏水|门口|房间|停电|没水)|(?<![\d.\-])(?<w>[1-9]\d{2,3}(?:房|室))(?![\d间型厅])`,
      'dg',
    ),
  },
  {
    needs: /楼[ a-z]?\d{2}/,
    pattern:
      /(?<v>(?:教学|行政|实验|办公|综合|宿舍|门诊|住院|外科|内科|医技|图书|科研|后勤|学生|教工|员工|公寓)(?:大)?楼\s?[a-z]?[1-9]?\d{2,3}(?:室|房)?)(?![\d年月日元块万千%:.\-人个名次层])/dg,
  },
  {
    needs: /床/,
    pattern:
      /(?<v>(?:[\u4e00-\u9fff]{0,10}医院)?(?:[\u4e00-\u9fff]{1,4}(?:楼|科|部|区))?\s?(?:(?:[a-z]?\d{1,2}|[一二三四五六七八九十]{1,3})(?:号楼|病区|病房|病室|楼|层)){1,3}(?:[\u4e00-\u9fff]{0,4}(?:病区|病房|科))?(?:\d{1,4}(?:室|房|病房))?\s?[加]?\d{1,3}(?:号病?床|床))/dg,
  },
  {
    needs: /号楼|栋|幢|座/,
    pattern:
      /(?<v>(?:[\u4e00-\u9fff]{1,4}(?:楼|厦|园|苑|舍))?(?:\d{1,2}期)?(?:[a-z]|\d{1,3})(?:号楼|栋|幢|座)(?:[a-z一二三四五六七八九十\d]{1,2}(?:单元|门))?[a-z]?[1-9]\d{2,3})(?![\d年月日元块万千%:.\-人个名次])/dg,
  },
  {
    needs: /楼\d{1,2}[楼层]\d|[组队社屯]/,
    pattern:
      /(?<v>[\u4e00-\u9fff]{1,4}楼\d{1,2}[楼层]\d{2,4}(?:[\u4e00-\u9fff]{0,2}室|房|号)?|[\u4e00-\u9fff]{2,6}?(?:村|社区|屯|寨|庄)第?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:组|队|社|屯|村民小组))/dg,
  },
  {
    needs: /\d-\d{1,2}-\d{3}/,
    pattern:
      /(?:(?<![\u4e00-\u9fff])|[放送住寄到在是])(?<v>[\u4e00-\u9fff]{1,8}?(?:小区|花园|家园|府邸|公馆|苑|府|城|庭|湾|里|园|邸|居|郡|轩|阁|院|村|国际|广场|名都|名城|社区)\d{1,2}-\d{1,2}-\d{3,4})(?![\d-])/dg,
  },
  {
    needs: /楼[a-z]?\d{3}/,
    pattern: /(?<v>[\u4e00-\u9fff]{2,3}楼[a-z]?[1-9]\d{2})(?![\d年月日元块万千%:.\-人个名次层米平多])/dg,
  },
  { needs: /那[个家户]|家那/, pattern: new RegExp(`(?<v>${ROOM})(?=那个|那家|那户|家那)`, 'dg') },
  // 车位B2-187, 工位A座17F-233
  {
    needs: /[车工泊铺摊机]位/,
    pattern:
      /(?:车位|泊车位|工位|铺位|摊位|机位)(?:编号|号码|号|是|在|为|:|：| ){0,3}(?<v>(?:负一|负二|地下|[a-z])?[a-z]?\d{0,3}(?:座|区|层|楼|f)?(?:-?\d{1,3}(?:f|楼|层))?-?[a-z]?\d{2,4}号?)(?![\d年月日元块万千%个米平.])/dg,
  },
  // 12#1-903, 12#楼1单元903室
  {
    needs: /\d#/,
    pattern:
      /(?<![\da-z#])(?<v>\d{1,3}#(?:楼)?(?:\d{1,2}(?:单元|门|梯)|\d{1,2}-)?[1-9]\d{2,3}(?:室|房)?)(?![\d年月日元块万千%:.\-人个名次吨米a-z])/dg,
  },
  // 12座9C, B座12层1203B
  {
    needs: /座/,
    pattern:
      /(?<![\da-z])(?<v>(?:[a-z]|\d{1,2})座(?:\d{1,2}[a-h]|\d{1,2}[层楼f][a-z]?\d{3,4}[a-h]?))(?![\da-z年月元])/dg,
  },
  // 五单元顶层东户
  {
    needs: /[户边手门]/,
    pattern:
      /(?<v>(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|单元|门)){1,2}(?:顶层|顶楼|底层|底楼|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[楼层])?(?:靠)?[东西南北中左右]{1,2}(?:户|手边?|边)(?:第[一二三\d][家户])?)/dg,
  },
  // 南门进来左手第二栋一楼西户
  {
    needs: /[进往]/,
    pattern:
      /(?<v>(?:小区|[东西南北大]门|门口|村口|路口|巷口|胡同口){0,2}(?:进来|进去|进门|往里走?)(?:后|以后|再)?[往向靠]?[左右东西南北](?:手|边|侧|拐|转|面){0,2}的?第?(?:[一二三四五六七八九十]|\d{1,2})(?:栋|幢|家|户|排|座|个?单元|个?门)(?:(?:[一二三四五六七八九十]|\d{1,2})[楼层])?(?:[东西南北中左右]{1,2}[户边手门])?)/dg,
  },
  // 望京SOHO T3 B座 2801
  {
    needs: /(?:soho|mall|plaza|tower|cent(?:er|re)|park|loft|cbd)/,
    pattern:
      /(?<v>[\u4e00-\u9fff]{1,8}(?:soho|mall|plaza|tower|center|centre|park|loft|cbd)\s?(?:t?\d{1,2})?\s?(?:(?:[a-z]|\d{1,2})(?:座|栋|号楼|塔))?\s?(?:\d{1,2}[层楼f]\s?)?[a-z]?[1-9]\d{2,3}(?:室|房)?)(?![\d年月日元块万千%:.\-人个名次米平])/dg,
  },
  // 青芝坞47号, 白堆子甲23号
  {
    needs: /[坞岙埭岭垭坪塘墩甸堰圩浜滩咀岗坳甲乙丙丁]\d{1,4}号/,
    pattern:
      /(?<v>[\u4e00-\u9fff]{1,5}(?:[坞岙埭岭垭坪塘墩甸堰圩浜滩咀岗坳]|(?<=[\u4e00-\u9fff]{2})[甲乙丙丁])\d{1,4}号(?:院|楼)?)(?![线文机球种])/dg,
  },
  // 502室，2单元，3幢，翠苑二区，文三路: the door first
  {
    needs: /(?:单元|[栋幢座楼])[,，、 ]/,
    pattern: new RegExp(
      String.raw`(?<![\da-z.\-])(?<v>[a-z]?(?:[1-9]\d{2,3}|[一二三四五六七八九零〇]{3,4})(?:室|房|号)?(?:[,，、 ]{1,2}(?:(?:\d{1,4}|[一二三四五六七八九十]{1,3}|[a-z])(?:号楼|单元|[栋幢座层楼弄号])|[\u4e00-\u9fff]{2,10}(?:${LINE_WORDS.source})(?:\d{1,5}号)?)){2,6})(?![\u4e00-\u9fff])`,
      'dg',
    ),
    holds: (written) => /[栋幢座单号]/.test(written),
  },
  // 包裹已到龙湖香醍漫步南门快递架
  { needs: HAS_KEEPER, pattern: PARCEL_PLACE, holds: namesKeeper },
]
/** What is left of 住 or 我是 where a name of an estate follows: only what locates is taken. */
const NO_DOOR =
  /^(?:本|该|此|你|我|他|她|前|家|单位|公司|小区|楼下|附近|就近|最近|指定|学校|丰巢|门卫|驿站|快递柜|快递|代收)[\u4e00-\u9fff]{0,4}$/

export function toldDoors(plain: string, meter: Meter): { start: number; end: number }[] {
  const doors: { start: number; end: number }[] = []
  for (const { needs, pattern, holds } of TOLD_DOORS) {
    if (!needs.test(plain)) continue
    pattern.lastIndex = 0
    for (let one = pattern.exec(plain); one !== null; one = pattern.exec(plain)) {
      meter.steps += one[0].length
      const [start = 0, end = 0] = one.indices?.groups?.v ?? one.indices?.groups?.w ?? []
      pattern.lastIndex = Math.max(one.index + 1, end)
      const written = plain.slice(start, end)
      if (!NO_DOOR.test(written) && holds?.(written) !== false) doors.push({ start, end })
    }
  }
  return doors
}
