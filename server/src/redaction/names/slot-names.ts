import { Woken } from '../text/woken.ts'
import { NEVER, NONE, theLexicon } from '../words/lexicon.ts'
import { GIVEN_NAMES, NO_NAMES, ROLES } from '../words/name-words.ts'
import { GIVEN } from '../words/surnames.ts'
import { NOBODY, type Told } from './told-names.ts'

// Names that their place in what people say to one another tells: 我是乐一的妈妈, 同事童话 and her number, 我姓解, 谢谢果果. For bytes that
// leave. Folded: simplified.

const HAN = String.raw`[\u4e00-\u9fff]`
const EDGE = String.raw`(?=$|[\n ,，。;；、!！?？~)）:：@])`
const KIN =
  '妈妈|爸爸|妈咪|家长|奶奶|爷爷|姥姥|姥爷|外婆|外公|监护人|班主任|同桌|舅舅|舅妈|叔叔|阿姨|姑姑|姑妈|姨妈|伯伯|婶婶|嫂子|大哥|大姐'
const WHO =
  '同事|同学|朋友|闺蜜|室友|邻居|亲戚|老乡|战友|老公|老婆|媳妇|对象|爱人|男友|女友|男朋友|女朋友|儿子|女儿|闺女|孙子|孙女|外甥|侄子|侄女|表[哥姐弟妹]|堂[哥姐弟妹]|我[妈爸姐哥弟妹婶姨舅]|大伯|姑姑|婆婆|公公|岳父|岳母|护士长|班长|组长|队长|店长|会计|出纳|村支书|支书|村长|书记|保洁|护工|月嫂|阿姨|师傅|中介|房东|租客|业主|住户|客户|用户|机主|户主|户名|收件人|收货人|寄件人|联系人|经办人|持卡人|患者|病人|病号|学生|考生|乘客|旅客|会员|车主|司机|骑手|快递员|快递小哥|业务员|经纪人|代理人|被保险人|投保人|受益人|死者|伤者|嫌疑人|来访人|访客|报案人|投诉人|报修人|店主|老板|原告|被告'
const HAS =
  '电话|手机|号码|微信|身份证|证件|账户|账号|卡号|工号|住址|反映|反馈|来电|投诉|报修|报障|称|表示|申请|预约|挂号|入院|出院|签收|拒收|没接|不接|无法接通|联系不上|打不通|的(?:电话|手机|微信|号码|身份证|护照|住址|地址|账户|卡|快递|包裹|病历|工资|档案)'

interface Slot {
  /** A text that it wakes and that has none of this is not looked at. */
  needs: RegExp
  pattern: RegExp
  score: number
  /** A word of the list may stand in it where it begins with a surname. */
  isOpen: boolean
}

const slot = (needs: RegExp, source: string, score: number, isOpen = false): Slot => ({
  needs,
  pattern: new RegExp(source, 'dg'),
  score,
  isOpen,
})

const DOUBLED = String.raw`(?<d>${HAN})\k<d>`
const SMALL = `[小阿]${HAN}`
const OPENS = String.raw`(?:^|[\n,，。!！?？~ ])`

/** Who somebody is has one of these. */
const WHO_LIKE =
  /同|友|蜜|邻|亲戚|老[乡公婆]|战友|媳|对象|爱人|[儿女孙甥侄]|[表堂]|我[妈爸姐哥弟妹婶姨舅]|大伯|姑|婆|公公|岳|[长计纳]|书记|保洁|护工|月嫂|阿姨|师傅|中介|房东|租客|业主|[户客]|机主|[件系办卡理保益嫌访案诉修]人|患者|病[人号]|[考乘旅会车司骑快业经死伤店板告]/

