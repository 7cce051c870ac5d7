import { Woken } from '../text/woken.ts'
import { NONE, theLexicon } from '../words/lexicon.ts'

// Names that the form of a text tells, whatever they are made of: behind 联系人：, 我叫, 网名叫, and behind @. For bytes that leave.
// Folded: simplified.

/** A name in the fold, and how likely one, in nats. */
export interface Told {
  start: number
  end: number
  score: number
}

const NAME = String.raw`(?<v>[\u4e00-\u9fff](?:[\u4e00-\u9fff]|[·.](?=[\u4e00-\u9fff])){1,5})`
const EDGE = String.raw`(?=[ \u2005]{0,2}(?:$|[\n,，。;；、/|)）!！?？"”」]|\d|(?:先生|女士|电话|手机|身份证|tel)))`
const LABELLED = new RegExp(
  `(?:姓名|联系人|收件人|收货人|寄件人|经办人?|审核人|申请人|户主|户名|业主|签名|署名|报案人|报警人|投诉人|患者|昵称|网名|微信名|群昵称|花名|艺名|真名|本名|曾用名|别名|小名|乳名|外号|绰号|签收人?|收款人|付款人|汇款人|持卡人|开户人|机主|车主|法人|法定代表人|代表人|乘客|旅客|房东|租客|租户|顾客|客户|会员|家长|监护人|学员|学生|担保人|紧急联系人|班主任|主治医师|主治医生|医师|医生|护士|司机|快递员|骑手|客户经理|来访人|访客|被保险人|投保人|受益人|证人|当事人|嫌疑人|原告|被告|代理人|委托人|见证人|值班人?|负责人|责任人|报修人|预约人|就诊人|入住人|订房人|预订人|领取人|借款人|出借人|配偶|父亲|母亲|儿子|女儿|记录人|复核人?|登记人|制单|送货人)[:：][ ]{0,2}${NAME}${EDGE}`,
  'dg',
)
/** 姓名张三性别男: a form without signs between its fields. 姓名和联系电话 only names two of them. */
const FIELD =
  /(?:姓名|名字)(?<v>(?![和及与或](?:联系|家庭|通讯|紧急|身份|预留|常用))[\u4e00-\u9fff]{2,4}?)(?=性别|民族|年龄|出生|身份证|证件|住址|地址|电话|手机|联系)/dg
