import { digits, END, IS, type Pattern, rule, S } from './pattern.ts'

// QQ, WeChat and other accounts, and e-mail addresses with words for their signs.

const QQ =
  '(?:qq|扣(?=[:：])|加扣扣?|扣扣|企鹅|q号|叩叩|球球|蔻蔻|秋秋|群号|加q|我q|q(?![1-4]\\s?(?:19|20)\\d\\d(?!\\d)))'
const WECHAT =
  '(?:微信|微 信|weixin|wechat|微号|薇信|威信|绿泡泡|小绿泡|微芯|徽信|维信|v信|v x(?![a-z])|vx|wx|w x(?![a-z])|加v|加微|加薇|卫星|微讯|v心|加我v|v号|[薇微](?=[❤♥💗:：])|[❤♥💗](?=\\s?[:：])|v(?![a-z]|\\d{1,3}\\.))'
const PLATFORM =
  '(?:抖音|快手|微博|小红书|支付宝|陌陌|钉钉|淘宝|旺旺|telegram|电报|飞机|skype|line|ins|instagram|twitter|推特|facebook|b站|知乎|飞书|纸飞机|tg)'

/** Groups of figures as other countries write their numbers: (37) 788-063, 07700 063 966, 28-64-66-98. */
const GROUPS = String.raw`[(]?\d{1,5}[)]?(?:[ .\-]{1,2}[(]?\d{2,6}[)]?){1,5}`
const CALLED =
  '(?:phone|telephone|tel|ph|mobile|cell|fax|hotline|call|dial|ring|reach|contact|text|whatsapp|number|messages?(?: to| on)|registered)'

function dialled(value: string): number {
  const count = value.replace(/\D/g, '').length
  return count >= 7 && count <= 13 && !/^(?:19|20)\d\d[ .-]?[01]?\d[ .-]?[0-3]?\d$/.test(value) ? 0.6 : 0
}

const SPACED_MAIL = String.raw`[a-z\d][a-z\d._%+\-]{0,40}\s{0,2}@\s{0,2}[a-z\d][a-z\d\-]{0,40}(?:\s{0,2}\.\s{0,2}[a-z]{2,12}){1,3}`

