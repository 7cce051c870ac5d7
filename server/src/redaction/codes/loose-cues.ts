import type { Finding, SensitiveKind } from '../text/finding.ts'
import { normalise } from '../text/normal.ts'
import { readingText } from '../text/reading-text.ts'

// In speech the word and its number stand apart: 密码不对，我试了Ly22047才进去; 密码呢 / 你猜 / Ly22047. What has the shape of a code or a name
// and a word for one not far before it is taken for one. Believed only for bytes that leave, and close behind 密码 or 验证码 always.

/** How far before it in the same message. */
const NEAR = 24
/** How much of the messages before is looked at. */
const SAID = 120
const CONFIDENCE = 0.3
/** 密码八位，cp880517; 验证码发我 / 稍等 / 553120. */
const CLOSE = 14
const SURER = 0.45
const CODE_ASKED = /验证码|动态码|校验码|短信码/

interface Loose {
  kind: SensitiveKind
  cue: RegExp
  value: RegExp
}

const MIXED = /^(?=[a-z_.#@!-]{0,20}\d)(?=[\d_.#@!-]{0,20}[a-z])(?:[a-z\d][a-z\d_.#@!-]{3,23})$/
const NAME = /^[a-z][a-z\d_-]{4,19}$/
const LOOSE: readonly Loose[] = [
  { kind: 'secret', cue: /密码|口令|password|passcode|(?<![a-z])p(?:ass|wd?)(?![a-z])/, value: MIXED },
  {
    kind: 'secret',
    cue: /验证码|密码|动态码|校验码|短信|口令|(?<![a-z])(?:code|otp|pin)(?![a-z])|texted/,
    value: /^(?:\d{4}|\d{6}|\d\d \d\d \d\d|\d{3}[ -]\d{3})$/,
  },
  { kind: 'wechat', cue: /微信|(?<![a-z])(?:wx|vx|wechat)(?![a-z])/, value: NAME },
  { kind: 'account', cue: /账号|帐号|用户名|登录|(?<![a-z])login(?![a-z])/, value: NAME },
  { kind: 'qq', cue: /(?<![a-z])q{1,2}(?![a-z])|扣扣/, value: /^[1-9]\d{5,10}$/ },
  {
    kind: 'order',
    cue: /编号|单号|账号|卡号|证号|户号|学号|工号|考证|证件|流水/,
    value: /^[a-z]{0,4}-?\d{7,20}$/,
  },
  { kind: 'landline', cue: /电话|座机|手机|打不通|回电/, value: /^[2-9]\d{6,7}$/ },
]
const TOKEN =
  /(?<![a-z\d@./_-]|\d:)(?:\d\d \d\d \d\d(?!\d)|\d{3}[ -]\d{3}(?!\d)|[a-z\d][a-z\d_#@!-]{3,23})(?![a-z\d@/_-]|\.\d|[年月日元块万千%个人次天点分秒位条米度折])/g
/** Years, hotlines that everybody knows, and makes of things. */
const PUBLIC =
  /^(?:(?:19|20)\d\d|\d{1,5}(?:st|nd|rd|th|am|pm|k|m|g|gb|mb|km|cm|mm|kg|hz|fps|px|x|d|s|h|v|w|p)|1[01]\d{3}|95\d{3}|123\d\d|96\d{3,4}|(?:iphone|ipad|win|windows|ios|android|miui|mate|note|wifi|python|java|node|chrome|office|http|utf|md|sha|aes|gb|iso|rtx|gtx|usb|hdmi|ipv|vip|top|web|app|mp|h|v)[\d.\-_]{1,6}(?:pro|max|plus|se)?)$/
/** 手机跑分8271746. */
const COUNTED = /(?:[跑得评]分|战力|战斗力|积分|经验值?|金币|步数|阅读量?|播放量?|点赞|销量|数量)[ :]{0,2}$/
/** 我看看哈……884472: six figures, and hardly a word. */
const ALONE =
  /^(?!.{0,12}(?:战力|金币|经验|伤害|战绩|积分|步数|播放|阅读|邮编|货号|款号|得分|分数|成绩|排名|编次|色号|型号|批号|编码|商品|代码|股|基金|价|[共约总超达破第型]|编号))[\u4e00-\u9fff\s….,!~]{0,10}(?<v>\d{6}|\d\d \d\d \d\d|\d{3} \d{3})[\s.,!~吧呢哈啊]{0,3}$/d

const FIGURES = /\p{N}[^\p{N}]?\p{N}/u
const SIX = /^\P{Nd}{0,12}(?:\p{Nd}{6}|\p{Nd}{3} \p{Nd}{3}|\p{Nd}{2} \p{Nd}{2} \p{Nd}{2})\P{Nd}{0,4}$/u
/** Any of the words, as written: most texts have none. */
const SPOKEN =
  /[验驗]|密[码碼]|[动動][态態]|口令|短信|微信|[wv]x|chat|[账賬帐帳]|登[录錄]|用[户戶]|login|q|扣|[电電][话話]|座[机機]|手[机機]|打不通|回[电電]|[编編单單卡证證户戶学學工][号號]|考[证證号號]|[证證]件|流水|code|pass|pw|otp|pin|text/i

/** What in a text has the shape of something that it, or what was `said` before it, names. */
export function looselyTold(text: string, said: string): Finding[] {
  if (!FIGURES.test(text) || !(SPOKEN.test(text) || SPOKEN.test(said) || SIX.test(text))) return []
  const before = said === '' ? '' : readingText(normalise(said.slice(-SAID))).plain
  const normal = normalise(text)
  const { plain } = readingText(normal)
  const found: Finding[] = []
  const add = (kind: SensitiveKind, start: number, end: number, confidence = CONFIDENCE): void => {
    const from = normal.from[start] ?? 0
    const to = normal.to[end - 1] ?? 0
    found.push({ start: from, end: to, kind, confidence, atoms: [from, to] })
  }
  for (const one of plain.matchAll(TOKEN)) {
    const [written] = one
    const end = one.index + written.length
    if (PUBLIC.test(written) || !/\d/.test(written)) continue
    const near = plain.slice(Math.max(0, one.index - NEAR), one.index)
    if (COUNTED.test(near)) continue
    // an answer begins its message
    const heard = one.index <= 8 ? `${before}\n${near}` : near
    const told = LOOSE.find(({ cue, value }) => value.test(written) && cue.test(heard))
    if (told === undefined) continue
    const isClose = told.cue.test(near.slice(-CLOSE)) || (/^\d{6}$/.test(written) && CODE_ASKED.test(heard))
    add(told.kind, one.index, end, told.kind === 'secret' && isClose ? SURER : CONFIDENCE)
  }
  const alone = ALONE.exec(plain)?.indices?.groups?.v
  // 233333 is laughter
  if (alone !== undefined && new Set(plain.slice(...alone).replaceAll(' ', '')).size > 2) add('secret', ...alone)
  return found
}