/** 张 三丰, 林 晓 雨: with spaces, behind a word or alone in a line. */
const SPACED =
  /(?:(?<=^|\n)|(?<=(?:姓名|联系人|收件人|收货人|签收人|经办人|客户|患者|户主|机主|我叫|我是|叫)[:： ]{0,2}))(?<v>[\u4e00-\u9fff][ ]{1,3}(?:[\u4e00-\u9fff][ ]{1,3}[\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}))(?=$|[\n,，。;；、!！:：\d(（])/dg
const CALLED = new RegExp(
  String.raw`(?:我叫|他叫|她叫|名叫|名字叫|名字是|外号叫?|绰号叫?|小名叫?|乳名叫?|花名叫?|网名叫?|昵称叫?是?|都叫[我他她]|人称|人送外号)["“「]?${NAME}(?=["”」]?(?:$|[\n ,，。;；、!！)）]))`,
  'dg',
)
const CALL_ME = new RegExp(
  `(?:叫|喊)我["“「]?${NAME.replace('{1,5}', '{1,3}?')}["”」]?(?=就行|就好|就可以|吧|即可)`,
  'dg',
)
/** 周末同学, 石磊先生: an edge, a word that begins with a surname, and what a person is called by. */
const ADDRESSED =
  /(?<=^|[\n,，。;；、@ ]|班主任|学生|业主|患者|客户|机主|乘客|会员|尊敬的|亲爱的)(?<v>[\u4e00-\u9fff]{2,3})(?=同学|小朋友|先生|女士|小姐)/dg
const NOT_ADDRESSED =
  /^(?:鲁迅|孔子|孟子|高[中一二三]|初[中一二三]|全[体班校]|任何|广大|所有|有[些的]|部分|各[位个]|同班|年轻|单身|成年|时尚|路过|那[位个]|这[位个]|几[位个]|双[胞方]|应届|方便|常[来去]|一[位个]|[男女老新小]同|家[长有])/
/** @老狼 … as chats write whom they speak to. @SUM(A1:A9) is a sheet's. */
const MENTION =
  /(?<![a-z\d._\-@])@(?<v>[\u4e00-\u9fffa-z\d_·~-]{2,20})(?![\u4e00-\u9fffa-z\d_·~-]|\.[a-z]|\([a-z]{1,3}\d)/dg
/** Behind @, and no one. */
const EVERYBODY = /^(?:all|here|everyone|everybody|channel|team|group|admin|support|me|you|home|work|[\d_~-]+)$/

export const NOBODY =
  /^别?人[帮给]|^[你我他她][给起俩们帮去来再先也都就不把在能要会]|^(?:所有人|全体成员|全员|大家|各位|无|暂无|没有|未知|不详|保密|匿名|同上|本人|略|待定|待补|见下|如下|客服|人工客服|官方客服|机器人|管理员|群主|先生|女士|男|女|已填|已核实|未填|什么|啥|本单位|门卫|前台|家人|亲属|邻居|保安|物业|同事|快递柜|丰巢|驿站|代收点|代收|本人签收|已签收|高层|高管|方便|安全|成功|时间|金额|明细|须知|权益|服务|信息|名单|我自己|自己|他|她|回家|起床|吃饭|爸爸|妈妈|老师|宝贝|亲爱的|哥|姐)$|[部科处组司店室局厅院校行社厂](?:门|家)?$|[吗呢吧了呀么]$|公司|中心|集团|银行|官方|微博|新闻|客服|小助手|助手|旗舰|网$|报$|台$|频道|汽车|杂志|周刊|新浪|网易|搜狐|腾讯|淘宝|天猫|京东|百度|小米|华为|联想|电影|音乐|美食|旅游|娱乐|体育|财经|房产|家居|数码|科技|在线|中国|北京|上海|广州|深圳|俱乐部|论坛|协会|基金|品牌|游戏|视频|微博|商城|酒店|餐厅|服务/

/** Behind 昵称 and @ a name may be any word; elsewhere a common one (联系人：经理) is none. */
const COMMON = 33

function isSurname(name: string): boolean {
  return (theLexicon().surname[name.charCodeAt(0)] ?? NONE) !== NONE
}

function isWord(word: string): boolean {
  const lexicon = theLexicon()
  let node = 0
  for (let i = 0; i < word.length; i += 1) {
    node = lexicon.next(node, word.charCodeAt(i))
    if (node <= 0) return false
  }
  return lexicon.costAt(node) < COMMON
}

interface Form {
  pattern: RegExp
  score: number
  isName: (written: string) => boolean
}

const isAny = (name: string): boolean => !NOBODY.test(name) && !EVERYBODY.test(name)
const isNamed = (name: string): boolean => isAny(name) && (!isWord(name) || (name.length < 4 && isSurname(name)))
const isSpaced = (written: string): boolean => {
  const name = written.replaceAll(' ', '')
  return isSurname(name) && !NOBODY.test(name) && !isWord(name)
}
const isAddressed = (name: string): boolean => isSurname(name) && !NOT_ADDRESSED.test(name) && !NOBODY.test(name)

const FORMS = new Woken<Form>(
  [
    { pattern: LABELLED, score: 0.2, isName: isNamed },
    { pattern: FIELD, score: 0.6, isName: isAny },
    { pattern: SPACED, score: -1, isName: isSpaced },
    { pattern: CALLED, score: -0.2, isName: isNamed },
    { pattern: ADDRESSED, score: -1, isName: isAddressed },
    { pattern: CALL_ME, score: -0.2, isName: isAny },
    { pattern: MENTION, score: -1.2, isName: isAny },
  ],
  ({ pattern }) => pattern,
)

export function toldNames(plain: string, meter: { steps: number }): Told[] {
  const told: Told[] = []
  for (const { pattern, score, isName } of FORMS.in(plain)) {
    pattern.lastIndex = 0
    for (let one = pattern.exec(plain); one !== null; one = pattern.exec(plain)) {
      meter.steps += one[0].length
      const [start = 0, end = 0] = one.indices?.groups?.v ?? []
      if (isName(plain.slice(start, end))) told.push({ start, end, score })
    }
  }
  return told
}

const LIST = /[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){1,19}/g
/** Before a list of people. */
const PEOPLE =
  /(?:同学|学生|学员|家长|人员|人|名单|同事|同志|老师|员工|乘客|住户|业主|邀请|出席|参会|到场|请假|迟到|缺席|未到|未交|未签|入选|获奖|恭喜|祝贺|感谢|表扬|抄送|签收人|值班)[\u4e00-\u9fff]{0,6}(?:有|是|为|:)?[: ]{0,2}$/
/** Behind the last of a list. */
const BEHIND_LIST = /(?:[两二三四五六七八九十\d]{1,2}[人位名个]|等|同学|同志|老师|都|也|请|已|没|来|去|在|的)/

/** In a list of people a word like 成功 is somebody. */
const NOT_LISTED =
  /^(?:其他|其余|以及|家长|老师|同学|学生|领导|员工|客户|同事|等等|各位|姓名|电话|地址|身份证|手机)|[部科处组司店室局厅院校社厂级班]$|公司|中心|集团|银行/

/** 石磊、舒畅、米兰三人: what stands between two 、 beside a name and begins with a surname. `sure`: where likely names stand. */
export function listedNames(plain: string, sure: readonly { start: number; end: number }[]): Told[] {
  const told: Told[] = []
  const names = new Set(sure.map(({ start, end }) => `${start} ${end}`))
  LIST.lastIndex = 0
  for (let list = LIST.exec(plain); list !== null; list = LIST.exec(plain)) {
    let at = list.index
    const items = list[0].split('、').map((item, i, all) => {
      const start = at
      at += item.length + 1
      const cut = i === all.length - 1 ? item.search(BEHIND_LIST) : -1
      return { start, end: start + (cut > 1 ? cut : item.length) }
    })
    const known = items.filter(({ start, end }) => names.has(`${start} ${end}`))
    // a list of people has more than one, or few others, or is said to be one
    const isPeople = PEOPLE.test(plain.slice(Math.max(0, list.index - 14), list.index))
    const isAllNamed =
      items.length > 2 && items.every(({ start, end }) => end - start < 4 && isSurname(plain.slice(start, end)))
    const isTold = isPeople && (known.length > 0 || isAllNamed)
    if ((known.length * 2 < items.length - 1 || known.length === 0) && !isTold) continue
    for (const item of items) {
      const name = plain.slice(item.start, item.end)
      const isAny = isTold || (name.length < 4 && isSurname(name))
      if (isAny && !(isTold ? NOT_LISTED : NOBODY).test(name)) told.push({ ...item, score: isTold ? 1 : -1.5 })
    }
  }
  return told
}