export const CONTACTS: readonly Pattern[] = [
  rule(
    'landline',
    'figures',
    String.raw`(?:电话|座机|固话|热线|总机|手机|号码|联系|香港|澳门|台湾|whatsapp|tel)[^\d\n]{0,6}(?<v>852[ \-]{0,2}[2-9]\d{3}[ \-]{0,2}\d{4}|853[ \-]{0,2}[268]\d{3}[ \-]{0,2}\d{4}|886[ \-]{0,2}(?:0?9\d{2}[ \-]{0,2}\d{3}[ \-]{0,2}\d{3}|[2-8][ \-]{0,2}\d{3,4}[ \-]{0,2}\d{4}))(?!\d)`,
    0.8,
  ),
  rule(
    'phone',
    'figures',
    String.raw`(?<![a-z])${CALLED}(?![a-z])[^\d\n\u4e00-\u9fff]{0,20}?(?<![\d*])(?<v>${GROUPS})(?![\d*])`,
    dialled,
  ),
  rule(
    'phone',
    'figures',
    String.raw`(?<![\d.*\-])(?<v>[+]?(?:${GROUPS}|\d{8,12}))(?=[ ]{0,1}[\-,/:(\\]{0,2}[ ]{0,1}(?:office|fax|mobile|cell|home|tel|work|phone)(?![a-z]))`,
    dialled,
  ),
  rule(
    'phone',
    'figures',
    String.raw`(?<![\d.*\-])(?<v>(?<!\d[ .])0\d(?:[ .]\d\d){4}(?![ .]\d)|07\d{3} \d{3} ?\d{3}|0[2-9]\d\d \d{3} \d{3,4})(?![\d*])`,
    0.5,
  ),
  rule(
    'qq',
    'figures',
    String.raw`(?:加|进|入|在)(?<w>[1-9]\d{6,10})(?:这个|的)?群|(?:粉丝|交流|讨论|车友|福利|业主|家长|官方|同城|学习|加|进)群(?:号码?|是|为|:)?[ :]{0,2}(?<v>[1-9]\d{6,10})(?![\d元块万])`,
    0.5,
  ),
  // 瞿会计分机8032, ext 4417
  rule(
    'landline',
    'figures',
    String.raw`(?<![a-z])(?:分机号?码?|内线|短号|小号|虚拟号|extension|ext\.?)(?:是|为|is|no|:)?[ :]{0,2}(?<v>\d{3,6})(?![\d年月日元块万a-z.])`,
    0.5,
  ),
  // 内分泌8601-2233回电
  rule(
    'landline',
    'figures',
    String.raw`(?<![\d\-.])(?<v>[2-8]\d{2,3}[ \-]\d{4})(?=[^\d\n]{0,3}(?:回电|回个电|来电|致电|找[我他她]|联系|总机|值班))`,
    0.5,
  ),
  // 电话係咪9182 3347: eight figures without an area code
  rule(
    'phone',
    'figures',
    String.raw`(?:电话|手机|座机|whatsapp|致电|拨打)[^\d\n。，,;；]{0,6}(?<v>[2-9]\d{3}[ \-]?\d{4})(?![\d\-])`,
    0.5,
  ),
  rule('qq', 'figures', String.raw`(?<![a-z])${QQ}(?:群|邮箱)?${IS}(?<v>[1-9](?:${S}\d){4,11})(?![\d@])`, 0.85),
  rule(
    'qq',
    'figures',
    String.raw`(?<![a-z\d.])(?<v>[1-9](?:${S}\d){4,10})\s{0,1}[(]?(?:是|为)?(?:我|我的|他的)?\s{0,1}(?:qq|扣扣)`,
    0.7,
  ),
  rule(
    'wechat',
    'figures',
    String.raw`(?<![a-z])${WECHAT}${IS}(?<v>[a-z][a-z\d_\-]{4,24}(?:[ \n]{1,3}\d{2,9})?)(?![a-z\d_@])`,
    wechat,
  ),
  rule(
    'wechat',
    'figures',
    String.raw`(?<![a-z])${WECHAT}${IS}(?<v>[a-z][a-z\d_]{1,15}(?:[ .\-\n]{1,3}[a-z\d_]{1,15}){1,3})(?![a-z\d_@])`,
    (v, whole) => (/\d{2}/.test(v) && /\d[a-z_]{0,4}$/.test(v) && !/ (?:[a-z]{2,} ){2}/.test(v) ? wechat(v, whole) : 0),
  ),
  rule('wechat', 'figures', String.raw`(?<![a-z])${WECHAT}${IS}(?<v>[a-z]{0,4}${digits(6, 12)})(?![\d@])`, 0.6),
  rule('wechat', 'plain', String.raw`(?<![a-z\d_\-])(?<v>wxid_[a-z\d]{6,24})(?![a-z\d])`, 0.95),
  rule(
    'wechat',
    'plain',
    String.raw`(?<![a-z\d_\-])(?<v>[a-z][a-z\d_\-]{5,19})\s{0,1}[(（,，]?\s{0,1}(?:是我|这是我|我|加|是)(?:的)?(?:微信|vx|wx|v)`,
    wechat,
  ),
  // 家长yx_mama2015没进群
  rule(
    'wechat',
    'plain',
    String.raw`(?<=[\u4e00-\u9fff:：,，\s]|^)(?<v>[a-z][a-z\d]{0,14}_[a-z\d_]{2,18})(?=[^a-z\d\n]{0,4}(?:进群|入群|没进|退群|拉进|拉群|拉一下|加一下|加我|好友))`,
    0.5,
  ),
  rule(
    'account',
    'plain',
    String.raw`${PLATFORM}\s?(?:号码|账号|帐号|账户|昵称|id|号|用户名){1,2}${IS}@?(?<v>[a-z\d][a-z\d_.\-]{3,29})`,
    0.7,
  ),
  rule(
    'account',
    'plain',
    String.raw`(?:用户名|账号|帐号|账户名|登录名|user[ _]?name|user[ _]?id|login|account[ _]id)\s{0,2}["'”]{0,1}(?:是|为|叫|[:=]|is){1,2}\s{0,2}["'“]?(?<v>[a-z\d][a-z\d_.\-]{3,29})(?![a-z\d@])`,
    (v) => (/\d|_/.test(v) ? 0.6 : 0.3),
  ),
  rule(
    'account',
    'plain',
    String.raw`(?:用户名|账号|帐号|账户|登录名)[ :：]{0,2}(?<v>[a-z][a-z\d_.\-]{3,29})(?=[,，;；/ \n]{1,3}(?:密码|口令|pwd|password))`,
    0.6,
  ),
  // user=crm_rw, "openid":"oX8a2k…"
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z])(?:user(?:_?(?:name|id|no))?|usr|login(?:_?name)?|account|acct|uid|openid|unionid|(?:member|cust(?:omer)?|emp(?:loyee)?|staff)_?(?:id|no|name)|nick_?name)(?:["']\s?:\s?["']?|=["']?)(?<v>[a-z\d][a-z\d_.\-]{2,62})(?![a-z\d@])`,
    (v) => (/^(?:null|true|false|none|undefined|admin|root|string|int|varchar|nobody|guest|test)$/.test(v) ? 0 : 0.5),
  ),
  // VPN账号chenyl/…: a name of a system, and a password behind it
  rule(
    'account',
    'plain',
    String.raw`(?:账号|帐号|账户|用户名|登录名)[ :是为]{0,3}(?<v>[a-z][a-z\d_.\-]{2,29})(?=\s?[/|,，、]\s?[!-~]{0,20}\d)`,
    0.6,
  ),
  rule(
    'account',
    'plain',
    String.raw`(?:登录名|网名|网银名|会员名|用户名|账户名|昵称|花名)[ :是为叫]{0,3}(?<v>[a-z][a-z\d_.\-]{3,29})(?![a-z\d@])`,
    (v) => (/\d|_/.test(v) ? 0.6 : 0.3),
  ),
  // 宽带账号 0571kd88213, badge EMP-20931, 卡号：A00293817
  rule(
    'account',
    'plain',
    String.raw`(?:宽带|上网|装机|登录|平台|系统|游戏)?(?:账号|帐号|账户|用户名)[ :是为]{0,3}(?<v>(?=[a-z\d_]{0,12}[a-z])(?=[a-z_]{0,12}\d)[a-z\d_]{6,24})(?![a-z\d@])`,
    0.6,
  ),
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z])(?:badge|employee|staff|agent|patient|member|student|policy|account|asset|customer|工号|员工号|编号|工牌)(?: (?:no|number|id|tag))?(?:\.|:|#| is|是|为)?[ :]{0,2}(?<v>(?!(?:cve|cnvd|cnnvd|gb|iso|iec|rfc|kb|ms)-)[a-z]{1,5}-\d{3,12}(?:-[a-z\d]{1,6})?)(?![a-z\d])`,
    0.6,
  ),
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z])(?:user ?id|user ?name|login|a/c|acct|account|mrn|member|client|staff|customer)(?: ?(?:id|no|number|name))?(?:\.|:|#| is)?[ :]{1,2}(?<v>(?=[a-z]{0,12}\d)(?:[a-z]{0,14}\d{2,4}|[a-z]{0,4}\d{6,14}))(?![a-z\d@.])`,
    (v) => (v.length >= 6 ? 0.5 : 0),
  ),
  rule(
    'account',
    'plain',
    String.raw`(?:卡号|社保号|医保号|就诊号|病案号|档案号|诊疗卡|健康卡|号码)[ :是为]{1,3}(?<v>[a-z]{1,3}\d{6,12})(?![a-z\d])`,
    0.6,
  ),
  rule(
    'mac',
    'plain',
    String.raw`(?<![a-z])(?:s/?n|serial(?: no| number)?|sn码|序列号|loid|光猫|机顶盒|设备码|机身号)(?:号|码|是|为|:|#|=)?[ :]{0,2}(?<v>(?=[a-z\d]{0,10}\d)[a-z\d]{8,24})(?![a-z\d])`,
    (v) => (/\d.{0,12}\d/.test(v) ? 0.6 : 0),
  ),
  rule(
    'account',
    'figures',
    `(?:客户|会员|用户|员工|学员|患者|病历|病案|住院|就诊|门诊|投保人|客户编)(?:卡|编)?(?:号码|编号|号|id|no)${IS}(?<v>[a-z]{0,4}-?${digits(4, 16)})${END}`,
    0.7,
  ),
  rule('account', 'figures', String.raw`(?<!\d)(?<v>\d{3,6})号?(?:客服|话务员|坐席|接线员|客户经理|座席)`, 0.6),
  rule(
    'account',
    'figures',
    String.raw`(?:客服|话务员|坐席|座席)(?<v>\d{3,6})号?(?=[,，]?(?:为|竭诚|很高兴|正在))`,
    0.6,
  ),
  rule(
    'account',
    'figures',
    String.raw`(?<![a-z])(?:meter|membership|member|policy|account|customer|client|employee|student|loyalty|badge|agent|staff|patient)(?: (?:no|number|id|num)\b\.?|#)?\s{0,1}[:#]{0,1}\s{0,1}(?<v>[a-z]{0,3}-?${digits(6, 16)})${END}`,
    0.6,
  ),
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z])(?:user(?: ?name)?|login|acct)\s(?<v>[a-z][a-z\d_.\-]{3,29})(?=[,;/ ]{1,4}(?:pass|password|pwd|pw)(?![a-z]))`,
    0.6,
  ),
  rule(
    'account',
    'figures',
    `(?:工号|档案号|档案编号|[电水气燃热]表(?:编|户)?号|学籍号|学号|考号|准考证|警号|房卡|会员卡|积分卡|户号|股东账?号|资金账?号|employee[ _]id|student[ _]id|member(?:ship)?[ _](?:id|no))${IS}(?<v>[a-z]{0,4}-?${digits(4, 18)})${END}`,
    0.65,
  ),
  // 登录日志：wangl 从 10.88.20.33
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z\d_.@/\-])(?<v>[a-z][a-z\d_.]{2,24})(?=\s?(?:从|在|于|自|from|at)\s?\d{1,3}\.\d{1,3}\.\d)`,
    (v) =>
      /^(?:login|logged|ssh|access|request|connect(?:ion|ed)?|root|admin|host|user|session|failed|ip|traffic|scan|seen|came|sent|received|packets?|ping|reply|bytes|in|out)$/.test(
        v,
      )
        ? 0
        : 0.45,
  ),
  // rejects user svc_backup01
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z])(?:user|login|account|member)\s(?<v>[a-z][a-z.]{1,20}[_\d][a-z\d_.]{1,30})(?![a-z\d@/])`,
    0.45,
  ),
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._\-]{1,40}#[a-z\d][a-z\d\-]{1,40}\.(?:com|cn|net|org|edu|com\.cn))(?![a-z\d])`,
    0.7,
  ),
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._%+\-]{0,40}(?:\s(?:dot|underscore|dash|点|下划线)\s[a-z\d]{1,20}){0,2}\s{0,1}(?:\[at\]|\(at\)|\{at\}|<at>| at |艾特|\[@\]|\(@\)|#at#|圈a|@)\s{0,1}[a-z\d][a-z\d\-]{0,40}(?:\s{0,1}(?:\[dot\]|\(dot\)|\{dot\}| dot |点|\.|。|,)\s{0,1}[a-z]{1,12}[a-z\-\d]{0,20}){1,4})(?![a-z\d])`,
    mailWords,
  ),
  // 陈@例子.公司
  rule(
    'email',
    'plain',
    String.raw`(?<v>[a-z\d\u4e00-\u9fff._\-]{1,20}@(?:[\u4e00-\u9fffa-z\d\-]{1,20}\.(?:公司|中国|网络|在线|商城|网址|集团)|(?=[a-z\d\-]{0,10}[\u4e00-\u9fff])[\u4e00-\u9fffa-z\d\-]{1,20}\.(?:com|cn|net|org)))`,
    0.7,
  ),
  // xiaoyu77@example .com.cn: a gap at the dot only, and an ending that every reader knows
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._%+\-]{0,40}@[a-z\d][a-z\d\-]{0,40}(?:\s{1,2}\.\s{0,2}|\.\s{1,2})(?:com|cn|net|org|edu|gov|io|co|top|vip|me)(?:\s{0,1}\.\s{0,1}(?:cn|hk|tw|uk|au|jp))?)(?![a-z\d])`,
    0.6,
  ),
  rule('email', 'plain', String.raw`(?:邮箱|邮件|e-?mail)[^a-z\d]{0,6}(?<v>${SPACED_MAIL})(?![a-z\d])`, (v) =>
    /\s/.test(v) ? 0.6 : 0,
  ),
]

/** `meet at example.com` is no address, `zhang at example dot com` is; one with signs alone is email.ts's. */
function mailWords(value: string): number {
  const dotted = /dot|点|。|,/.test(value)
  if (/\[at\]|\(at\)|\{at\}|<at>|艾特|#at#|圈a|\[@\]|\(@\)/.test(value)) return 0.85
  if (/@/.test(value)) return dotted ? 0.6 : 0
  return dotted ? 0.7 : 0.2
}

const COMMON = new Set(
  'moments official service store business article video public search login https android iphone weixin wechat program programs version number account support friends circle qrcode redpacket update message please'.split(
    ' ',
  ),
)

function wechat(value: string, whole: string): number {
  if (COMMON.has(value) || value.length < 5) return 0
  const told = /号|id|:|=|是|为|加|->|to |用/.test(whole.slice(0, whole.length - value.length))
  if (/\d|_/.test(value)) return told ? 0.9 : 0.7
  return told && value.length >= 6 ? 0.7 : 0.3
}
