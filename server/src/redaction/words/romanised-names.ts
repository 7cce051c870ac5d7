// How names of Hong Kong, Taiwan and of Chinese abroad are spelled in letters: Chan Tai Man, Hsu Chih-Hao, Tan, Goh. Written for this
// detector. Folded: simplified, no capitals.

/** Cantonese, Hokkien and Teochew. */
const SURNAMES_ABROAD = `陈 chan tan|黄 wong ng ooi wee|李 lee|林 lam lim|张 cheung teo chong|吴 ng goh|王 wong ong|刘 lau low|梁 leung|郑 cheng tay|何 ho|郭 kwok quek kuok|周 chow chau chew|
曾 tsang|叶 yip ip yap|谢 tse chia cheah|蔡 choi tsoi chua|冯 fung|邓 tang|许 hui koh khoo|赵 chiu|徐 tsui chui|苏 so soh|余 yu yue|杨 yeung yeo yeoh|朱 chu choo|胡 wu woo|高 ko koh|卢 lo|罗 lo law loh|钟 chung|
关 kwan|潘 poon|谭 tam|陆 luk|麦 mak|莫 mok|方 fong png|江 kong|温 wan|戴 tai|吕 lui|马 ma|杜 to|萧 siu|肖 siu|石 shek|施 sze see|邱 yau khoo|黎 lai|赖 lai|孙 suen|宋 sung|彭 pang|袁 yuen|阮 yuen|区 au|欧 au|伍 ng|
颜 ngan gan|邝 kwong|简 kan|岑 sham|沈 shum sim|汤 tong|唐 tong|翁 yung|丘 yau|雷 lui|钱 chin|姚 yiu|霍 fok|韩 hon|任 yam|程 ching|成 shing|古 koo|康 hong|甘 kam|金 kam|冼 sin|文 man|白 pak|史 si|鲍 pau|庄 chong|侯 hau|
洪 hung ang|董 tung|骆 lok|范 fan|尹 wan|容 yung|利 lee|连 lin|卓 cheuk toh|严 yim|龙 lung|倪 ngai|祝 chuk|傅 fu poh|薛 sit|曹 tso|田 tin|魏 ngai|蒋 tseung|俞 yu|柯 kwa|梅 mui|邹 chau|凌 ling|詹 chim|游 yau|
司徒 szeto|欧阳 auyeung|上官 sheungkwun`

/** Characters of given names in Cantonese. */
const GIVEN_ABROAD = `明铭鸣茗 ming|志智之芝 chi|家嘉 ka|强 keung|伟惠慧威维炜玮 wai|文敏民雯曼 man|大 tai|美 mei|玲 ling|丽礼 lai|华桦 wah|国 kwok|英 ying|荣永咏颖 wing|健建 kin|俊骏进振镇珍 chun|杰 kit|安 on|欣恩仁 yan|婷 ting|
仪怡宜义意 yee|芬 fan|芳 fong|珊 shan|燕贤言彦妍然 yin|凤锋峰枫 fung|霞 ha|萍平冰炳秉 ping|莲 lin|云 wan|秀 sau|月 yuet|雪 suet|雅 nga|思诗 sze si|晓 hiu|曦希熙 hei|心森深 sum|乐洛 lok|朗 long|辉 fai|光广 kwong|德 tak|
成城诚胜 shing|龙 lung|兴庆 hing|祥昌翔 cheung|达 tat|豪浩可荷 ho|康 hong|基祺琪 kei|生 sang|新 sun|信顺 shun|耀尧瑶 yiu|业 yip|宏弘泓 wang|学 hok|斌彬 bun ban|正政清青靖晴贞静 ching|子芷梓紫 tsz tze|海恺凯 hoi|天 tin|
楠南 nam|立 lap|亮良梁 leung|麟伦纶 lun|林琳霖 lam|金锦鉴 kam|根勤 kan|权娟 kuen|君坤钧均军群 kwan|贵桂 kwai|娥 ngo|爱 oi|柏 pak|培佩沛 pui|宝保 po|小少兆绍韶笑 siu|书树 shu|淑 suk|素 so|善倩仙 sin|星声升昇 sing|
东冬彤童 tung|富 fu|福 fuk|红雄鸿洪 hung|孝 hau|逸一溢 yat|玉育旭 yuk|如宇雨羽瑜裕茹 yu|婉远源圆元 yuen|勇容蓉 yung|友有佑悠 yau|阳洋扬 yeung|艳炎 yim|和 wo|兰 lan|莉利理 lee|力 lik|妙 miu|念年 nin|宁 ning|
毅艺 ngai|邦 bong|桃 to|涛 to|廷 ting|添 tim|秋 chau|春 chun|诚 shing|承 shing|卓 cheuk|灼 cheuk|启 kai|佳 kai|佳 kai|佩 pui|巧 hau|凡 fan|帆 fan`

