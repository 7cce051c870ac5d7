import { NONE, WordTrie } from '../words/word-trie.ts'
import { PLACES } from './places.table.ts'

// What Chinese addresses are made of (GB/T 23705-2009 names the levels). Patterns are sticky, bounded, and read the fold.

/** Longest place name looked up. */
export const LONGEST_PLACE = 8

export type PlaceLevel = 'city' | 'district'

/** 1 where a unit begins a place name. */
export const placeFirst = new Uint8Array(0x10000)

const PROVINCES =
  '北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 内蒙古自治区 广西壮族自治区 西藏自治区 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区 延边朝鲜族自治州 恩施土家族苗族自治州 湘西土家族苗族自治州 大理白族自治州'
// Districts that came after the dictionary was made.
// Taiwan's cities by the names that post there bears.
const LATER =
  '新北市 桃园市 台中市 台南市 高雄市 基隆市 新竹市 嘉义市 台北市 浦东新区 滨海新区 雄安新区 两江新区 临平区 钱塘区 光明区 坪山区 龙华区 龙岗区 南沙区 增城区 从化区 柯桥区 上虞区 奉化区 富阳区 临安区 洞头区 雁塔区 长安区 郫都区 天府新区 高新区 高新技术产业开发区 经济技术开发区 江北新区 苏州工业园区 工业园区 即墨区 西海岸新区 贵安新区 大鹏新区 密云区 延庆区 崇明区 宝坻区 静海区 宁河区 蓟州区 开州区 璧山区 铜梁区 潼南区 荣昌区 长乐区 长清区 章丘区 济阳区 莱芜区 新都区 温江区 双流区 新津区 建邺区 溧水区 高淳区 江夏区 黄陂区 蔡甸区 望城区 新郑市 滦南县 儋州市 三沙市'

const CITY = 'c'
const DISTRICT = 'd'

/** All of them with the class of each; a name that two lists have is what the first says. */
function placeTrie(): WordTrie {
  const levels = new Map<string, string>()
  const add = (name: string, level: string): void => {
    if (name.length < 2 || name.length > LONGEST_PLACE || levels.has(name)) return
    levels.set(name, level)
    placeFirst[name.charCodeAt(0)] = 1
  }
  for (const name of PROVINCES.split(' ')) add(name, CITY)
  for (const name of LATER.split(' ')) add(name, /市$/.test(name) ? CITY : DISTRICT)
  for (const name of PLACES.split(' ')) {
    add(name, /[省市州盟]$/.test(name) ? CITY : DISTRICT)
    if (/[省市]$/.test(name) && name.length >= 3) add(name.slice(0, -1), CITY)
  }
  return new WordTrie([...levels].map(([name, level]) => `${name}${level}0`).join('\n'))
}

const places = placeTrie()

/** The longest place name at `at`, its end and level; null = none. */
export function placeAt(text: string, at: number): { end: number; level: PlaceLevel } | null {
  let node = 0
  let longest = 0
  let end = at
  for (let i = at; i < text.length; i += 1) {
    node = places.next(node, text.charCodeAt(i))
    if (node === 0) break
    if (places.cost[node] === NONE) continue
    longest = node
    end = i + 1
  }
  return longest === 0 ? null : { end, level: places.sort[longest] === CITY.charCodeAt(0) ? 'city' : 'district' }
}

/** Characters that stand in no name of a place, or end what came before one. */
export const STOPS =
  '的了吗呢吧啊哦嗯我你您他她它们这哪谁什么怎是在到从于往给把被让跟就也还很没不请寄送址距离叫说找问看听想要可以但因而且或及收每'
/** Words that begin something else than a part of an address. */
const ENDS =
  '电话|手机|联系|取件码|取货码|验证码|密码|口令|证号|证件|通行证|护照|单号|尾号|姓名|性别|民族|收件|收货|寄件|电联|邮编|邮政编码|微信|备注|附近|周边|评分|营业|价格|人均|门票|身份证|邮箱|订单|快递|本人|先生|女士|小姐|null|旁边'
const NAMED = `(?!${ENDS})(?![${STOPS}])[\\u4e00-\\u9fff]`

const ROAD =
  '大街|[一二三四五六七八九十]条|大道|道(?=\\d{1,4}号)(?<![频渠赛轨通说]道)|公路|国道|省道|县道|高速|环路|辅路|支路|胡同|路口|马路|路|街(?!道)|巷|弄|里弄|浜|塘路|(?<![米热在有无产流毛电网光曲航连])线|夹道'
const REGION =
  '自治区|自治州|自治县|开发区|新区|高新区|经济区|工业区|园区|商务区|街道办事处|街道办|街道|办事处|街办|省|市(?!场|政)|区|县|旗|镇|乡|村|屯|庄|寨|社区|居委会|村委会|大队|生产队|农场|林场|苏木|嘎查'
