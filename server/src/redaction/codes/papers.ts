import { ibanCheck, isBirthday, isProvince, socialCreditCheck } from './checks.ts'
import { digits, END, IS, type Pattern, rule, S, START } from './pattern.ts'

// Passports, permits, credit codes, plates, and the numbers of other countries' papers.

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const PERMIT =
  '(?:港澳通行证|台湾通行证|大陆通行证|内地通行证|通行证|回乡证|港澳证|台胞证|居住证|台通证|入台证|赴台证|入港证|往来(?:台湾|港澳)|签注本?|hk[/ _]?macau[ _]permit|taiwan[ _]permit|travel[ _]permit|permit|home[ _]return[ _]permit|mtp)'
/** Any signs between the characters of a code: `、`, `|`, a bracket, half of a picture. */
const ANY = String.raw`[^\da-z\u4e00-\u9fff\n]{0,3}`
/** Between an English word and what it announces. */
const SIGN = '[ :#]{1,3}'
const OTHER =
  "(?:军官证|士官证|士兵证|退[役伍]证|居留许可|永久居留(?:身份)?证?|出生(?:医学)?证明?|户口[本簿]|残疾人?证|海员证|护士证|医师证|教师证|律师证|导游证|低保证|老年证|优待证|警官证|驾驶证|驾照|行驶证|社保卡|社保|医保卡|医保|居留证|学生证|工作证|签证|证件|(?:driver'?s?|driving|my|his|her)[ _]licen[cs]e|visa|green card|alien (?:number|registration)|work[ _]permit|residence[ _]permit|id[ _]card)"

/** 号码的后六位. */
const PARTLY = String.raw`(?:号码|号)?的?(?:[前后末尾]|最后|末尾|开头|中间)(?:(?:[5-9]|1[0-4]|1?\d)位(?:数字?)?|[5-9]位?(?=[:：是]))`

