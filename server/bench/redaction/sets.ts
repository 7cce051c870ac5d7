import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { soundsForeign } from '#redaction'
import { sharedData } from '#test/shared'

// The labelled sets of the shared data (their README: offsets in UTF-16, labels each source's own), and what of them a class holds.

export interface Entity {
  start: number
  end: number
  label: string
}

export interface Line {
  text: string
  entities: Entity[]
}

export interface LabelledSet {
  name: string
  lines: Line[]
}

export function loadSets(wanted: readonly string[] = []): LabelledSet[] {
  const dir = sharedData('pii')
  if (dir === null) return []
  return readdirSync(dir)
    .filter((file) => file.endsWith('.jsonl.gz'))
    .map((file) => ({ file, name: file.replace('.jsonl.gz', '') }))
    .filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ file, name }) => ({ name, lines: linesOf(join(dir, file)) }))
}

function linesOf(path: string): Line[] {
  // {text, entities}, one object a line, says the README of the sets
  const text = gunzipSync(readFileSync(path)).toString('utf8').trim()
  return text.split('\n').map((line) => JSON.parse(line) as Line)
}

export interface Class {
  name: string
  labels: readonly string[]
  kinds: readonly string[]
  /** Of the labelled places only these. */
  only?: (written: string) => boolean
}

const PHONES = ['mobile', 'landline', 'phone']
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺岳'
/** 张三, 欧阳娜娜: two to four characters behind a surname. The rest are nicknames, Latin and transliterated names. */
const ordinary = (written: string): boolean =>
  (/^\p{Script=Han}{2,3}$/u.test(written) && surnames.includes(written.charAt(0))) ||
  /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木)\p{Script=Han}{1,2}$/u.test(written)

const isLatin = (written: string): boolean => /[A-Za-z]/.test(written)
/** 德罗巴, 让·雅克·卢梭 */
const isTransliterated = (written: string): boolean =>
  !isLatin(written) && (/[·•.]/.test(written) || (written.length > 1 && soundsForeign(written)))

const NAMES = ['name', 'PER.NAM', 'PER', 'NAME', 'person', 'PERSON']
const ADDRESSES = ['address']

/** A place that locates: it has a number, or a road, building, estate or shop; a bare city or country need not go. */
const locating = (written: string): boolean =>
  /\d|[路街道巷弄号栋幢楼室]/.test(written) && written.length >= 5 && !/^.{2,3}街道$/.test(written)

export const CLASSES: readonly Class[] = [
  { name: 'name', labels: NAMES, kinds: ['name'] },
  { name: 'name, surname form', labels: NAMES, kinds: ['name'], only: ordinary },
  { name: 'name, other form', labels: NAMES, kinds: ['name'], only: (written) => !ordinary(written) },
  { name: 'name, Latin', labels: NAMES, kinds: ['name'], only: (written) => !ordinary(written) && isLatin(written) },
  {
    name: 'name, transliterated',
    labels: NAMES,
    kinds: ['name'],
    only: (written) => !ordinary(written) && isTransliterated(written),
  },
  {
    name: 'name, nickname',
    labels: NAMES,
    kinds: ['name'],
    only: (written) => !ordinary(written) && !isLatin(written) && !isTransliterated(written),
  },
  { name: 'phone', labels: ['phone', 'PHONE_NUMBER'], kinds: PHONES },
  { name: 'id', labels: ['id_number', 'US_SSN'], kinds: ['id'] },
  { name: 'card', labels: ['bank_card', 'CREDIT_CARD', 'IBAN_CODE'], kinds: ['card'] },
  { name: 'email', labels: ['email', 'EMAIL_ADDRESS'], kinds: ['email'] },
  { name: 'passport', labels: ['passport'], kinds: ['passport'] },
  { name: 'plate', labels: ['license_plate'], kinds: ['plate'] },
  { name: 'ip', labels: ['IP_ADDRESS'], kinds: ['ip'] },
  { name: 'url', labels: ['DOMAIN_NAME'], kinds: ['url'] },
  { name: 'address, locating', labels: [...ADDRESSES, 'STREET_ADDRESS'], kinds: ['address'], only: locating },
  { name: 'address element: road', labels: ['road', 'subRoad', 'subroad'], kinds: ['address'] },
  { name: 'address element: roadno', labels: ['roadno', 'subroadno', 'subRoadno'], kinds: ['address'] },
  { name: 'address element: houseno', labels: ['houseno'], kinds: ['address'] },
  { name: 'address element: cellno', labels: ['cellno'], kinds: ['address'] },
  { name: 'address element: floorno', labels: ['floorno'], kinds: ['address'] },
  { name: 'address element: roomno', labels: ['roomno'], kinds: ['address'] },
  { name: 'address element: poi', labels: ['poi', 'subpoi'], kinds: ['address'] },
  { name: 'address element: community', labels: ['community'], kinds: ['address'] },
]
