import { LONGEST_WORD, type Stretch } from '../words/division.ts'
import { NONE } from '../words/lexicon.ts'
import { GIVEN_NAMES, NO_NAMES } from '../words/name-words.ts'
import { GIVEN } from '../words/surnames.ts'

// What people call one another without a surname: 小雯, 阿梅, 婷婷, 舟哥, 嘉欣. Weak: only the words around make one likely.

/** Behind one character: 舟哥, 蛋总, 贝爷. */
const CALLED = new Set('哥姐爷叔姨嫂妹弟')
/** A character that is hardly ever a word by itself, as a cost. */
const RARELY = 30
/** A word of two characters this rare may as well be a name. */
const RARE = 38

/** What each form is worth by itself, in nats: the words around it decide. */
const WORTH = {
  called: -2.2,
  small: -1.75,
  doubled: -2.15,
  given: -2.25,
  homely: -2.9,
  other: -3.2,
  child: -0.4,
  elder: -1.8,
} as const

/** Behind a child's name: 糖糖妈妈, 小宇爸爸; and behind a relative's: 建国舅舅. */
const KIN =
  /^(?:妈妈|爸爸|妈|爸|奶奶|爷爷|外婆|外公|姥姥|姥爷|家长|同学|小朋友|舅舅|舅妈|叔叔|阿姨|姑姑|姑妈|姨妈|伯伯|婶婶|嫂子|哥哥|姐姐|师傅|老师)/
/** The same in one character, behind what is said twice: 欢欢姐, 乐乐哥. */
const OLDER = /^[姐哥叔姨婶嫂](?![妹弟们])/
/** 妈妈 … by themselves. */
const FAMILY = new Set('妈爸爷奶姥公婆姐哥弟妹叔舅姑姨宝家娃老学')
/** Before 红姐, 军哥: an edge, or whom one speaks with. */
const TO_SOMEBODY = new Set('跟和问找叫让请给被是等与谢到')
/** 红姐, 军哥, 梅姨: what somebody older is called by. */
const ELDERS = '哥姐姨叔嫂婶爷'
/** Said twice, of these a child or a friend is called: 豆豆, 可可, 舟舟. */
const PETS = new Set(
  '欢豆糖果花毛妞圆球贝蛋牛虎熊兔猫鱼米饼桃杏莓栗橙柚瓜苗朵叶草丫仔团嘟咪壮胖甜暖糯奶可七舟帆萝笑安宁贞凡星辰阳恬苒冉念初芽泡元灿畅跃腾奇威航',
)
/** What country children are called, and friends among themselves. */
const HOMELY: ReadonlySet<string> = new Set(
  '二狗 狗蛋 狗剩 铁柱 铁蛋 大壮 栓子 柱子 翠花 虎子 黑蛋 毛蛋 三胖 二胖 小胖 大胖 胖虎 阿呆 傻柱 大头 大毛 二毛 三毛 小毛 狗子 强子 军子 刚子 涛子 勇子 辉子 磊子 峰子 超子 猴子 胖子 瘦子 秃子 麻子 大熊 大鹏 大伟 大强 大军 大刚 大勇 大明 大龙 大山 大虎 大海 大宝 二宝 三宝 大妞 二妞 小妞 大丫 二丫 三丫 丫丫 老幺 幺妹 满崽 伢子 细妹'.split(
    ' ',
  ),
)
/** 第2小题, 三七七: before a count or a name of figures. */
const NUMERAL = /[\d第一二两三四五六七八九十百千万几]/
const HOMELY_FIRST: ReadonlySet<number> = new Set([...HOMELY].map((word) => word.charCodeAt(0)))
/** Words between words, and things: of 小的 and 阿了 nobody is called. */
const NO_SMALL = new Set(
  '的了在是吗呢吧啊哦们我你他她它这那不也都很就还又太再和与或及得着过到说要会能可以为从把被让给对个些点么什样时候号数学区题节组类型段章票图表店屋院楼道桥河镇村城校班车船机具器品吃食菜饭汤包袋盒瓶杯碗锅箱柜床桌椅门窗灯球棒刀剑枪炮字句词课书本笔纸钱块片条根棵颗粒件只双份层格圈洞坑坡路街巷声步跑跳睡觉喝玩笔伞帽鞋袜衣裤裙布毯枕病伤疼痛错误事情活忙累贵便宜改动变涨跌降升',
)