export const PAPERS: readonly Pattern[] = [
  // 护照号 in front belongs to what is hidden: it is shorter to read
  rule(
    'passport',
    'figures',
    String.raw`(?<!\d/)${START}(?:护照号(?:码)?[:：]?)?(?<v>(?:e[ ]?[a-hj-np-z]|[egdsp][ ]?\d)${S}${digits(7, 7)})${END}`,
    (_, whole) => (/^en [\d ]{4,6}[ .-]\d/.test(whole) ? 0 : 0.7),
  ),
  rule('passport', 'figures', `(?:护照|passport)${IS}(?<v>(?:[a-z]${S}){0,2}${digits(6, 9)})${END}`, 0.85),
  rule('passport', 'plain', String.raw`(?:护照|passport)${IS}(?<v>(?=[a-z]{0,3}\d)[a-z\d]{7,10})${END}`, (v) =>
    /(?:\d.{0,3}){4}/.test(v) || /^[cfghjk\d][cfghjklmnprtvwxyz\d]{8}$/.test(v) ? 0.8 : 0,
  ),
  // 护照号是E，12345678
  rule(
    'passport',
    'figures',
    `(?:护照|passport)${IS}(?<v>[a-z]{1,2}(?:[,，、 ]{1,3}|横?杠)\\d(?:[ .\\-_/\\n,，、]{0,3}\\d){6,7})${END}`,
    0.7,
  ),
  // 护照号E开头，12345678
  rule(
    'passport',
    'figures',
    String.raw`(?:护照|passport)${IS}(?:字母)?[a-z]{1,2}(?:(?:开头|打头|字头)[的是,，、 后面]{0,5}|[,，、 ]{0,2}数字[是:： ]{0,2})(?<v>\d(?:[ \-,，、]{0,2}\d){6,7})${END}`,
    0.7,
  ),
  // what a machine reads on it
  rule(
    'passport',
    'plain',
    String.raw`${START}(?<v>p[a-z<][a-z]{3}[a-z]{1,30}<<[a-z<]{5,38}(?:\n[a-z\d<]{30,44})?)(?![a-z\d<])|${START}(?<w>[a-z\d<]{9}\d[a-z]{3}\d{7}[mf<x]\d{7}[a-z\d<]{14,16})(?![a-z\d<])`,
    0.9,
  ),
  rule(
    'passport',
    'figures',
    String.raw`(?:护照|passport)[^\d,;。]{1,8}?(?<v>[a-z]{1,2}${S}${digits(7, 8)})${END}`,
    0.6,
  ),
  rule(
    'permit',
    'figures',
    `(?<!准字[ :]{0,2}|[货款型批料]号[ :]{0,2})${START}(?<v>[hm]${S}(?:${digits(10, 10)}|${digits(8, 8)}))${END}`,
    (v) => (v.length === 11 ? 0.6 : 0.5),
  ),
  rule(
    'permit',
    'figures',
    String.raw`${PERMIT}${IS}(?<v>(?:[a-z]${S}){0,3}${digits(7, 10)}(?:[ \-]{0,3}[(]?[a-z\d]{1,2}[)]?)?)${END}`,
    0.85,
  ),
  rule('permit', 'figures', String.raw`${START}(?<v>c[a-hj-np-z\d]\d{7})${END}`, 0.4),
  // 通行证号C，1234，5678
  rule(
    'permit',
    'figures',
    String.raw`${PERMIT}${IS}(?<v>[a-z]{1,2}[,，、 ]{1,3}\d(?:[ \-,，、]{0,3}\d){6,9})${END}`,
    0.7,
  ),
  // 用台胞证买票，29220635; 赴台证要填，号码L16930493
  rule(
    'permit',
    'figures',
    String.raw`${PERMIT}[^\da-z\n。;；!！?？]{1,10}?(?<v>(?:[a-z]${S}){0,2}\d(?:[ \-]?\d){7,9})(?![\d年月日元块万]|\.\d|-\d)${END}`,
    (v) => (/^(?:19|20)\d\d[01]\d[0-3]\d$/.test(v) ? 0 : 0.55),
  ),
  rule(
    'permit',
    'figures',
    String.raw`${START}(?<v>[a-z]{0,2}\d{8,10})[,，]?(?:这?是|的)?[ ]?(?:我的?|[他她]的?)?(?:台胞证|回乡证|港澳通行证|台湾通行证)`,
    0.6,
  ),
  // of people of Hong Kong, Macau and Taiwan who live here: the form of a resident id
  rule(
    'permit',
    'figures',
    String.raw`(?:居住证|residence permit)[^\da-z\n。]{0,12}?(?<v>8[ \-]?[123](?:[ \-]?0){4}(?:[ \-]?\d){11}[ \-]?[\dx])${END}`,
    0.995,
  ),
  rule(
    'permit',
    'figures',
    String.raw`(?:台湾身[份分]?证|身[份分]?证字号|台湾[^\d\n]{0,6}证号?)${IS}(?<v>[a-z]${S}[1289a-d](?:[ \-]?\d){8})${END}`,
    0.8,
  ),
  // Hong Kong and Macau id: letters, six digits, check character in brackets; brackets may be missing behind a word
  rule('permit', 'figures', String.raw`${START}(?<v>[a-z]{1,2}${S}${digits(6, 6)}[ \-]?[(][\da][)])`, 0.85),
  rule(
    'permit',
    'figures',
    String.raw`(?:香港|hk|hkid|港)[^\d\n]{0,10}?(?<v>[a-z]{1,2}${S}${digits(6, 6)}[ \-]?[(]?[\da]?[)]?)${END}`,
    0.8,
  ),
  // 香港身份证是A123456，括号3
  rule(
    'permit',
    'figures',
    String.raw`(?<=(?:香港|hkid|港澳)[^\n]{0,16}[a-z]${S}\d{6})[,，、 ]{0,2}括号里?面?(?:是)?(?<v>[\da])(?![\da-z])`,
    0.6,
  ),
  // 外国人工作许可证19A3301012345678
  rule('permit', 'plain', `(?:许可|就业|居留)证?(?:编号|号码|号)?[ :：是为]{0,3}(?<v>\\d{2}[a-z]\\d{9,13})${END}`, 0.7),
  rule('permit', 'figures', String.raw`${START}(?<v>[1578]${S}${digits(6, 6)}[ \-]?[(]\d[)])`, 0.6),
  rule(
    'permit',
    'figures',
    String.raw`(?:澳门|macau)[^\d\n]{0,10}?(?<v>[1578]${S}${digits(6, 6)}[ \-/]?[(]?\d[)]?)${END}`,
    0.8,
  ),
  rule('permit', 'figures', String.raw`${START}(?<v>[a-z][1289a-d]\d{8})${END}`, 0.5),
  rule('permit', 'figures', String.raw`${START}(?<v>[a-z]{3}\d{12})${END}`, 0.6),
  rule(
    'permit',
    'figures',
    String.raw`(?<v>[军政后联空海武南北沈兰成济广士兵消][\u4e00-\u9fff]{0,2}字第?${S}${digits(4, 8)}号?)`,
    0.8,
  ),
  // 身份证后六位…, 卡号前八位…: more than the four that a mask may show
  rule('id', 'figures', String.raw`(?:身份证|证件|sfz)${PARTLY}${IS}(?<v>\d{5,14}[\dx])(?![\d年月元])`, 0.6),
  rule('card', 'figures', String.raw`(?:卡|账号|帐号|账户)${PARTLY}${IS}(?<v>\d(?:[ \-]?\d){4,13})(?![\d年月元])`, 0.6),
  rule('phone', 'figures', String.raw`(?:手机|电话|号码)${PARTLY}${IS}(?<v>\d(?:[ \-]?\d){4,9})(?![\d年月元])`, 0.6),
  // an id and a mobile with nothing between them
  rule('id', 'figures', String.raw`(?<![\da-z])(?<v>\d{17}[\dx]1[3-9]\d{9}|1[3-9]\d{9}\d{17}[\dx])(?![\da-z])`, (v) =>
    [v.slice(0, 18), v.slice(11)].some((one) => isProvince(one) && isBirthday(one.slice(6, 14))) ? 0.9 : 0,
  ),
  // 360103 1991年03月08日 8560: with the words of a date in it
  rule(
    'id',
    'figures',
    String.raw`(?<!\d)(?<v>\d{6}[,，、 ]{0,2}(?:19|20)\d\d年\d{1,2}月\d{1,2}[日号]?[,，、 ]{0,2}\d{3}[\dx])(?![\da-z])`,
    (v) => (isProvince(v) ? 0.85 : 0),
  ),
  // of Britain and of India; by their form
  rule(
    'id',
    'plain',
    String.raw`${START}(?<v>[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z](?: ?\d{2}){3} ?[a-d]|qq(?: ?\d{2}){3} ?[a-d])${END}`,
    0.6,
  ),
  rule('permit', 'plain', String.raw`${START}(?<v>[a-z]{5}\d{4}[a-z])${END}`, 0.3),
  rule(
    'permit',
    'plain',
    String.raw`(?:许可证|登记证|资格证|执业证|从业证|结婚证|离婚证|房产证|不动产权?证?|毕业证|学位证|档案|备案|证书)(?:编号|号码|号)[ :是为]{0,3}(?<v>(?=[a-z\-]{0,6}\d)[a-z\d][a-z\d\-]{5,24})${END}`,
    (v) => (/\d{4}/.test(v) ? 0.6 : 0),
  ),
  // vehicles
  rule(
    'plate',
    'plain',
    String.raw`(?<![a-z])(?:car|taxi|cab|van|vehicle|driver)(?: (?:no|number|is|plate))?[ :,]{1,2}(?<v>(?!for|the|and|was|has|at |in |of |by |to |on |is )(?:[a-z]{2,3}[ \-]?\d{3,4}[a-z]?|\d[a-z]{3}\d{3}))${END}`,
    0.5,
  ),
  // of other countries, behind the word
  rule(
    'plate',
    'plain',
    String.raw`(?:车牌号?码?|牌照|车号|(?<![a-z])(?:licen[cs]e plate|number plate|plate(?: number| no)?|rego))${IS}(?<v>(?=[a-z \-]{0,5}\d)[a-z\d]{2,4}[ \-]?[a-z\d]{2,5})${END}`,
    (v) => (/[a-z]/.test(v) && /\d\w{0,3}\d/.test(v) ? 0.5 : 0),
  ),
  rule(
    'order',
    'plain',
    String.raw`(?:(?<![a-z])vin(?![a-z])|车架号?码?|发动机号?码?)[ :是为]{0,3}(?<v>(?=[a-z]{0,10}\d)[a-z\d]{6,17})${END}`,
    (v) => (/\d.{0,12}\d/.test(v) ? 0.6 : 0),
  ),
  rule('permit', 'figures', `${OTHER}${IS}(?<v>[a-z]{0,3}${S}${digits(6, 17)}[a-z]?)${END}`, 0.5),
  rule(
    'uscc',
    'figures',
    String.raw`${START}(?<v>[1-9a-y]${S}[1-59]${S}\d${S}(?:\d${S}){4}\d${S}(?:[\da-hj-npqrtuwxy]${S}){9}[\da-hj-npqrtuwxy])${END}`,
    creditCode,
  ),
  rule(
    'uscc',
    'figures',
    String.raw`(?:信用代码|税号|执照(?:[正副]本)?|纳税人识别号|统一代码|统代|机构代码|uscc|tax[ _]?(?:id|no|number)|credit[ _]code)${IS}(?<v>[\da-z](?:${S}[\da-z]){14,19})${END}`,
    (v) => (/\d{4}/.test(v) ? 0.9 : 0),
  ),
  // 税号52、530102、MA488131F、T: whatever signs part it, behind its word or by its check character
  rule(
    'uscc',
    'figures',
    String.raw`(?:信用代码|信用码|税号|执照号?|纳税人?(?:识别)?号|统一代码|uscc|tax[ _]?(?:id|no|number))${IS}(?<v>[\da-z](?:${ANY}[\da-z]){17})${END}`,
    (v) => (/\d{4}/.test(v.replace(/[^\da-z]/g, '')) ? 0.9 : 0),
  ),
  // 信用代码91330106后面MA2AX8882G
  rule(
    'uscc',
    'figures',
    String.raw`(?:信用代码|税号)${IS}(?<v>[\da-z]{6,12}[,， ]{0,2}(?:后面|然后|接着|后半段)的?是?[,，: ]{0,2}[\da-z]{6,12})${END}`,
    0.8,
  ),
  rule(
    'uscc',
    'figures',
    String.raw`(?<v>[(\[【]?${START}[159][1-39](?:${ANY}\d){6}(?:${ANY}[\da-hj-npqrtuwxy]){10})${END}`,
    (v) => {
      const code = v.replace(/[^\da-z]/g, '')
      return /[a-z]/.test(code) && socialCreditCheck(code) ? 0.9 : 0
    },
  ),
  rule(
    'uscc',
    'figures',
    String.raw`(?:机构代码|组织代码|org(?:anization)?[ _]code)${IS}(?<v>[\da-z]{8}-?[\dx])${END}`,
    (v) => (/\d/.test(v) ? 0.8 : 0),
  ),
  rule('uscc', 'figures', String.raw`(?:统编|统一编号)${IS}(?<v>\d{8})${END}`, 0.7),
  rule('uscc', 'figures', String.raw`(?:营业执照|执照|注册)(?:注册)?${IS}(?<v>\d{15})${END}`, 0.85),
  rule(
    'plate',
    'figures',
    String.raw`(?<v>[${PROVINCES}][ .\-]{0,2}[a-z][ .\-]{0,2}[挂学临试超警][ .\-]{0,2}[a-z\d]{4,5})(?![a-z\d])`,
    0.8,
  ),
  // 车牌是浙A，8K2Q7; 浙江的浙，A，8K2Q7
  rule(
    'plate',
    'figures',
    String.raw`(?:车牌|牌照|车号|号牌)[^\d\n。;；]{0,12}?(?<v>[${PROVINCES}][,，、:： .\-]{0,2}[a-z][,，、:： .\-]{0,3}[a-z\d](?:[,，、 .\-]{0,2}[a-z\d]){4,5})(?![a-z\d])`,
    (v) => (/(?:\d\D{0,6}){2}/.test(v) ? 0.8 : 0),
  ),
  // 浙A，8，K，2，Q，7; 沪A，8K2，Q7; 我车是浙A的，8K2Q7
  rule(
    'plate',
    'figures',
    String.raw`(?<v>[${PROVINCES}][,，、 ]{0,2}[a-z](?:[,，、 ]{1,2}[a-z\d]{1,4}(?![a-z\d])){2,6})|[${PROVINCES}][,，、 ]{0,2}[a-z](?:牌)?的[,，、 ]{1,2}(?<w>[a-z\d]{5,6})(?![a-z\d])`,
    (v) => {
      const number = v.replace(/[,，、]/g, '').replace(/^[\u4e00-\u9fff][a-z]/, '')
      return /^[a-z\d]{5,6}$/.test(number) && /\d.{0,3}\d/.test(number) ? 0.7 : 0
    },
  ),
  // 车牌号，浙江的，A F 8 8 K 2
  rule(
    'plate',
    'figures',
    String.raw`(?:车牌|牌照)[^\d\na-z]{0,8}?(?<v>[a-z](?:[,，、 ]{1,2}[a-z\d](?![a-z\d])){5,6})`,
    (v) => (/(?:\d\D{0,3}){2}/.test(v) ? 0.6 : 0),
  ),
  // 浙江的浙，A，8K2Q7; 沪牌，A8K2Q7; 沪A杠8K2Q7
  rule(
    'plate',
    'figures',
    String.raw`(?<=[\u4e00-\u9fff]的)(?<v>[${PROVINCES}][,，、 ]{1,2}[a-z][,，、 ]{1,2}[a-z\d]{5,6})(?![a-z\d])|[${PROVINCES}]牌[,，、 是]{0,2}(?<w>[a-z][ .\-]?[a-z\d]{5,6})(?![a-z\d])`,
    (v) => (/(?:\d.{0,3}){2}/.test(v) ? 0.7 : 0),
  ),
  rule(
    'plate',
    'figures',
    String.raw`(?<v>[${PROVINCES}][a-z](?:横?杠|点|减号?|空格|[_|/·])[a-z\d]{5,6})(?![a-z\d])`,
    (v) => (/(?:\d.{0,3}){2}/.test(v) ? 0.8 : 0),
  ),
  // 浙A后面32K88
  rule(
    'plate',
    'figures',
    String.raw`(?<v>[${PROVINCES}][ .\-]?[a-z][df]?[,，、 ]{0,2}(?:后面|然后|后头|接着)的?是?[,，、: ]{0,2}[a-z\d]{5,6})(?![a-z\d])`,
    (v) => (/\d.{0,3}\d/.test(v) ? 0.7 : 0),
  ),
  // 电动车牌 杭州A12345
  rule(
    'plate',
    'plain',
    String.raw`(?:电动车|电瓶车|电单车|非机动车|摩托车)(?:车?牌号?码?|号牌|牌照)${IS}(?<v>[\u4e00-\u9fff]{2,3}[ .]?[a-z]{0,2}\d{5,8})${END}`,
    0.7,
  ),
  rule('plate', 'figures', String.raw`(?:车牌|号牌|军车|部队车|军牌)${IS}(?<v>[a-z]{2}[ .\-]{0,2}\d{5})${END}`, 0.6),
  rule(
    'plate',
    'plain',
    String.raw`(?<![a-z])(?:(?:licen[cs]e|number|reg(?:istration)?) plate|plate|registration)(?: (?:no|number|is))?${SIGN}(?<v>(?=[a-z]{0,4}\d)[a-z\d]{2,4}[ \-]?[a-z\d]{2,4})${END}`,
    (v) => (/\d{2}/.test(v) && /[a-z]/.test(v) ? 0.7 : 0),
  ),
  rule(
    'plate',
    'figures',
    String.raw`(?<v>[(\[]?[${PROVINCES}][ .\-]{0,2}[a-z][ .\-\n)\]]{0,3}[a-z\d](?:[ .\-](?=\d{5}(?!\d)))?(?:[ \-\n]{0,3}[a-z\d]){3}[ \-]{0,3}[a-z\d挂学警港澳领试超摩](?:[ \-]{0,1}[a-z\d])?)(?![a-z\d])`,
    plate,
  ),
  rule(
    'plate',
    'figures',
    String.raw`${START}(?<v>wj[${PROVINCES}]?[ \-.·]?\d{4,5}[a-z]?)${END}|(?<w>[使领]${S}\d{3}${S}\d{2,3})(?!\d)`,
    0.6,
  ),
  rule('id', 'figures', String.raw`(?<![\d\-])(?<v>(?!000|666)\d{3}[ \-](?!00)\d{2}[ \-](?!0000)\d{4})(?![\d\-])`, 0.7),
  rule(
    'id',
    'figures',
    String.raw`(?<![a-z])(?:ssn|social[ _]security(?:[ _]number)?|sin|nino|aadhaar|cpf|nric|national[ _](?:insurance|id))${IS}(?<v>[a-z]{0,2}\d(?:[ \-.]?\d){5,11}[a-z]?)${END}`,
    0.85,
  ),
  rule(
    'card',
    'plain',
    String.raw`${START}(?<v>[a-z]{2}\d{2}(?:[ \-]?[a-z\d]{4}){2,7}(?:[ \-]?[a-z\d]{1,4})?)${END}`,
    iban,
  ),
  rule(
    'card',
    'plain',
    String.raw`(?<![a-z])(?:iban|sort code|routing(?: number)?|aba|ifsc|bsb|clabe|swift|bic|account number|acct no)${IS}(?<v>[a-z]{0,2}\d{2,4}(?:[ \-]?[a-z\d]{1,6}){1,9})${END}`,
    (v) => (v.length >= 6 && /\d{4}/.test(v) ? 0.85 : 0),
  ),
]

