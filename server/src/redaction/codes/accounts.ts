import { digits, END, IS, type Pattern, rule } from './pattern.ts'

// Names and numbers that a system, a firm or a house gives somebody: accounts, badges, meters, patients, devices.

const PLATFORM =
  '(?:抖音|快手|微博|小红书|支付宝|陌陌|钉钉|淘宝|旺旺|telegram|电报|飞机|skype|line|ins|instagram|twitter|推特|facebook|b站|知乎|飞书|纸飞机|tg)'

/** Of every system, and so of no person. */
const NOBODYS =
  /^(?:null|true|false|none|undefined|admin(?:istrator)?|root|string|int|varchar|nobody|guest|test|ubuntu|www-data|postgres|mysql|oracle|mailto)$/

export const ACCOUNTS: readonly Pattern[] = [
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
    String.raw`(?:用户名?|账号|帐号|账户|登录名)[ :：]{0,2}(?<v>[a-z][a-z\d_.\-]{3,29})(?=[,，;；/ \n]{1,3}(?:初始|默认|登录|临时|temporary |temp |initial |default )?(?:密码|口令|pwd|password))`,
    (v) => (NOBODYS.test(v) ? 0 : 0.6),
  ),
  // user=crm_rw, "openid":"oX8a2k…"
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z])(?:user(?:_?(?:name|id|no))?|usr|login(?:_?name)?|account|acct|uid|openid|unionid|(?:member|cust(?:omer)?|emp(?:loyee)?|staff)_?(?:id|no|name)|nick_?name)(?:["']\s?:\s?["']?|=["']?)(?<v>[a-z\d][a-z\d_.\-]{2,62})(?![a-z\d@])`,
    (v) => (NOBODYS.test(v) ? 0 : 0.5),
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
    (v) => (NOBODYS.test(v) ? 0 : /\d|_/.test(v) ? 0.6 : 0.3),
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
  rule(
    'account',
    'figures',
    String.raw`(?<!\d)(?<v>(?![48]00)\d{3,6})号?(?:客服(?!电话|热线|专线)|话务员|坐席|接线员|客户经理|座席)`,
    0.6,
  ),
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
    String.raw`(?<![a-z])(?:user(?: ?name)?|login|acct)\s(?<v>[a-z][a-z\d_.\-]{3,29})(?=[,;/ ]{1,4}(?:temporary |temp |initial |default )?(?:pass|password|pwd|pw)(?![a-z]))`,
    0.6,
  ),
  rule(
    'account',
    'figures',
    `(?:腾讯会议|会议(?:号|id)|meeting id|工号|档案号|档案编号|[电水气燃热]表(?:编|户)?号|学籍号|学号|考号|准考证|警号|房卡|会员卡|积分卡|户号|股东账?号|资金账?号|employee[ _]id|student[ _]id|member(?:ship)?[ _](?:id|no))${IS}(?<v>[a-z]{0,4}-?${digits(4, 18)})${END}`,
    0.65,
  ),
  // ToDesk 882 133 345
  rule(
    'account',
    'figures',
    String.raw`(?:todesk|teamviewer|anydesk|rustdesk|向日葵|远程)(?:的?(?:id|识别码|设备代码|设备码|伙伴码))?[ :：是]{0,2}(?<v>\d{3} ?\d{3} ?\d{3,4})(?![\d元年月])`,
    0.6,
  ),
  // ssh deploy@10.9.8.204
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z\d._@/\-])(?<v>[a-z][a-z\d_.\-]{1,24})@(?=\d{1,3}(?:\.\d{1,3}){3}(?!\d))`,
    (v) => (NOBODYS.test(v) ? 0 : 0.5),
  ),
  // 网银 lq882033 / …: a name and a password
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z\d._@/\-])(?<v>[a-z][a-z_.]{1,14}\d[a-z\d_.]{0,14})\s/\s(?=[!-~]{0,20}\d)(?=[!-~]{6})`,
    0.35,
  ),
  // 会员名小鱼儿8820
  rule(
    'account',
    'plain',
    String.raw`(?:会员名|用户名|昵称|网名|花名|旺旺名?)[ :是为叫]{0,3}(?<v>[\u4e00-\u9fff]{1,6}\d{2,8})(?![\d年月元])`,
    0.5,
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
]
