import { IS, type Pattern, rule } from './pattern.ts'

// Dates of birth: behind or before a word that says so.

const YEAR =
  '(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]|(?:1[89]|20)\\d\\d|[3-9]\\d|0\\d|[12]\\d(?=年)|民国[\\d十百]{1,4}|昭和\\d{1,2}|平成\\d{1,2})'
const MONTH = '(?:1[0-2]|0?[1-9]|十[12]?|正|腊|冬)'
const DAY = '(?:[23二三]?十\\d?|[12]\\d|3[01]|0?[1-9]|初[\\d十]|廿\\d?)'
const SEP = String.raw`[ \n]{0,1}[年.\-/ ,_\n][ \n]{0,1}`
const EN_MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const DATE = String.raw`(?:(?:0?[1-9]|[12]\d|3[01])[/.\-](?:0?[1-9]|[12]\d|3[01])[/.\-](?:19|20)\d\d|${YEAR}${SEP}(?:农历|阴历|阳历|公历)?${MONTH}(?:[ \n]{0,1}[月.\-/ _\n,][ \n]{0,1}${DAY}(?:[ ]{0,1}[日号]|(?!\d)))?月?|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[/.\- ](?:0?[1-9]|[12]\d|3[01])[/.\- ](?:19|20)?\d\d|${MONTH}月${DAY}[日号]?|${EN_MONTH}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s{0,1}(?:(?:19|20)\d\d)?|${EN_MONTH},?\s(?:19|20)\d\d|(?:19|20)\d\d[\-/. ]${EN_MONTH}[\-/. ]\d{1,2}|\d{1,2}(?:st|nd|rd|th)?[\s\-/.](?:of\s)?${EN_MONTH}[,\-/.]?\s{0,1}(?:(?:19|20)\d\d)?|(?:19|20)\d\d年|民国[\d十百]{1,4}年|[3-9]\d年)`
const BORN =
  '(?:出生日期|出生年月日?|出生时间|出生时辰|出生于|出生|生日|生于|诞生于|阳历|阴历|农历|公历|[几哪][月年][几哪]?[号日天]?出?生的?|[几哪][号日天]出?生的?|[几哪]{1,2}年(?:生|出生)?的|什么时候出?生的|破壳日|诞辰|生辰八字|生辰|d\\.?o\\.?b\\.?|date[ _]of[ _]birth|birth[ _]?date|birthday|birth[ _]?day|bday|born(?: on| in)?|birth)'

export const BIRTHDAYS: readonly Pattern[] = [
  rule(
    'birthday',
    'figures',
    String.raw`(?:生日|birthday|birth day)${IS}(?<v>(?:0?[1-9]|1[0-2])[\-./](?:0?[1-9]|[12]\d|3[01]))(?![\d.\-/])`,
    0.6,
  ),
  // 我生日0308
  rule(
    'birthday',
    'figures',
    String.raw`(?:生日|birthday|bday)${IS}(?<v>(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\d.\-/年月元块])`,
    0.6,
  ),
  rule(
    'birthday',
    'figures',
    String.raw`(?<!\d)(?<v>(?:19)?[4-9]\d年(?:1[0-2]|0?[1-9])月(?:\d{1,2}[日号]?)?)(?=的(?:$|[,，。!！\n ]))`,
    0.4,
  ),
  // 生日快到了，7月21; 7/21 is my birthday; dob 07211990
  rule(
    'birthday',
    'figures',
    String.raw`生日(?:就?快到了|马上到了?|就?要到了|到了|就?在|嘛|呢|啊|那天是?)[,， ]{0,2}(?<v>${MONTH}月${DAY}[日号]?)(?!\d)|(?<w>(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))(?= is (?:my|his|her|your|our) (?:birthday|bday))`,
    0.7,
  ),
  rule(
    'birthday',
    'figures',
    String.raw`(?<=生日[^\n]{0,24})(?:阴历|农历|阳历|公历)(?:是|生日)?[ :]{0,1}(?<v>${MONTH}月${DAY}[日号]?)(?!\d)`,
    0.7,
  ),
  rule(
    'birthday',
    'figures',
    String.raw`(?<![a-z])(?:d\.?o\.?b\.?|date of birth|birth ?date)${IS}(?<v>(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d)(?!\d)|(?:^|[,.;(\n]\s?)born in (?<w>(?:19|20)\d\d)(?!\d)`,
    0.8,
  ),
  // 我属牛，85年的
  rule(
    'birthday',
    'figures',
    String.raw`属[鼠牛虎兔龙蛇马羊猴鸡狗猪]的?[,，、 ]{0,2}(?<v>(?:19|20)?\d\d年)(?!\d)`,
    0.6,
  ),
  // 患者58年8月的，
  rule(
    'birthday',
    'figures',
    String.raw`(?:[我他她您]|本人|患者|病人|老人|孩子|宝宝|客户|先生|女士|爸|妈|老婆|老公)是?(?<v>(?:19|20)?\d\d年(?:(?:\d{1,2}|正|腊|冬)月)?(?:初?\d{1,2}[日号]?|廿\d?)?)(?=的(?:$|[,，。!！?？\n ]))`,
    0.6,
  ),
  rule(
    'birthday',
    'plain',
    String.raw`[男女][,，、 /|]{1,2}(?:[\u4e00-\u9fff]{1,4}族?[,，、 ]{1,2})?(?:\d{2,4}年?[,，、 ]{1,2})?(?<v>(?:19|20)\d\d[.\-/年]\d{1,2}(?:[.\-/月]\d{1,2}日?|月)?|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:[4-9]\d|0\d)年)(?![\d.级届])`,
    0.6,
  ),
  rule(
    'birthday',
    'plain',
    String.raw`(?<![a-z\d])(?:(?:aged?|age of|turn(?:s|ed|ing)?|(?:i'm|i am|he is|she is|he's|she's) (?:a )?)\s{0,1}:?\s{0,1}(?<v>[1-9]\d)(?![\d%:/.,-]\d|\d| (?:minutes|hours|days|weeks|months|percent|miles|km|points))|(?<w>[1-9]\d)[ \-]years?[ \-]old)`,
    0.3,
  ),
  rule(
    'birthday',
    'figures',
    String.raw`(?<![a-z])${BORN}${IS}(?:在|于|the)?\s{0,1}(?<v>(?:(?:阳历|阴历|农历|公历)[ 的]{0,1})?${DATE})(?!\d)`,
    // 农历二月初二 is a day of the calendar
    (v, whole) => (/^[农阴公阳]历/.test(whole) && !/^(?:[农阴公阳]历)?(?:\d{4}|\d{2}年)/.test(v) ? 0 : 0.9),
  ),
  rule(
    'birthday',
    'figures',
    String.raw`(?<!\d)(?<v>${DATE})\s{0,1}(?:(?:凌晨|早上|上午|中午|下午|晚上|夜里|[在于][\u4e00-\u9fff]{2,6}?)?出生|生人|生的|诞生|生日|过生日|的生日|是(?:我|他|她|您|你|宝宝|孩子|老婆|老公|妈妈|爸爸|儿子|女儿)的?生日|[,，]?生(?![产活效成意气病长存态物命])|was born|is (?:my|his|her|your) birthday)`,
    0.85,
  ),
]
