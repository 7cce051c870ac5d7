import { FOREIGN_WORDS } from './foreign-words.ts'
import { MINORITY_NAMES } from './minority-names.ts'

// Given names and surnames from abroad as everybody writes them in Chinese; most read as words of the dictionary, so that their sound
// alone does not show them. Written for this detector. Folded: simplified.

const WESTERN_NAMES: ReadonlySet<string> = new Set(
  `${MINORITY_NAMES}
大卫 戴维 汤姆 汤米 杰克 约翰 约翰尼 强尼 玛丽 玛丽亚 玛利亚 彼得 保罗 麦克 迈克 迈克尔 麦克斯 杰森 凯文 亚当 安娜 露西 莉莉 艾米 丽莎 丽萨 琳达 珍妮 珍妮弗 詹妮弗 苏珊 苏茜 爱丽丝 艾丽丝 爱丽思 安妮 安吉拉 安琪拉
约翰逊 史密斯 威廉 威廉姆 威廉姆斯 查理 查尔斯 乔治 亨利 罗伯特 鲍勃 詹姆斯 吉姆 吉米 丹尼 丹尼尔 马克 马库斯 史蒂夫 史蒂文 斯蒂芬 史蒂芬 布莱恩 托尼 安迪 安东尼 比尔 本杰明 艾伦 艾伯特 阿尔伯特 凯特 凯瑟琳 凯西 海伦 海伦娜
艾玛 艾米丽 艾米莉 索菲 索菲亚 苏菲 奥利维亚 伊莎贝拉 夏洛特 格蕾丝 维多利亚 泰勒 安德鲁 安德烈 亚历克斯 艾利克斯 亚历山大 雷蒙德 克里斯 克里斯汀 克里斯蒂娜 瑞秋 蕾切尔 莫妮卡 罗斯 露丝 钱德勒 乔伊 乔伊斯 菲比 杰西卡 杰西
黛比 曼迪 温迪 妮娜 蒂娜 缇娜 艾薇 露娜 米娅 朱莉 朱莉娅 朱丽叶 凯莉 雪莉 谢莉 雪伦 莎拉 萨拉 莎莎 桑德拉 桑尼 萨姆 塞缪尔 萨曼莎 本森 贝拉 贝蒂 贝琳达 芭芭拉 布兰妮 布莱克 布鲁斯 布鲁诺 卡尔 卡尔文 卡洛斯 卡罗尔 卡罗琳 卡米拉
辛迪 辛西娅 克莱尔 科林 科尼 达伦 戴安娜 黛安娜 丹妮斯 丹尼斯 黛西 道格拉斯 唐娜 唐纳德 多拉 艾迪 爱德华 爱德华兹 埃德加 埃里克 艾瑞克 埃琳娜 艾琳 艾琳娜 艾莉 艾莉森 伊丽莎白 埃文 伊万 伊恩 费利克斯 菲奥娜 弗兰克 弗兰西斯 弗雷德
弗雷迪 加里 盖瑞 加布里埃尔 杰夫 杰弗里 杰拉德 杰瑞 杰里 杰米 吉娜 格林 格雷 格雷格 格雷戈里 汉娜 哈利 哈里 哈维 哈罗德 哈德森 霍华德 休伊 雨果 艾维斯 杰奎琳 杰克逊 雅各布 詹姆士 简妮 珍妮特 琼斯 约瑟夫 约瑟芬 约书亚 乔纳森 乔丹 胡安
贾斯汀 贾斯丁 凯伦 凯恩 基思 肯尼 肯尼斯 金伯利 凯尔 拉里 劳拉 劳伦 劳伦斯 李察 莱昂 利奥 里奥 利奥纳多 莱拉 莱斯利 丽兹 洛根 罗拉 洛伦佐 路易 路易斯 路易莎 卢卡斯 卢克 露西亚 玛莎 玛格丽特 玛姬 玛吉 马丁 马修 马文 梅根 梅丽莎 米歇尔 米兰达
米莉 莫莉 摩西 娜塔莎 娜塔莉 内森 尼尔 尼克 尼古拉斯 尼古拉 妮可 诺亚 诺拉 诺曼 奥利弗 奥斯卡 奥斯汀 欧文 帕梅拉 帕特里克 帕特 派翠克 波莉 菲尔 菲利普 菲利克斯 瑞贝卡 丽贝卡 里卡多 理查德 瑞克 里克 罗宾 罗杰 罗纳德 罗恩 罗莎 罗西 罗素 鲁比 赖安 瑞恩
赛琳娜 塞琳娜 肖恩 西蒙 西西莉亚 斯嘉丽 斯黛拉 史黛西 斯图尔特 西尔维娅 塔尼亚 特蕾莎 特瑞 西奥 西奥多 托马斯 蒂姆 蒂莫西 托德 特雷西 翠西 特里 泰德 瓦妮莎 维克 维克多 文森特 文森 薇薇安 维维安 沃尔特 韦恩 韦斯利 威尔 威利 威尔逊 温斯顿 扎克 佐伊 泽维尔
布朗 米勒 戴维斯 威尔森 安德森 汤普森 汤普逊 怀特 哈里斯 克拉克 刘易斯 罗宾逊 沃克 艾伦斯 斯科特 亚当斯 贝克 尼尔森 卡特 米切尔 罗伯茨 特纳 菲利普斯 坎贝尔 帕克 埃文斯 柯林斯 斯图亚特 莫里斯 罗杰斯 里德 库克 摩根 贝尔 墨菲 贝利 库珀 理查森 霍华德 彼得森
伊万诺夫 彼得罗夫 瓦西里 谢尔盖 德米特里 弗拉基米尔 尤里 奥尔加 斯维特拉娜 塔季扬娜 卡佳 娜杰日达 阿列克谢 米哈伊尔 汉斯 克劳斯 弗里茨 皮埃尔 让娜 弗朗索瓦 雅克 胡里奥 何塞 佩德罗 迭戈 费尔南多 玛利奥 马里奥 乔瓦尼 路易吉 朱塞佩 穆罕默德 默罕默德 阿里木 艾哈迈德 哈桑 法蒂玛 阿米尔 拉吉 普里亚
`
    .trim()
    .split(/\s+/),
)