const POI =
  '小区|邨|花园|家园|花苑|公寓|大厦|大楼|广场|中心|新村|新城|名苑|嘉苑|佳苑|苑|公园|园|城|府|庭|湾|公馆|别墅|山庄|大酒店|酒店|宾馆|饭店|旅馆|医院|诊所|药店|学校|大学|学院|中学|小学|幼儿园|市场|商场|商城|超市|写字楼|工业园|科技园|产业园|物流园|创业园|创意园|厂|公司|集团|银行|支行|分行|营业部|营业厅|派出所|法院|车站|地铁站|火车站|客运站|机场|码头|博物馆|图书馆|体育馆|美术馆|剧院|影院|景区|寺|庙|教堂|宿舍|大院|仓库|店|楼|阁|轩|居|墅|邸|坊|郡|国际|豪庭|雅苑|雅居|华庭|名邸|名都|世纪城|天地|学府|水岸|半岛|里|港|桥|院|馆|门|站|站点|驿站|菜鸟|网吧|会所|茶楼|家属院|家属楼|办公楼|教学楼|实验楼|综合楼|商务楼|住宅楼|裙楼|塔楼'

/** A number with what it counts: 16号, 3幢, A座, 5F, 二单元, 负一层, 3-2-502. */
const FIGURE = String.raw`(?:(?:[甲乙丙丁戊附临]\s?|[东西南北中](?=\d)(?<=[路街道巷].))?[a-z]{0,2}\d{1,6}(?:[a-z]{1,2}\d{1,5})?[a-z]{0,3}|[甲乙丙丁](?=[一二三四五六七八九十])|[a-z]{1,2}(?=座|栋|幢|区|馆|楼|单元|门|口|-|\d)|[一二三四五六七八九十百零]{1,6}(?=号|栋|幢|座|单元|楼|层|期|区|组|室|弄|巷|村|队|街|门|院|梯|段|排)|(?<=单元|[号栋幢座楼层梯室])[〇零一二三四五六七八九幺两]{3,4}(?![十百千万个多元块年月])|(?:负|地下|b)[一二三四\d])`
const COUNTED =
  '号楼|号院|条|号门|号馆|号库|号铺|号房|号厅|号线|号码|号|號|弄|支弄|巷|支|栋|幢|座|单元|号单元|楼|层|室|房|户|铺|f|组团|组|区|期|街区|街坊|街|门|门口|口|梯|柜|档|摊|间|排|段|队|村|大队|小区|院|园|馆|库|厅|米|公里|店面|铺面|商铺|宿舍|车间|坊|路|大院|连|团|标'
const JOIN = String.raw`\s{0,1}(?:[\-~_./#＃、&+]|至|之){1,4}\s{0,1}`

export const NUMBERED = new RegExp(
  String.raw`(?:第)?${FIGURE}(?:${JOIN}${FIGURE}){0,5}\s{0,1}(?:(?:${COUNTED})(?:[东南西北上下左右内外后前]{1,2}(?:侧|面|边|门|首|旁|区|楼|角)?|旁边|对面|旁|附近)?|(?![a-z\d%]|[年月日时点分秒元块岁个人次折%万千度斤]))`,
  'y',
)
/** The figures of a house, door or room, with the word that says so. */
export const COUNTED_WORD = /(?:号楼|号院|号|栋|幢|座|单元|楼|层|室|房|户|弄|组|院|门|巷|f)$/
const named = (least: number) =>
  new RegExp(
    String.raw`(?:${NAMED}){${least},12}?(?:(${ROAD})(?:[东南西北中]{1,2}(?:段|路|街|侧|头)?|[一二三四五六七八九十](?:段|路|街|巷|弄)|中段)?|(${REGION})|(${POI})(?![\u4e00-\u9fff]{0,1}(?:园|城|府|苑|厦)))`,
    'y',
  )
export const NAMED_PLACE = named(1)
/** Inside an address the word may follow at once: 颐和园 and 路. */
export const NEXT_PLACE = named(0)
/** 往东300米, 南侧, 内. */
export const BESIDE =
  /(?:(?:往|向|以|正)?[东南西北]{1,2}(?:侧|面|边|端|头|口|角|部)?|交叉口|交汇处|交汇|交口|斜对面|对面|路口|楼下|楼上|顶楼|顶层|底楼|底层|门口|隔壁|旁|内|外|侧)(?:约|大约)?(?:(?:\d{1,5}|[一二三四五六七八九十百]{1,3})(?:多)?(?:米|公里|千米|m|km))?/y