interface Abroad {
  readonly surnames: ReadonlyMap<string, readonly string[]>
  readonly given: ReadonlyMap<string, readonly string[]>
}

let kept: Abroad | null = null

function abroad(): Abroad {
  kept ??= {
    surnames: unpacked(SURNAMES_ABROAD, (chars) => [chars]),
    given: unpacked(GIVEN_ABROAD, (chars) => [...chars]),
  }
  return kept
}

function unpacked(written: string, keysOf: (chars: string) => string[]): Map<string, string[]> {
  const map = new Map<string, string[]>()
  for (const row of written.replaceAll('\n', '').split('|')) {
    const [chars = '', ...sounds] = row.split(' ')
    for (const key of keysOf(chars)) map.set(key, [...new Set([...(map.get(key) ?? []), ...sounds])])
  }
  return map
}

/** chan and tan for 陈. */
export function surnamesAbroad(surname: string): readonly string[] {
  return abroad().surnames.get(surname) ?? []
}

/** taiman for 大文: the syllables of each reading; empty where a character has none. */
export function givenAbroad(given: string): string[] {
  let spelt = ['']
  for (const char of given) {
    const sounds = abroad().given.get(char) ?? []
    spelt = spelt.flatMap((before) => sounds.map((sound) => before + sound))
  }
  return spelt
}

const WHOLE: Readonly<Record<string, string>> = {
  zi: 'tzu',
  ci: 'tzu',
  si: 'szu',
  zhi: 'chih',
  chi: 'chih',
  shi: 'shih',
  ri: 'jih',
  yan: 'yen',
  ye: 'yeh',
  yue: 'yueh',
  yong: 'yung',
  you: 'yu',
  er: 'erh',
  ge: 'ko',
  ke: 'ko',
  he: 'ho',
  gui: 'kuei',
  kui: 'kuei',
}
const OPENINGS: Readonly<Record<string, string>> = {
  zh: 'ch',
  ch: 'ch',
  sh: 'sh',
  j: 'ch',
  q: 'ch',
  x: 'hs',
  z: 'ts',
  c: 'ts',
  r: 'j',
  b: 'p',
  d: 't',
  g: 'k',
}
const ENDS: Readonly<Record<string, string>> = { ian: 'ien', ie: 'ieh', ue: 'ueh', iong: 'iung', ong: 'ung' }

/** A syllable as Taiwan spells it: hsieh for xie, chih for zhi, kuo for guo. */
export function inTaiwan(syllable: string): string {
  const whole = WHOLE[syllable]
  if (whole !== undefined) return whole
  const [, opening = '', end = ''] = /^([zcs]h|[^aeiouv]?)(.*)$/.exec(syllable) ?? []
  const short = end === 'uo' && !/^[gkh]$/.test(opening) && !opening.startsWith('sh') ? 'o' : end
  return (OPENINGS[opening] ?? opening) + (ENDS[short] ?? short)
}