const SLOTS: readonly Slot[] = [
  // 我是康乐一的妈妈
  slot(
    /我是|我叫|这是|这里是|[他她]是/,
    `(?:我是|我叫|这是|这里是|他是|她是)(?<v>${HAN}{2,4}?)的?(?=${KIN}|老师|老公|老婆|爱人|同事|朋友|儿子|女儿)`,
    0.3,
  ),
  // 子轩妈妈, with what the child's parent is called by
  slot(
    /妈|爸|家长|奶奶|爷爷|姥|外[婆公]|监护|班主任|同桌|舅|叔|阿姨|姑|姨|伯|婶|嫂|大[哥姐]/,
    `(?:${OPENS}|好的|谢谢|您好|你好|辛苦|@)(?<v>${HAN}{2,3}?(?:${KIN}))`,
    -0.8,
  ),
  // 同事童话13600182295, 用户图雅反映
  slot(
    /\d{5}|电话|手机|号码|微信|证|账|卡号|工号|住址|反[映馈]|来电|投诉|报[修障]|[称约号]|表示|申请|院|[签拒]收|接|联系|打不通|的/,
    String.raw`(?:${WHO})(?:是|叫|名叫|:|：)?(?<v>${HAN}{2,4}?)(?=[ ,，:：]?\d{5}|${HAS})`,
    0.2,
    true,
  ),
  // 我女儿伊诺，…
  slot(WHO_LIKE, `(?:${WHO})(?:是|叫|名叫)?(?<v>${HAN}{2,3})${EDGE}`, -1.2),
  slot(
    /我是|我叫|叫我|喊我|备注|落款|署名|户名|名叫|[大小本真全]名/,
    `(?:我是|我叫|叫我|喊我|备注|备注名|落款|署名|户名|名叫|大名|小名|本名|真名|全名)(?:是|为|写|:|：)?(?<v>${HAN}{2,4}?)[啊呀哦哈]?${EDGE}`,
    -1,
    true,
  ),
  // 我妹念念去拿, 她儿子建平明天送来
  slot(
    WHO_LIKE,
    `(?:${WHO})(?<v>${DOUBLED}|${HAN}{2,3}?)(?=去|来|说|在|明天|今天|昨天|后天|要|会|没|不|和|跟|也|已|正|刚|帮|给|把|住)`,
    -1.4,
  ),
  // 听说海棠要结婚了, 温泉负责, 木子老师
  slot(
    /[听据]说/,
    `(?:听说|据说)(?<v>${HAN}{2,3}?)(?=要结婚|结婚|离婚|怀孕|生病|住院|辞职|离职|升职|回来|走了|搬家|要走|来了)`,
    -0.6,
    true,
  ),
  slot(
    /负责|接手|对接|跟进|值班|主讲|带队|电话|手机|微信/,
    String.raw`(?:${OPENS}|是|由|找|请|现在是|改成|换成)(?<v>${HAN}{2,3}?)(?=负责|接手|对接|跟进|值班|主讲|带队|[的]?(?:电话|手机|微信)[:： ]{0,2}[\da-z])`,
    -0.6,
    true,
  ),
  slot(/老师|医生|教练|阿姨|师傅/, `${OPENS}(?<v>${HAN}{2,3}?)(?=老师|医生|教练|阿姨|师傅)`, -1.2),
  slot(
    /[小阿]/,
    `(?:在|找|问|给|跟|和|让|叫|去)(?<v>[小阿]${HAN})(?=那[儿里]?(?:$|[,，。拿取])|手[里上]|家[里拿取])`,
    -1.2,
  ),
  slot(/[啊呀呢]/, `${OPENS}(?<v>[晓建志永秀玉桂海丽伟俊佳雨梓欣思诗文春]${HAN})(?=啊|呀|呢)`, -1.6),
  // 我姓解
  slot(
    /姓/,
    String.raw`(?:我|您|他|她|免贵|本人|师傅|老板|客户|先生|女士|贵姓|姓啥|[位个]|${OPENS})姓(?<v>${HAN})(?=$|[\n ,，。;；!！?？]|不是|的|、|叫)`,
    -0.6,
  ),
  // 谢谢果果, 妞妞生日快乐
  slot(
    /谢|辛苦|麻烦|恭喜|欢迎/,
    `(?:谢谢|多谢|感谢|辛苦|麻烦|恭喜|欢迎)(?<v>${DOUBLED}|[小阿大老]${HAN}|${HAN}[哥姐总])(?:了|啦)?${EDGE}`,
    -0.6,
  ),
  slot(
    /快乐|上好|午好|在吗|在不在|[你您]好/,
    `${OPENS}(?<v>${DOUBLED}|${SMALL}|${HAN}{2,3})(?=生日快乐|新婚快乐|早上好|下午好|晚上好|在吗|在不在|你好|您好)`,
    -1,
  ),
  slot(
    /[说呢呀啊]|来了|[今昨明]天|休假|请假|出差/,
    `${OPENS}(?<v>${DOUBLED}|${SMALL})(?=说|来了|呢|呀|啊|今天|昨天|明天|休假|请假|出差)`,
    -1.6,
  ),
]

const WOKEN = new Woken(SLOTS, ({ pattern }) => pattern)