/** A line that is an address and nothing else: what stands in it. */
export const LINE = /[^\n,;。!?:"“”<>*]{6,90}/g
export const LINE_WORDS = new RegExp(`${ROAD}|${REGION}|${POI}`, 'g')
/** A road with its number, or an estate with a building, where no city is named before it. */
export const ANCHOR = new RegExp(
  String.raw`(?:${NAMED}){1,8}?(?:(?:菜鸟驿站|妈妈驿站|快递驿站|丰巢柜|丰巢快递柜|快递柜|自提柜|自提点)|(?:大街|大道|公路|胡同|路|街|巷|弄|道(?=\d{1,4}号)(?<![频渠赛轨通说]道)|[一二三四五六七八九十]条)(?:[东南西北中]{0,1}段)?\s{0,1}(?:第)?(?:(?:[甲乙丙丁附临东西南北中]\s?)?[a-z]{0,1}\d{1,5}(?:[\-之]\d{1,5}){0,2}\s{0,1}(?:号|弄|巷|栋|幢|座|室|-)|[一二三四五六七八九十百零〇]{1,5}(?:号(?![线楼梯])|弄))|\d{1,3}(?:巷|弄|街|胡同|里|条|坊)\s{0,1}\d{1,5}(?:号|弄|室)|(?:小区|社区|家属院|家属区|安置房|安置区|花园|家园|公寓|大厦|广场|新村|新城|苑|城|府|庭|湾|公馆|别墅|山庄|大楼|宿舍|中心|校区|园区|里|村|邨|市场|商城|酒店|宾馆|写字楼|工业区|工业园|科技园|产业园|商务楼|站)\s{0,1}(?:[a-z]|\d{1,4}|[一二三四五六七八九十]{1,3})(?:[\-]\d{1,4}){0,3}\s{0,1}(?:号楼|栋|幢|座|单元|期|区|号|室|#)|(?:区|县|市)(?:${NAMED}){1,5}?(?:街道|镇|乡)(?=[\u4e00-\u9fff])|(?:街道|镇|乡)(?:${NAMED}){1,6}?(?:村|社区|居委会)(?=[\d一二三四五六七八九十])|(?:大街|大道|路|街|巷|弄)[,，、 ]{1,2}(?:\d{3,4}|[4-9]\d|3[2-9]|[一二三四五六七八九]?百[一二三四五六七八九十零]{0,4}|[四五六七八九]十[一二三四五六七八九]?)[号弄](?![线码文])|(?:路|街|大道|巷)[与、和跟](?:${NAMED}){1,6}?(?:路|街|大道|巷)(?:的)?(?:交叉口|交汇|交口|路口|拐角|转角))`,
  'g',
)
/** Every anchor has one of these: a number right behind a road or an estate, a town, a crossing, a place for parcels. */
export const HAS_ANCHOR =
  /[街道路巷弄][,，、 ]{1,2}[\d一二三四五六七八九百]|[街道路同巷弄段条]\s?第?[甲乙丙丁附临a-z\d一二三四五六七八九十]|[街道路巷][东西南北中]\d|\d[里坊]\s?\d|[区院房园寓厦场城苑府庭湾馆墅庄楼舍心里村邨店站]\s?[a-z\d一二三四五六七八九十]|街道|[镇乡]|驿站|丰巢柜|递柜|自提|叉口|交汇|交口|路口|[拐转]角/
/** And every such door one of these. */
export const HAS_DOOR = /[a-z\d一二三四五六七八九十](?:号楼|栋|幢|座|号院)/
/** 3栋2单元502室 without a road. */
export const DOOR =
  /(?<![\d.])(?:[a-z]{0,1}\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|号院)\s{0,1}(?:[\u4e00-\u9fff]{0,1})(?:[a-z]{0,1}\d{1,5}|[一二三四五六七八九十]{1,3}|[〇零一二三四五六七八九]{3,4})\s{0,1}(?:单元|室|层|楼|号房|号|房|门|户|梯)|(?<![\d.])(?:[a-z]{0,1}\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座)\s{0,1}[1-9]\d{2,3}(?![\d年月元块万千%:.-])/g
/** Words behind which an address follows. */
export const ANNOUNCED =
  /(?:地址|住址|居住地|家庭住址|收货地|收货地址|寄件地址|送货地址|通讯地址|户籍地|户籍|籍贯|住所|现住|位于|坐落于|坐落在|地点|位置|家住|住在|搬到|送到|寄到|寄往|发到|发往|派送至|配送至|送达)(?:地址)?(?:是在|是|在|为|改为|改成|变更为|更新为|更改为|[:=>-])?\s{0,2}["'“「【(]{0,1}/g
/** What can stand before the first word of an anchor and belong to it. */
export const LEADS = /(?:路|街|道|巷|弄|村|镇|乡|区|县|市|苑|园|城|府|里|座|期|楼|厦|场|号|栋|幢|社|庄)/
/** A firm, a school, an office: without a road or a number it is who, not where. */
export const FIRM = /(?:公司|集团|银行|支行|分行|大学|学院|中学|小学|学校|厂|医院|法院|派出所|局|委员会|协会|中心)$/
export const CAMPUS = /[院校]区$/
