import { isBirthday } from './checks.ts'
import { digits, END, IS, type Pattern, rule, START } from './pattern.ts'

// Papers, plates, telephones and birthdays as English is written in Singapore, Malaysia, Hong Kong, Britain and India: my hp 9012 3344,
// ic 850315-10-5432, reg AB12 CDE.

const NRIC_WEIGHTS = [2, 7, 6, 5, 4, 3, 2]
const NRIC_LETTERS: Readonly<Record<string, string>> = {
  s: 'jzihgfedcba',
  t: 'jzihgfedcba',
  f: 'xwutrqpnmlk',
  g: 'xwutrqpnmlk',
}

/** Check letter of an identity card of Singapore; those of the newest series (m) are taken as they are. */
function nric(id: string): number {
  const letters = NRIC_LETTERS[id.charAt(0)]
  if (letters === undefined) return 0.4
  let sum = 'tg'.includes(id.charAt(0)) ? 4 : 0
  for (const [i, weight] of NRIC_WEIGHTS.entries()) sum += weight * Number(id.charAt(i + 1))
  return letters.charAt(sum % 11) === id.charAt(8) ? 0.8 : 0.4
}

const CARD_WORD = '(?:(?:my|his|her|your|the|customer|cust)? ?(?:ic|nric|fin|mykad|my kad|kad pengenalan|emirates id))'
const CALLED =
  '(?:h\\.?/?p|handphone|hand phone|phone|tel|telephone|mobile|mob|cell|whatsapp|contact(?: person)?|callback|call back|office|direct line|did|landline|home|call(?: me)?|text me|sms(?: me)?|ring me|reach me|my (?:no|num|number)|(?:his|her|their) (?:no|num|number))'
const VEHICLE =
  '(?:reg|registration|car plate|plate|number plate|licen[cs]e plate|vehicle|car|van|lorry|truck|bike|motorbike|motorcycle|taxi|cab|bus|suv|parked|honda|toyota|bmw|mercedes|proton|perodua|mazda|nissan|audi|hyundai|kia|车牌号?码?(?:是|为)?|车号)'
const NUMBER_PLATE =
  '(?:[a-z]{2}\\d{2} [a-z]{3}|[a-z]{2}\\d{2}[a-z]{3}|s[a-z]{1,2} ?\\d{1,4} ?[a-z]|[a-z]{1,3} \\d{3,4} ?[a-z]?|[a-z]{2,3}\\d{3,4}[a-z]?|\\d[a-z]{3}\\d{3}|[a-z]\\d{1,3} [a-z]{3})'
/** Of three or four letters that stand before a number and are no plate. */
const WORDS =
  '(?!(?:for|the|and|was|has|at|in|of|by|to|on|is|no|my|or|me|it|we|us|so|if|as|be|up|am|pm|all|any|got|are|had|its|not|out|off|now|pls|bus|box|lot|row|bay|top|max|min|age|day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) ?\\d)'
const FIRST_NUMBER =
  '(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine|ten)'
const NUMERAL = `${FIRST_NUMBER}(?:[ -](?:${FIRST_NUMBER}|hundred|thousand|million|and)){0,6}`