const LONGEST = 5
/** The first two units of each. */
const begins = new Set([...WESTERN_NAMES].map((name) => pairOf(name, 0)))
function pairOf(text: string, at: number): number {
  return text.charCodeAt(at) * 0x8000 + text.charCodeAt(at + 1)
}
/** 马克思, 乔治亚, 约翰内斯堡, 威廉希尔: longer words that begin with one. */
const LONGER =
  /^(?:马克思|马克杯|威尔士|威廉希尔|威廉王子|加里曼丹|保罗纸|哈里发|哈利波特|哈利路亚|乔丹鞋|卡尔顿|路易十|摩根大|布朗熊|布朗运|贝尔格|玛丽黛|凯恩斯|贝克汉)/

/** Behind the longest of them at `at`, or 0. */
export function westernNameAt(plain: string, at: number, end: number): number {
  if (!begins.has(pairOf(plain, at))) return 0
  for (let to = Math.min(end, at + LONGEST); to >= at + 2; to -= 1) {
    if (!WESTERN_NAMES.has(plain.slice(at, to))) continue
    for (let more = Math.min(end, to + 4); more > to; more -= 1) if (FOREIGN_WORDS.has(plain.slice(at, more))) return 0
    return LONGER.test(plain.slice(at, at + 4)) ? 0 : to
  }
  return 0
}

/** Also a town, a brand or a fashion: a person only beside 先生, or where the words around say so. */
export function isPersonBehind(plain: string, to: number): boolean {
  return /^(?:先生|女士|小姐|太太|夫人|教授|博士|医生|老师|经理)/.test(plain.slice(to, to + 2))
}
