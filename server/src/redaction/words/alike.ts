import { readingsOf } from './readings.ts'

// Characters that are typed for one another in names: they sound alike (晓 小), nearly alike (晨 成) or look alike (沫 沬, 己 已).

export type Likeness = 'same' | 'sound' | 'near' | 'shape'

/** Groups of characters that are taken for one another by the eye; those that sound alike are known by their sounds. */
const SHAPES =
  '涂凃 坤堃 哲喆 升昇 宁甯 峰峯 果菓 佩珮 村邨 苏甦 浚濬 佑祐 群羣 启啟 钜巨 勋勛 麟麐 栢柏 韵韻 己已巳 未末 日曰 土士 干千于 天夭无 夫失 大太犬 人入八 王玉壬 田由甲申 木本术 贝见 午牛 刀力 九丸 目自白 旦且 今令 子孑了 治冶 冰水永 沫沬 洋样祥 佳住往 倩清情晴睛靖 婷停亭 萍苹 莹荧萤 蓝篮 瑜喻愉渝 昊吴旲 瑞端 郝赦 菲非 琪棋淇祺琦骐 晴睛 哲折 敏繁 辰晨唇 晖辉浑 炜伟玮苇韦 恒桓 彬杉林 彤形 妍研 妮泥 娜那 珊删姗 琳淋 梓辛 泽择释 浩皓洁 宇字 宁丁 宏宠 庆厌 庚庾 康庸 延廷 建健键 弘弦 志忘 思恩 怡治 恺凯 悦说锐 惠慧 成戍咸 振震 捷睫 敬警 斌赋 旭旮 昌晶 明朋 晓骁浇 景影 曼蔓 杨扬场 柏拍 栋拣 桂佳 梅海 楠南 欣新 毅疑 沁泌 洁诘 涛寿 涵函 淑椒 滢莹 炎焱 燕熬 爽夹 玲岭 珍诊 琴瑟 璐路 甜恬 盈盆 睿容 祎伟 秀季 穆稳 竹竺 粤奥 紫柴 红虹 纯屯 维淮 绮琦 翔祥 耀跃 肖俏 芳劳 芬氛 芸云 苗描 茜西 荣莱 莉利 菁青 萌盟 董懂 蕊芯 蕾雷 薇微 裕格 覃潭 诗特 谊宜 贤贸 赫郝 超赵 轩杆 迪油 逸免 邱丘 郁都 酉西 钰玉 铭名 锋峰蜂 锐悦 镇填 阳阴 陆际 雅稚 雪雷 雯雨 霖霜 青清 静净 韵均 顾颁 颖颍 风凤 飞气 馨磬 骏俊竣峻 高亮 鸣呜鸟 鹏朋 龙尤 仁任 伦沧 俞愈 傅博 冯马 刘浏 卓桌 卜下 叶古 司同 吕昌 唐糖 夏复 姚桃 孟盂 宋末 尹伊 岑苓 常堂 彭膨 徐除 戚威 戴载 方万 段断 汪注 温湿 潘蕃 焦集 牟年 申甲 秦泰奏 程逞 窦实 管菅 籍藉 翁公 肖尚 胡湖 苏办 范苑 莫摸 蒋奖 薛薜 裴斐 褚储诸 谭潭 贺贸 贾买 邓邱 邢刑 邵绍 邹皱 钟种 阎闫 陈阵 雍拥 欧殴 韩朝 魏巍 鲁鱼 麦表 黎犁 侯候 余佘 曲由 毛手 石右 秋和 章童 江红 辛幸 滕腾 柯河 郎朗 岳兵 尧晓 祝祀 戈弋 乔桥 倪睨'
    .split(' ')
    .map((group) => [...group])

interface Alike {
  /** What stands for the sound of a unit; 0 = no character that names have. */
  readonly sound: Uint16Array
  readonly shape: ReadonlyMap<string, string>
}

let kept: Alike | null = null
const SOUNDS = new Map<string, number>()

function alike(): Alike {
  kept ??= unpacked()
  return kept
}

function unpacked(): Alike {
  const sound = new Uint16Array(0x10000)
  const shape = new Map<string, string>()
  for (const [char, [first = '']] of readingsOf()) sound[char.charCodeAt(0)] = numberOf(first)
  for (const group of SHAPES)
    for (const char of group) {
      const unit = char.charCodeAt(0)
      shape.set(char, (shape.get(char) ?? '') + group.join(''))
      // a rare way to write a character, which no table of sounds has
      if (sound[unit] === 0) sound[unit] = sound[group[0]?.charCodeAt(0) ?? 0] ?? 0
    }
  return { sound, shape }
}

/** The same number for sounds that people mix up: zhang and zang, chen and cheng. */
function numberOf(reading: string): number {
  const key = loosely(reading)
  const known = SOUNDS.get(key)
  if (known !== undefined) return known
  SOUNDS.set(key, SOUNDS.size + 1)
  return SOUNDS.size
}

function loosely(reading: string): string {
  return reading.replace(/^([zcs])h/, '$1').replace(/([aei]n)g$/, '$1')
}

/** How a character sounds to who mixes up what is near, as a number; 0 = unknown. */
export function soundOf(unit: number): number {
  return alike().sound[unit] ?? 0
}

/** Every number under which a character may have been meant that stands in a text for `char`. */
export function soundsTakenFor(char: string): number[] {
  const all = (readingsOf().get(char) ?? []).map(numberOf)
  for (const other of alike().shape.get(char) ?? '') all.push(soundOf(other.charCodeAt(0)))
  return [...new Set(all)].filter((one) => one > 0)
}

/** How `written` may stand for `meant`; null: it does not. */
export function likenessOf(meant: string, written: string): Likeness | null {
  if (meant === written) return 'same'
  const heard = readingsOf().get(written)?.[0]
  const readings = readingsOf().get(meant) ?? []
  if (heard !== undefined && readings.includes(heard)) return 'sound'
  if (alike().shape.get(meant)?.includes(written) === true) return 'shape'
  return heard !== undefined && readings.some((one) => loosely(one) === loosely(heard)) ? 'near' : null
}