/** Who nobody is called, alone or at either end. */
const NO_ONE =
  /^(?:祝|马上|但|求|由[我你您他她它]|[我你您他她它咱俺这那哪谁本该各每全没无不未已请的地得了着过和与及或跟在从对把被让给是叫说要想会能可以就都也还又再很太最多少祝]|一[个位名]|什么|怎么|为什么|如何|电话|手机|号码|姓名|名字|地址|信息|资料|经理|方便|时间|情况|问题|孩子|宝宝|宝贝|亲爱|同学|老师|全职|单亲|大家|谢谢|感谢|妈妈|爸爸|爸比|哥哥|姐姐|弟弟|妹妹|爷爷|奶奶|姥姥|公公|婆婆|叔叔|伯伯|舅舅|姑姑|看看|想想|试试|等等|天天|常常|刚刚|慢慢|好好|早早|偏偏|明明|仅仅|哈哈|呵呵|嘻嘻|嘿嘿|嗯嗯|哦哦|恩恩|对对|是是|行行|拜拜|么么|亲亲|抱抱|小时|小心|小姐|小朋友|小哥|小区|小孩|小姨|小号|小头|小资|大哥|大姐|大叔|大爷|大妈|大神|大佬|大白|大王|大号|阿姨|老板|老公|老婆|老大|老人|老铁|老哥|老弟|老乡|老天|老爷|帅哥|美女|帅总|本人|客服|人工|机器|自己|对方|男|女)|(?:[的了吗呢吧啊呀哦么们着过是在有没不要会能个些里上下号码元块钱年日分]|电话|手机|地址|信息|姓名|经理|要求|需要|方便|联系|时间)$/

/** A word this common is none, a rarer one may be. */
const COMMON = 36
/** What the characters of a given name may cost together (lexicon.ts). */
const GIVEN_COST = 62
const ONLY_COST = 36

/** Its node in the word list, 0 = it is no word. */
function nodeOf(word: string): number {
  const lexicon = theLexicon()
  let node = 0
  for (let i = 0; i < word.length; i += 1) {
    node = lexicon.next(node, word.charCodeAt(i))
    if (node <= 0) return 0
  }
  return lexicon.costAt(node) === NONE ? 0 : node
}

/** Classes of words that say when, how and how many: 听说明天回来 names nobody, however a surname begins 明天. */
const NO_NOUN = new Set([...'tdprmva'].map((letter) => letter.charCodeAt(0)))

/** A word that may not stand for a person: too common, no noun, or what somebody is. */
function isWordOnly(name: string, isOpen: boolean): boolean {
  const node = nodeOf(name)
  if (node === 0) return false
  const lexicon = theLexicon()
  if (lexicon.costAt(node) < (isOpen ? MOST_COMMON : COMMON)) return true
  return ROLES.has(name) || NO_NOUN.has(lexicon.classAt(node))
}

/** Made like a name: 解, 小满, 果果, 伊诺, 康乐一. */
export function isPerson(name: string, isOpen: boolean): boolean {
  if (NO_ONE.test(name) || NOBODY.test(name)) return false
  if (name.length === 1) return surnameCost(name) !== NONE && name !== '名'
  if (GIVEN_NAMES.has(name)) return true
  if (isWordOnly(name, isOpen)) return false
  const [first = '', second = ''] = name
  if (name.length === 2 && (first === second || '小阿老大'.includes(first) || '哥姐总'.includes(second)))
    return !NO_NAMES.has(name)
  if (name.length === 2 && GENERATION.includes(first) && isGiven(name)) return true
  return surnameCost(name) !== NONE
    ? isGiven(name.slice(name.length === 4 ? 2 : 1))
    : [...name].every((char) => GIVEN.has(char))
}

/** What many given names begin with: 晓光, 建平. */
const GENERATION = '晓建志永秀玉桂丽伟俊佳雨梓欣思诗春国红淑美'

/** 方便, 成功: a word that everybody says is no name even where one has to stand. */
const MOST_COMMON = 28

function surnameCost(name: string): number {
  return theLexicon().surname[name.charCodeAt(0)] ?? NONE
}

function isGiven(given: string): boolean {
  const { only, first, second } = theLexicon()
  if (given.length === 1) return (only[given.charCodeAt(0)] ?? NEVER) <= ONLY_COST
  return (first[given.charCodeAt(0)] ?? NEVER) + (second[given.charCodeAt(1)] ?? NEVER) < GIVEN_COST
}

const CALLED_BY = new RegExp(`(?<=..)(?:${KIN})$`)

export function slotNames(plain: string, meter: { steps: number }): Told[] {
  const told: Told[] = []
  for (const { needs, pattern, score, isOpen } of WOKEN.in(plain)) {
    if (!needs.test(plain)) continue
    pattern.lastIndex = 0
    meter.steps += 1
    for (let one = pattern.exec(plain); one !== null; one = pattern.exec(plain)) {
      meter.steps += one[0].length
      const [start = 0, end = 0] = one.indices?.groups?.v ?? []
      const name = plain.slice(start, end).replace(CALLED_BY, '')
      pattern.lastIndex = Math.max(one.index + 1, start)
      if (name.length > 0 && isPerson(name, isOpen)) told.push({ start, end, score })
    }
  }
  return told
}
