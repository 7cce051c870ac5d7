import { END, IS, type Pattern, rule } from './pattern.ts'

// Passwords, keys and one-time codes behind words that announce them, and keys by their own form.

/** Like IS, but something has to say `is`: 密码错误 and `password reset` announce none. */
const TOLD = String.raw`["'”」\]]{0,2}\s{0,2}(?:已经?|被|临时|初始|默认|统一|失效|过期|泄露|泄漏|如下|见下){0,2}(?:换了?,?以后用|换成了?|是|为|就是|改成|改为|改成了|改为了|设为|设成|设置为|设置成|重置为|重置成|更换为|更改为|变成|[:=#>]{1,2}|is|was|to|reset to|set to|changed to|[^\x00-\x7f\u4e00-\u9fff，。、；？！]{1,4}|-){1,2}\s{0,2}["'“”「【(<\[《]{0,2}\s{0,1}`
export const CODE =
  '(?:令牌|验证码|开[箱柜]码|卡密|取物码|校验码|动态码|动态密码|动态口令|确认码|短信码|激活码|授权码|提取码|取货码|取餐码|邀请码|安全码|识别码|登录码|门禁码|开门码|一次性密码|随机码|tac(?= ?[:：是]? ?\\d{6})|认证码|核验码|口令|密保(?:问题)?(?:的?答案)?|(?:otp|one[- ]time[ _](?:pass)?code|one[- ]time[ _]password|verification[ _]?code|verify[ _]?code|security[ _]?code|passcode|auth(?:entication)?[ _]?code|login[ _]?code|access[ _]?code|confirmation[ _]?code|pin[ _]?code|sms[ _]?code|captcha|puk码?|pin码?|pin\u2019?\x27?s|cvv2?|cvc2?|2fa code|2fa|(?:backup|recovery|reset|scratch) codes?|(?<!(?:error|status|zip|area|country|qr|bar|source|postal|exit|dress|product|dial|post) )code)(?![a-z]))'
export const PASSWORD =
  '(?:wifi密码|密码锁|锁密码|门锁|密码|密马|蜜码|密麻|密玛|秘码|登录密码|支付密码|取款密码|交易密码|开机密码|解压密码|解压码|口令|暗号|密匙|动态码|验证码|(?:passwd|password|pwd|passphrase|passcode|pass|mima|(?<!\\d ?)mm|wifi|pw|psw|psk|passkey|otp|pin)(?![a-z]))'
const KEY =
  '(?:令牌|密钥|私钥|秘钥|助记词|api[ _\\-]?key|apikey|app[ _\\-]?key|app[ _\\-]?secret|secret[ _\\-]?key|secret|access[ _\\-]?key(?:[ _\\-]?id)?|access[ _\\-]?token|refresh[ _\\-]?token|auth[ _\\-]?token|bearer|token|client[ _\\-]?secret|private[ _\\-]?key|session[ _\\-]?id|sessionid|cookie|jsessionid|phpsessid|encryption key|license key|credential|community(?: string)?|(?:the|wifi|network|security|access|room|wi-fi) key(?= is|:))'

/** root密码: a word of Chinese may stand behind letters, one in letters may not. */
export const FREE = '(?:(?<![a-z])|(?=[\\u4e00-\\u9fff]))'

const isCode = (v: string): number => (v.replace(/[ \-.]/g, '').length >= 4 ? 0.85 : 0.5)

/** Token expired, API key rotation: what is said of keys. */
const ABOUT_KEYS =
  /^(?:expir\w{0,3}|rotat\w{0,3}|refresh\w{0,3}|invalid\w{0,5}|missing|management|manager|santa|service|store|length|value|name|type|based|bucket|auth\w{0,12}|leak\w{0,3}|revo\w{0,5}|holder|handling|not|has|have|was|were|will|and|for|from|in|to|on|is|are|issue\w{0,1}|error\w{0,1}|generat\w{0,3}|econom\w{0,3}|limit\w{0,1}|usage|required|needed|of)[.,!?;:]?$/