export const ABROAD: readonly Pattern[] = [
  rule('permit', 'plain', `${START}(?<v>[stfgm]\\d{7}[a-z])${END}`, nric),
  rule('permit', 'plain', `(?<![a-z])${CARD_WORD}${IS}(?<v>[stfgm][ -]?\\d{7}[ -]?[a-z])${END}`, 0.85),
  rule('id', 'figures', `${START}(?<!-)(?<v>\\d{6}-\\d{2}-\\d{4})${END}(?!-)`, (v) =>
    isBirthday(v.slice(0, 6)) ? 0.7 : 0,
  ),
  rule('id', 'figures', `(?<![a-z])${CARD_WORD}${IS}(?<v>\\d{6}[ -]?\\d{2}[ -]?\\d{4}|784(?:[ -]?\\d){12})${END}`, 0.8),
  rule('permit', 'plain', `(?<![a-z])pan(?: card)?${IS}(?<v>[a-z]{5}\\d{4}[a-z])${END}`, 0.85),
  // of a British driver
  rule('permit', 'plain', `${START}(?<v>[a-z]{1,5}9{0,4}\\d[0156]\\d[0-3]\\d{2}[a-z][a-z9]\\d[a-z]{2})${END}`, (v) =>
    v.length === 16 ? 0.8 : 0,
  ),
  rule(
    'permit',
    'plain',
    `(?<![a-z])(?:driv(?:er'?s?|ing) licen[cs]e|licen[cs]e)(?: (?:no|number))?${IS}(?<v>(?=[a-z-]{0,6}\\d)[a-z\\d][a-z\\d-]{6,18})${END}`,
    (v) => (/(?:\d.{0,3}){5}/.test(v) ? 0.6 : 0),
  ),
  rule('passport', 'plain', `(?<![a-z])pp(?: ?#| no\\.?| number)${IS}(?<v>[a-z]{0,2}\\d{6,9}[a-z]?)${END}`, 0.8),
  rule(
    'phone',
    'figures',
    String.raw`(?<![a-z])${CALLED}(?: ?(?:no|num|number|is|was|at|on))?[^a-z\d\n\u4e00-\u9fff]{0,4}(?:is |at |on |: ?)?(?<v>(?!20\d\d(?:0\d|1[0-2]))[2-9]\d{3}[ \-]?\d{4})(?![\d*\-])`,
    0.6,
  ),
  // 0117 496 0388, 050 771 2290, (02) 9128 7741, 03-5511-2290: with the nought of a country
  rule(
    'phone',
    'figures',
    String.raw`(?<![\d.*\-/][ ]{0,1})(?<v>0\d{2,3} \d{3} \d{3,4}|[(]0\d{1,2}[)] ?\d{3,4}[ \-]\d{4}|0[1-9]-\d{4}[ \-]\d{4})(?![\d*]|[.\-]\d)`,
    0.5,
  ),
  // of Korea, written without a country
  rule('phone', 'figures', String.raw`(?<![\d.\-*])(?<v>01[016-9]-\d{3,4}-\d{4})(?![\d\-*])`, 0.6),
  // of Singapore: eight figures in two groups
  rule(
    'phone',
    'figures',
    String.raw`(?<![\d.\-*/:$#][ ]{0,1})(?<![a-z\d,])(?<v>[89]\d{3} \d{4})(?! ?[\d.,*\-/:])`,
    0.4,
  ),
  rule(
    'plate',
    'plain',
    `(?<![a-z])${VEHICLE}(?: (?:no|num|number))?(?: is| was)?[ :,#.：]{1,3}${WORDS}(?<v>${NUMBER_PLATE})${END}`,
    0.6,
  ),
  rule(
    'plate',
    'plain',
    `${START}${WORDS}(?<v>${NUMBER_PLATE})(?=[, ]{1,2}(?:[a-z]{3,8} ){0,2}(?:parked|blocking|car|van|lorry|truck|vehicle|hit|golf|toyota|honda|bmw))`,
    0.4,
  ),
  rule(
    'card',
    'figures',
    `(?<![a-z])(?:account|acct|a/c|acc)(?: (?:no|num|number))?[ .:]{0,2}(?:at|with|in|from) [a-z]{2,12}(?: bank)?${IS}(?<v>${digits(7, 16)})${END}`,
    0.6,
  ),
  rule(
    'card',
    'figures',
    String.raw`(?<![a-z])(?:posb|dbs|ocbc|uob|maybank|cimb|hsbc|citi(?:bank)?|stanchart|savings|current)(?: (?:savings|current|account|acct|acc|a/c|no|number)){1,3}[ .:]{1,2}(?<v>\d{3,5}-?\d{3,7}(?:-\d{1,4})?)(?![\d\-])`,
    0.6,
  ),
  // Maybank 562012345678, CIMB 8001 2345 67
  rule(
    'card',
    'figures',
    String.raw`(?<![a-z])(?:posb|dbs|ocbc|uob|maybank|mbb|cimb|rhb|hong leong|hlb|public bank|bank islam|bsn|ambank|hsbc|citi(?:bank)?|stanchart|bca|bri|mandiri|bni|bdo|bpi|kasikorn|kbank|scb|hdfc|icici|axis|sbi)(?: (?:bank|savings|current|account|acct|acc|a/c|no|number|num|is|my|to|the|transfer)){0,4}[ .:\-=#(]{1,3}(?<v>\d(?:[ \-]?\d){8,15})(?![\d\-]|\.\d)`,
    (v) => (/^(?:19|20)\d\d[01]\d[0-3]\d/.test(v) || /^(?:1[3-9]\d{9}|0?1\d{8,9}|1[38]00\d{6})$/.test(v) ? 0.3 : 0.6),
  ),
  rule(
    'birthday',
    'plain',
    String.raw`(?<![a-z])(?:i|he|she|who|was|were|am|is) (?:was )?born in (?<v>(?:19|20)\d\d)(?!\d)`,
    0.6,
  ),
  rule(
    'order',
    'plain',
    `(?<![a-z])(?:ninja ?van|j&t|lalamove|grabexpress|singpost|pos ?laju|aramex|yamato|sagawa|evri|hermes|dpd|yodel|tnt|delhivery|bluedart)(?: (?:express|no|number))?${IS}(?<v>[a-z]{0,6}\\d(?:[ -]{0,1}\\d){7,19})${END}`,
    0.7,
  ),
  rule(
    'order',
    'plain',
    `(?<![a-z])invoice(?: no\\.?| number| #)?${IS}(?<v>(?:19|20)\\d\\d/\\d{1,4}/\\d{2,8})${END}`,
    0.7,
  ),
  rule(
    'order',
    'plain',
    `(?<![a-z])(?:booking|reservation|itinerary)${IS}(?<v>(?=[a-z]{0,5}\\d)(?=\\d{0,5}[a-z])[a-z\\d]{6})${END}`,
    0.6,
  ),
  rule('order', 'plain', `(?<![a-z\\d-])(?<v>(?:po|so|do|rma|inv|req|cr|wo)-(?:19|20)\\d\\d-\\d{3,8})${END}`, 0.5),
  rule(
    'secret',
    'plain',
    String.raw`(?<![a-z"'])key[:=]\s{0,1}(?<v>(?=(?:[a-z+/]{0,40}\d){3})[a-z\d+/]{16,64})(?![a-z\d])`,
    0.6,
  ),
  // d.o.b. 03.09.72
  rule(
    'birthday',
    'plain',
    String.raw`(?<![a-z])(?:d\.?o\.?b\.?|born(?: on)?|bday|b'day|birthday|birth ?date)${IS}(?<v>(?:0?[1-9]|[12]\d|3[01])[./\-](?:0?[1-9]|[12]\d|3[01])[./\-](?:19|20)?\d\d)(?!\d)`,
    0.9,
  ),
  rule(
    'birthday',
    'plain',
    String.raw`(?<![a-z])(?:bday|b'day|b-day)(?: is| was| on|:){0,2} (?:the )?(?<v>\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9}(?:,? (?:19|20)\d\d)?|[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?)${END}`,
    (v) => (/jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/.test(v) ? 0.85 : 0),
  ),
  // how old somebody is, said in full
  rule(
    'birthday',
    'plain',
    String.raw`(?<![a-z\d])(?:age of |aged |turn(?:s|ed|ing)? |age: ?)(?<v>[1-9]\d)(?!\d|[%:/.,\-]\d| ?(?:%|degrees|minutes|hours|days|weeks|months|percent|miles|km|points|pages|of))|(?<![\d.\-])(?<w>[1-9]\d)[ \-](?:years?|yrs?)[ \-]old(?! (?:bug|issue|ticket|code|version|building|house|car|server|whisky|wine))`,
    0.45,
  ),
  rule(
    'amount',
    'plain',
    `(?<![a-z])(?<v>(?:a |${NUMERAL} )(?:(?:hundred|thousand|million)(?: and ${NUMERAL})? ){0,2}(?:us |sing )?(?:dollars|bucks|pounds|euros|quid|ringgit|rupees|grand))(?![a-z])`,
    0.5,
  ),
]