function plate(value: string, written: string): number {
  const number = value.slice(2)
  if (!/\d/.test(number) && !/[a-z]{5}/.test(number)) return 0
  // 望京SOHO T3: GA 36 has two letters at most behind the first
  if ((number.match(/\d/g)?.length ?? 0) < 2 && /[a-z] [a-z\d]/.test(written)) return 0
  const known = /^[a-hj-np-z\d]{5}$/.test(number) || /^(?:[a-hjk][a-hj-np-z\d]\d{4}|\d{5}[a-hjk])$/.test(number)
  // 浙AF88D03: nearly one
  if (number.length === 6 && !/\d{4}/.test(number))
    return /^[a-z][.-]?[a-z\d]{1,6}$/.test(written.slice(1)) && /(?:\d.{0,3}){3}/.test(number) ? 0.3 : 0
  return known || !/^[a-z\d]{5,6}$/.test(number) ? 0.85 : 0.5
}

function creditCode(value: string): number {
  if (/^\d{17}[\dx]$/.test(value) && isBirthday(value.slice(6, 14))) return socialCreditCheck(value) ? 0.5 : 0
  if (socialCreditCheck(value)) return 0.95
  return /^(?:[159][1239]|a1|n[1-9]|y1)\d{6}/.test(value) && /[a-z]/.test(value) ? 0.6 : 0
}

const IBAN_COUNTRY = /^(?:gb|de|fr|es|it|nl|be|ch|at|pl|pt|ie|dk|se|no|fi|lu|gr|cz)\d{2}[a-z\d]{11,30}$/

function iban(value: string): number {
  if (ibanCheck(value)) return 0.95
  return IBAN_COUNTRY.test(value) && /\d{6}/.test(value) ? 0.4 : 0
}