const PLAIN =
  /^(?:错误|忘记|wrong|incorrect|reset|change|required|protected|manager|login|is|the|for|and|https?|to|not|field|forgot.{0,3}|strength|hint|expired|you|your|please|null|true|false|none|undefined)$/
/** A password is no word of a sentence: it has a figure or a sign. */
const isPassword = (v: string, whole: string): number => {
  // the code is broken: of a code only figures and signs are told
  if (/^(?:code|pin|otp|2fa|captcha)(?![a-z]| ?码)/.test(whole) && !/[\d_!@#$%^&*]/.test(v)) return 0
  const word = v.replace(/[.,?!…~;:)]+$/, '')
  // "code":200,
  if (/^\d{1,3}[,}]/.test(v)) return 0
  if (PLAIN.test(v) || PLAIN.test(word) || word.length < 3 || /^\d{1,2}(?:st|nd|rd|th)$/.test(word)) return 0
  return /[\d_!@#$%^&*?.+=~]/.test(word) ? 0.85 : 0.5
}
const NUMERIC = String.raw`\d(?:[ \-.·\n]{0,3}\d){3,7}`

export const SECRETS: readonly Pattern[] = [
  rule('secret', 'figures', String.raw`(?<![a-z])${CODE}${IS}(?<v>${NUMERIC})(?![\d年元块万a-z]|\.\d)`, isCode),
  rule('secret', 'plain', String.raw`(?<![a-z])${CODE}${TOLD}(?<v>(?=[a-z]{0,8}\d)[a-z\d]{4,10})(?![a-z\d])`, isCode),
  rule(
    'secret',
    'plain',
    String.raw`(?:恢复码|备用码|授权码)${IS}(?<w>[a-z\d]{8,16}(?:-[a-z\d]{2,8}){0,4}|[a-z\d]{4}(?:-[a-z\d]{4}){1,4})(?![a-z\d])|(?:提取码|邀请码|激活码|兑换码|授权码|取[件货票餐衣]码|提货码|寄件码|券码|核销码|识别码|安全码)${IS}(?<v>[a-z\d]{4,8}(?:-[a-z\d]{1,8}){0,6})(?![a-z\d])`,
    0.8,
  ),
  rule('secret', 'figures', String.raw`(?<![a-z])(?:cvv2?|cvc2?|安全码)${IS}(?<v>\d{3})(?![\d元块])`, 0.8),
  rule(
    'secret',
    'figures',
    String.raw`(?<![\d.a-z])(?<v>(?:[a-z]-)?\d(?:[ \-]{0,1}\d){3,7})["'”」】)\]]{0,2}\s{0,2}[,，]{0,1}\s{0,1}(?:\((?:您的|你的|[\u4e00-\u9fff]{1,6})?${CODE}|(?:是|为|is|as|-)\s{0,1}(?:你的|您的|我的|本次|此次|your|the|my)?(?:[\u4e00-\u9fffa-z]{0,12} ?){0,3}${CODE})`,
    0.85,
  ),
  rule(
    'secret',
    'figures',
    String.raw`(?<![a-z])(?:your|use|enter|the)\s(?:[a-z]{1,16}\s){0,3}code\s(?:is|was|:)?\s{0,1}(?<v>\d(?:[ \-]{0,1}\d){3,7})(?!\d)`,
    0.85,
  ),
  rule(
    'secret',
    'figures',
    String.raw`(?<![a-z])(?:use|enter|type)\s(?<v>(?:[a-z]-)?\d(?:[ \-]{0,1}\d){3,7})\s(?:to|as|for)\s(?:verify|confirm|your|sign|log|reset|complete)`,
    0.85,
  ),
  // 有效期 08/29 of a card: behind its number or before its cvv
  rule(
    'secret',
    'figures',
    String.raw`(?:有效期至?|到期|valid(?: thru)?|exp(?:iry|ires|iration)?(?: date)?)${IS}(?<v>(?:0[1-9]|1[0-2]) ?[/\-] ?(?:20)?\d\d)(?![\d/\-])(?=[^\d\n]{0,8}(?:cvv|cvc|安全码|后三位|背面)|(?<=\d{3}[^\d\n]{0,16}\d\d ?[/\-] ?(?:20)?\d\d))`,
    0.6,
  ),
  // 支付密码330188我忘了改成331099: the second one
  rule(
    'secret',
    'figures',
    String.raw`${FREE}(?:${PASSWORD}|${CODE})[^\n。]{0,24}?(?:改成|改为|换成|重置为|重置成|设成|设为|更新为|旧的是?|原来的?是?|以前的?是?|之前的?是?|老的是?|changed to|reset to)了?\s?(?<v>[a-z\d!@#$%^&*_.\-]{4,24})(?![a-z\d元块年月])`,
    (v) => (/\d/.test(v) ? 0.7 : 0),
  ),
  rule(
    'secret',
    'figures',
    String.raw`(?:凭码?|出示)\s{0,1}(?<v>[a-z]{0,1}\d{1,4}(?:-\d{1,5}){1,2}|[a-z]{0,1}\d{4,8})(?=\s{0,1}(?:到|去|来|至|在|前往|领|取|开))`,
    0.8,
  ),
  rule(
    'secret',
    'figures',
    String.raw`(?:背面|后面|反面|签名栏)[^\d\n]{0,6}[3三]位[数字码]{0,2}${IS}(?<v>\d{3})(?!\d)`,
    0.8,
  ),
  rule(
    'secret',
    'figures',
    String.raw`${FREE}${PASSWORD}${IS}(?<v>\d(?:[ \-.·\n]{0,3}\d){3,11})(?![\d年元块万a-z]|\.\d)`,
    0.8,
  ),
  rule('secret', 'figures', `${FREE}(?:${PASSWORD}|${CODE})(?:号|号码)?${TOLD}(?<v>[!-~]{4,64})`, isPassword),
  rule(
    'secret',
    'figures',
    String.raw`${FREE}(?:${PASSWORD}|${CODE})${IS}(?<v>(?=[!-~]{0,20}\d)[a-z\d!@#$%^&*_+=.~?\-]{4,40})(?![a-z\d])`,
    (v) => (/^\d{4,12}$|[a-z_!@#$%^&*]/.test(v) ? 0.6 : 0),
  ),
  rule(
    'secret',
    'plain',
    String.raw`(?<v>(?=[a-z!@#$%^&*_]{0,20}\d)[a-z\d!@#$%^&*_.]{6,32})\s{0,1}(?:是|为|就是|is)(?:我的|你的|您的|my|your)?\s{0,1}(?:[\u4e00-\u9fff]{0,4})${PASSWORD}`,
    0.7,
  ),
  rule(
    'secret',
    'plain',
    String.raw`(?:账号|帐号|账户|用户名|登录名)[ :是为]{0,3}[a-z][a-z\d_.\-]{2,29}\s?[/|,，、]\s?(?<v>(?=[!-~]{0,30}\d)[!-~]{5,32})`,
    0.6,
  ),
  // what passwords are kept as: NTLM, crypt
  rule('secret', 'plain', String.raw`(?<![\da-f])[\da-f]{16,32}:(?<v>[\da-f]{32})(?![\da-f])`, 0.7),
  rule('secret', 'plain', String.raw`(?<v>\$(?:1|5|6|2[abxy]|y|argon2id?)\$[a-z\d./$=,+]{8,160})`, 0.8),
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z])(?:ak|sk)(?:\s|[:=]){1,3}(?<v>(?=[a-z+/]{0,40}\d)[a-z\d+/]{16,64})(?![a-z\d])`,
    0.7,
  ),
  // letters and figures by turns, longer than any model's number; hexadecimal is a sum of a file, and public
  rule('secret', 'plain', String.raw`(?<![a-z\d/+_.\-@#])(?<v>[a-z\d]{20,80})(?![a-z\d/+_.\-@])`, (v) =>
    /[g-z]/.test(v) && !/(?:\d[a-z]){6}/.test(v) && (v.match(/[a-z](?=\d)|\d(?=[a-z])/g)?.length ?? 0) > 4 ? 0.35 : 0,
  ),
  // mysql -uroot -pMy88203
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z])(?:mysql(?:dump|admin)?|mariadb|sshpass|redis-cli|mongo(?:sh|dump)?|psql)(?![a-z])[^\n]{0,80}?\s-(?:p|a)\s?(?<v>(?!\d{1,5}(?![!-~]))[!-~]{4,40})`,
    0.6,
  ),
  // 短信里写的5-2-8820: a shelf, a place on it and a number, where parcels are spoken of
  rule(
    'secret',
    'plain',
    String.raw`(?:取件|取货|驿站|菜鸟|丰巢|快递|货架)[^\n]{0,24}?(?<![\d\-])(?<v>[a-z]?\d{1,2}-\d{1,2}-(?!(?:19|20)\d\d(?!\d))\d{4,5})(?![\d\-])`,
    0.5,
  ),
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z])wi-?fi[: ]{0,2}(?<v>(?=[a-z_.@#!\-]{2})[a-z\d@#!_.\-]{2,20}\d{3,10})(?![a-z\d])`,
    (v) => (/^(?:ssid|password|pwd|pass|router|channel)/.test(v) ? 0 : 0.5),
  ),
  // the door code's 3317*
  rule(
    'secret',
    'figures',
    String.raw`${FREE}(?:${PASSWORD}|${CODE})(?:'s|\u2019s)?(?:${IS})(?<v>[*#]{0,2}\d{3,8}[*#]{1,2}|[*#]{1,2}\d{3,8})(?![a-z\d])`,
    0.7,
  ),
  // 验证码我也说了，882031，还有一个331772
  rule(
    'secret',
    'figures',
    String.raw`(?:验证码|短信码|动态码|校验码)[^\d\n]{1,12}(?<v>\d{6})(?![\d元年月]|\.\d)`,
    0.45,
  ),
  rule(
    'secret',
    'figures',
    String.raw`(?<=(?:验证码|短信码|动态码|校验码|密码)[^\n]{1,30})(?:还有1?个|另外?1?个|第2个|后1个)是?(?<v>\d{4,8})(?![\d元年月个])`,
    0.5,
  ),
  // 取件码5-2-8820: who has it has the parcel
  rule(
    'secret',
    'figures',
    String.raw`(?:取[件货票餐衣]码|提货码|寄件码|券码|兑换码|核销码)${IS}(?<v>[a-z]{0,3}-?\d(?:[ \-.\n]{0,3}[a-z\d]){2,17})${END}`,
    (v) => (/^(?:19|20)\d\d$/.test(v) ? 0 : 0.86),
  ),
  // 请用207133完成绑定
  rule(
    'secret',
    'figures',
    String.raw`(?:请用|使用|输入|填写?)\s?(?<v>\d{4}(?:\d\d)?(?:\d\d)?)\s?(?=完成|进行|登录|登陆|验证|绑定|确认|激活|核验|认证)`,
    0.7,
  ),
  // 柜子的码是88447
  rule(
    'secret',
    'figures',
    String.raw`(?<![编号代条邮源二维区数页尺扫乱筹砝起])码(?:就?是|为|[:：]){1,2}\s?(?<v>\d{4,8}|[a-z]\d{3,7})(?![\d年月元块a-z])`,
    0.5,
  ),
  // 收到个码882033
  rule(
    'secret',
    'figures',
    String.raw`(?:收到|来|发)了?(?:1?个|的)?码[ :]{0,2}(?<v>\d{4}(?:\d\d)?(?:\d\d)?)(?![\d年月元块a-z])`,
    0.6,
  ),
  // wifi: Guest / hello8820
  rule(
    'secret',
    'plain',
    String.raw`(?:wi-?fi|无线网?|热点)[ :名是]{0,3}[^\s/|,，:]{2,24}\s?[/|,，]\s?(?<v>(?!/)(?=[!-~]{0,30}\d)[!-~]{6,32})`,
    0.6,
  ),
  // Abc!8820: a sign between letters and figures is in passwords and hardly anywhere else; for bytes that leave
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z\d@.#$^_%&+\-~*])(?<v>(?=[a-z\d!@#$^_.\-]{0,24}[a-z\d][!@#$^][a-z\d])(?=[a-z\d!@#$^_.\-]{0,24}[a-z])(?=[a-z!@#$^_.\-]{0,24}\d)[a-z\d!@#$^_.\-]{6,24})(?=$|[\s,;:!?)}\]"']|[^!-~])`,
    (v) => (/@.{0,30}\.|\.[a-z]{2,3}$|^#|^@|@\d{1,3}[a-z]{0,4}$/.test(v) ? 0 : 0.35),
  ),
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z])(?:authorization|auth)["']?[:= ]{1,3}["']?(?:basic|bearer|token|digest|apikey)\s(?<v>[a-z\d+/._~\-]{8,2000}={0,2})`,
    0.9,
  ),
  // curl -u ops:…
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z])(?:curl|wget|http)(?![a-z])[^\n]{0,60}?\s(?:-u|--user)[ =]{0,1}[a-z\d_.@\-]{1,40}:(?<v>[!-~]{3,64})`,
    0.85,
  ),
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z])(?:reset|change|set|changed)(?: (?:it|this|that|them|password|pw|mine))? to (?<v>(?=[!-~]{0,30}\d)(?=[!-~]{0,30}[a-z])[!-~]{6,40})`,
    0.5,
  ),
  // what base64 ends with
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z\d+/=])(?<v>(?=[a-z+/]{0,40}\d)[a-z\d+/]{16,400}={1,2})(?![a-z\d=])`,
    0.45,
  ),
  // root / T0pSecret33: a name of a system, and what has a figure and a sign behind it
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z\d/.])(?:root|admin(?:istrator)?|oracle|postgres|mysql|ubuntu|sysadm|sysdba|superuser|sa|user\d{0,3})(?:\s{1,2}[/|]\s{1,2}|\s{0,1}[/|:]\s{0,1}(?=[!-~]{0,30}[!@#$%^&*]))(?<v>(?=[!-~]{0,30}\d)(?=[!-~]{0,30}[a-z])[!-~]{6,32})`,
    0.6,
  ),
  // 发您的短信念一下: and the answer
  rule(
    'secret',
    'figures',
    String.raw`(?:短信|收到的数字|那串数字|[四六46]位数字?)[^\d\n。]{0,8}(?:念|读|报|发|说|告诉|给|输)(?:1下|[^\d\n。]){0,8}[:：]\s{0,1}(?<v>\d(?:[ \-]?\d){3,7})(?![\d年月元])|短信(?:1下|[^\d\n。]){0,4}[:：]\s{0,1}(?<w>\d(?:[ \-]?\d){5})(?![\d年月元])`,
    0.65,
  ),
  rule('secret', 'plain', String.raw`(?<![a-z])${KEY}["'”]?(?:${TOLD}|\s)(?<v>[a-z\d][!-~]{5,200})`, (v, whole) =>
    /\d/.test(v) || v.length >= 16 ? 0.85 : ABOUT_KEYS.test(v) || /^secret [a-z]+\W?$/.test(whole) ? 0 : 0.4,
  ),
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z\d])(?<v>(?:sk|pk|rk)[\-_](?:live|test|proj|ant)?[\-_]?[a-z\d_\-]{16,120}|akia[a-z\d]{16}|ltai[a-z\d]{12,26}|gh[pousr]_[a-z\d]{30,100}|github_pat_[a-z\d_]{20,100}|xox[abps]-[a-z\d\-]{10,100}|glpat-[a-z\d_\-]{16,60}|aiza[a-z\d_\-]{30,40}|ya29\.[a-z\d_\-]{20,200}|eyj[a-z\d_\-]{8,600}\.[a-z\d_\-]{4,1200}\.[a-z\d_\-]{4,400})`,
    0.95,
  ),
  rule(
    'secret',
    'plain',
    String.raw`(?<v>-----begin [a-z ]{0,20}private key-----[a-z\d+/=\s\\]{0,4000}(?:-----end [a-z ]{0,20}private key-----)?)`,
    0.95,
  ),
]