/** Worth of the two characters at `at` as a nickname, null = they are none. */
export function nickAt(stretch: Stretch, at: number): number | null {
  const worth = worthAt(stretch, at)
  if (worth === null) return null
  const [a, b] = [stretch.plain.charAt(at), stretch.plain.charAt(at + 1)]
  const isNobody = NO_NAMES.has(a + b) || (CALLED.has(b) && ANYBODY.has(a)) || isThing(stretch.plain, at)
  return isNobody ? null : worth
}

/** By its form. */
function worthAt(stretch: Stretch, at: number): number | null {
  const { plain, unit, lexicon, start, end, cost, cut } = stretch
  if (at + 2 > end || cut[at + 2 - start] === 0 || cut[at - start] === 0) return null
  const a = plain.charAt(at)
  const b = plain.charAt(at + 1)
  if (a === b && !FAMILY.has(b) && /^(?:小朋友|同学|宝宝)/.test(plain.slice(at + 2, at + 5))) return WORTH.child
  if (HOMELY_FIRST.has(unit[at] ?? 0) && HOMELY.has(a + b)) return WORTH.homely
  if (a === b && !FAMILY.has(b) && (GIVEN.has(a) || PETS.has(a)) && OLDER.test(plain.slice(at + 2, at + 5)))
    return WORTH.child
  const word = cost[(at - start) * LONGEST_WORD + 1] ?? NONE
  if (word < RARE) return null
  const isGiven = GIVEN_NAMES.has(a + b)
  if ((a === b || a === '小' || isGiven) && !FAMILY.has(b) && KIN.test(plain.slice(at + 2, at + 5))) return WORTH.child
  if (ELDERS.includes(b) && GIVEN.has(a) && (at === start || TO_SOMEBODY.has(plain.charAt(at - 1)))) return WORTH.elder
  if (a === b && GIVEN.has(a)) return WORTH.doubled
  const isOne = a === b || a === '小' || a === '阿'
  if (isOne && NUMERAL.test(plain.charAt(at - 1))) return null
  if (a === b) return PETS.has(a) ? WORTH.homely : null
  if (isOne) return smallOf(b, word, lexicon.costOfLone(unit[at + 1] ?? 0))
  if ((b === '子' || b === '儿') && GIVEN.has(a) && a !== '金' && a !== '木') return WORTH.small
  if (CALLED.has(b)) return lexicon.costOfLone(unit[at] ?? 0) >= RARELY ? WORTH.called : null
  return isGiven ? WORTH.given : null
}

/** Of 俺哥, 帅哥, 美姐 nobody is called. */
const ANYBODY = new Set('俺咱你我他她的帅靓美型辣老表堂大二三四五六七八九亲干师学')

/** 什么东东, 喜洋洋: a thing and a mood. */
function isThing(plain: string, at: number): boolean {
  if (plain.startsWith('东东', at)) return /[的么好啥多种个些]/.test(plain.charAt(at - 1))
  return plain.startsWith('洋洋', at) && /[喜暖懒美气意]/.test(plain.charAt(at - 1))
}

/** 小雯, 阿梅; 小柯, 小猪: no word of the list, and no word between words in it. */
function smallOf(name: string, word: number, lone: number): number | null {
  if (GIVEN.has(name)) return WORTH.small
  return word === NONE && lone >= RARELY - 6 && !NO_SMALL.has(name) && !FAMILY.has(name) ? WORTH.other : null
}

/** Whom one greets or thanks, or speaks with, right before. */
const GREETS =
  /(?:谢谢|谢|感谢|辛苦|麻烦|晚安|早安|早上好|好的|收到|亲爱的|恭喜|祝|哎|喂|嘿|嗨|请问|转告|叫上|喊|叫|找|问|跟|和|让|给|被|等|帮|替|陪|约|想)$/
/** What somebody says or does, right behind. */
const DOES_NOW = new Set('说在去来把跟和给要的今昨明刚又也还没不让被请你到家发帮已是')
const CALLS = /^(?:$|[,!~。?？！，.、:：…\n 了啦呀啊哦])/

/** How much likelier a nickname is where one is called, greeted or spoken of: 婷婷，…; 晚安七七; 叫玲子别等. In nats. */
export function placeOf({ plain, start, end }: Stretch, at: number, to: number): number {
  const opens = at === start
  const closes = to === end || '了啦呀啊哦'.includes(plain.charAt(to))
  const greeted = !opens && GREETS.test(plain.slice(Math.max(start, at - 3), at))
  if (opens && closes) return CALLS.test(plain.charAt(to)) ? 1.2 : 0
  if (greeted) return closes ? 1.2 : 0.8
  return opens && DOES_NOW.has(plain.charAt(to)) ? 0.8 : 0
}
