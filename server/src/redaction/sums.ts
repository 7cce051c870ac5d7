import { digits, END, IS, type Pattern, rule, S, START } from './pattern.ts'

// Numbers of orders, parcels, invoices and cases, and amounts of money.

const TRACKED =
  '(?:单号|运单号?|快递单?号?|物流单?号?|快递|物流|包裹|订单号?|订单编号|流水号?|交易号|交易单?号?|发票号?码?|票号|客票号?|机票号?|发票代码|工单号?|保单号?|合同号?|合同编号|案件号?|案号|受理号|受理编号|凭证号?|投诉编号|报价单号?|退款单号?|退货单号?|申请单?号|取件码|取[衣件餐货票包药证]号|取票码|提货码|寄件码|券码|兑换码|核销码|tracking|order|trade|invoice|shipment|parcel|case|ticket|reference|ref|transaction|booking|confirmation|waybill)'

const CARRIER =
  '(?:顺丰|圆通|中通|申通|韵达|极兔|京东|德邦|邮政|百世|天天|优速|宅急送|菜鸟|丹鸟|跨越|usps|ups|fedex|dhl|royal mail|canada post|auspost)(?:快递|速运|速递|快运|物流|包裹|ground|express)?'

/** A year alone is none: 合同-2026.pdf, order 2025. */
const fourDigits = (v: string): number =>
  /^\W*(?:19|20)\d\d$/.test(v) ? 0 : /\d{4}/.test(v) ? 0.85 : /(?:\d.{0,3}){4}/.test(v) ? 0.6 : 0

export const TRACKING: readonly Pattern[] = [
  // 片号CT20240318-226, 邮件1198827300412
  rule(
    'order',
    'plain',
    String.raw`[\u4e00-\u9fff](?:号|编号|号码|码)[ :是为]{0,3}(?<v>[a-z]{1,5}\d{5,20}(?:-[a-z\d]{1,8})?)${END}`,
    0.5,
  ),
  rule(
    'order',
    'plain',
    String.raw`(?:邮件|邮包|挂号信|快件|包裹|货物|货单)(?:号|编号)?[ :是为]{0,3}(?<v>\d{9,16})${END}`,
    0.5,
  ),
  // letters and a long run of figures: of an order, a booking, a file; for bytes that leave
  rule('order', 'plain', String.raw`${START}(?<v>[a-z]{1,5}\d{9,20})${END}`, 0.3),
  rule(
    'order',
    'plain',
    String.raw`取(?:[衣件餐货票包药证]号|[票货衣件]码)[ :是为]{0,3}(?<v>[a-z]?\d{3,5}(?:[ \-]\d{2,5}){0,2})${END}`,
    0.6,
  ),
  rule(
    'order',
    'figures',
    String.raw`(?<![a-z])${TRACKED}${IS}(?<v>(?:[\u4e00-\u9fff]{1,2}[\-字第]{1,2})?[a-z]{0,6}[ \-_.\n]{0,3}\d(?:[ \-_.\n]{0,3}\d){3,31}(?:-?[a-z\d]{1,4}){0,3})${END}`,
    fourDigits,
  ),
  rule('order', 'figures', String.raw`(?<![a-z])${CARRIER}${IS}(?<v>[a-z]{0,3}\d(?:[ \-]{0,2}\d){9,25})${END}`, 0.75),
  rule(
    'order',
    'plain',
    String.raw`(?<![a-z])${TRACKED}${IS}(?<v>(?=[a-z\-_]{0,10}\d)[a-z\d][a-z\d\-_]{5,31})${END}`,
    (v) => (/\d.{0,20}\d.{0,20}\d/.test(v) ? 0.8 : 0),
  ),
  rule(
    'order',
    'figures',
    `${START}(?<v>(?:sf|yt|jdv|jdk|jd|zto|sto|yd|ems|yz|db|dpk|jt|ky|ane|zjs|best|lp)${S}${digits(10, 15)})${END}`,
    0.8,
  ),
  rule(
    'order',
    'plain',
    String.raw`${START}(?<v>[a-z]{2}${S}${digits(9, 9)}${S}(?:cn|hk|us|gb|jp|de|sg|tw|au|kr))${END}|${START}(?<w>1z${S}[\da-z]{16})${END}`,
    0.8,
  ),
  rule(
    'order',
    'figures',
    String.raw`(?<v>[(]?(?:19|20)\d\d[)]?[\u4e00-\u9fff]{0,3}\d{0,5}[民刑行执商知财破][初终再申执监辖保撤]{0,2}(?:字第)?\d{1,6}号)`,
    0.7,
  ),
]

const UNIT =
  '(?:元整|元|块钱|块|圆整|圆|角|rmb|cny|usd|hkd|eur|gbp|jpy|人民币|美元|美金|港币|港元|港纸|欧元|英镑|日元|日圆|韩元|新币|澳元|加元|台币|新台币|澳门币|泰铢|dollars|dollar|euros|euro|pounds|yuan|bucks)'
const NUMERAL = '零〇一二两三四五六七八九十百千万亿壹贰叁参肆伍陆柒捌玖拾佰仟亿点'
const FIGURE = String.raw`\d{1,12}(?:[,，. ]\d{3}){0,5}(?:\.\d{1,4})?`
const SPENT =
  '(?:金额|余额|工资|月薪|年薪|薪资|薪水|收入|欠款|欠|借|还款|还|贷款|付款|付|转账|转|汇款|汇|打款|打|收款|收|退款|退|充值|存款|存|取款|总价|单价|价格|售价|租金|房租|押金|定金|首付|尾款|货款|报价|赔偿|赔|罚款|罚|一共|总共|共计|合计|红包|amount|balance|salary|price|paid|pay|refund|transfer|total)'

export const AMOUNTS: readonly Pattern[] = [
  rule(
    'amount',
    'plain',
    String.raw`(?:[¥$€£₩]|(?<![a-z])(?:rmb|cny|usd|hkd|eur|gbp|jpy|inr|aud|cad|sgd|chf|myr|thb|krw|twd|ngn|zar|aed|php|kes|ghs|ugx|tzs|egp|idr|vnd|brl|mxn|pln|czk|sek|nok|dkk|nzd|pkr|bdt|lkr|rs\.?|us\$|hk\$|nt\$)|人民币|美元|港币)[ ]{0,2}(?<v>${FIGURE}[ ]{0,1}(?:[十百千万亿kwm]{0,2}(?:元|整)?|million|billion|thousand)?)(?![a-z\d])`,
    0.85,
  ),
  rule(
    'amount',
    'plain',
    String.raw`(?<![\d.,a-z])(?<v>${FIGURE}[ ]{0,1}(?:多|余|来)?[十百千万亿kw]{0,2}(?:多|余)?[ ]{0,1}${UNIT})(?![a-z])`,
    0.8,
  ),
  rule(
    'amount',
    'plain',
    `(?<v>[${NUMERAL}]{1,24}(?:多|余|来)?(?:元整|元|块钱|块|圆整|圆|美元|美金|港币|欧元|英镑|日元)(?:[零一二三四五六七八九壹贰叁参肆伍陆柒捌玖]角)?(?:[零一二三四五六七八九壹贰叁参肆伍陆柒捌玖]分)?整?)`,
    (v) => (/^[一两点]块$|^元/.test(v) ? 0 : 0.75),
  ),
  rule(
    'amount',
    'plain',
    String.raw`${SPENT}(?:[你我他她您]|了|的|是|为|共|共计|合计|约|大概|[:=]|\s){0,3}(?<v>(?:${FIGURE}|[一二两三四五六七八九十百千万亿]{1,10})\s{0,1}(?:[万亿千百wk]|多万|余万){1,2}(?:[一二三四五六七八九]|多|余)?)(?![a-z\d元块米公里斤个次人天年步字])`,
    0.7,
  ),
  rule(
    'amount',
    'plain',
    String.raw`${SPENT}(?:[你我他她您]|了|的|是|为|共|[:=]|\s){0,3}(?<v>(?:\d{1,7}|\d{1,3}(?:,\d{3}){1,3})\.\d{2})(?![\d.%a-z米公千克斤度])`,
    0.6,
  ),
  // 98万 alone in its phrase, 年薪80-100万, 八百五, 2300不刀, 每人87.5
  rule(
    'amount',
    'plain',
    String.raw`(?:^|[,，。;；:\n ]|到期|额度|保额|本金|理财|存单|定期|彩礼|现金)(?<v>\d{1,4}(?:\.\d{1,2})?(?:-\d{1,4})?万)(?=$|[,，。!！?？;；\n ])`,
    0.45,
  ),
  rule(
    'amount',
    'plain',
    String.raw`(?:年薪|月薪|薪资|工资|预算|总价|报价|首付)[在是约为大概]{0,2}(?<v>\d{1,4}-\d{1,4}[万kw千])`,
    0.6,
  ),
  rule(
    'amount',
    'plain',
    `(?:^|[,，。 ])(?<v>[一二两三四五六七八九](?:百[一二三四五六七八九]|千[一二三四五六七八九]|万[一二三四五六七八九])(?:百|千)?)(?=$|[,，。!！?？ ]|行|吧|不)`,
    0.45,
  ),
  rule(
    'amount',
    'plain',
    String.raw`(?<![\d.,a-z\-])(?<v>\d{2,6})(?=不刀|可刀|不讲价|小刀|不议价|带走|拿走|出吗|卖吗)`,
    0.5,
  ),
  rule(
    'amount',
    'plain',
    String.raw`(?:每人|人均|一人|平摊|均摊|各付|各出|人头)(?:是|为|约)?\s?(?<v>\d{1,5}\.\d{1,2})(?![\d.%a-z米公千克斤度个次天人月年日点分条件本份张])`,
    0.5,
  ),
  rule(
    'amount',
    'plain',
    String.raw`(?:一共|总共|共计|合计|总计)(?:是|为|:)?\s?(?<v>\d{3,7}(?:\.\d{1,2})?)(?=$|[,，。;；!！?？\n]|吧|吗|对吧)(?!,\d)`,
    0.5,
  ),
  // 税前18k, 280w卖不卖
  rule(
    'amount',
    'plain',
    String.raw`(?:税前|税后|到手|底薪|月薪|年薪|薪资|工资|薪水|年包|报价|开价|出价|还价|卖|要价|预算|首付|贷款?|欠|借|转|存|亏了?|赚了?)[了你我他她您的是约大概到在]{0,3}\s?(?<v>\d{1,4}(?:\.\d{1,2})?(?:-\d{1,4})?[kw])(?![a-z\d])`,
    0.6,
  ),
  rule('amount', 'plain', String.raw`(?<![\d.,a-z\-])(?<v>\d{1,4}(?:\.\d{1,2})?[kw])(?=[卖买成到首贷月年税])`, 0.5),
  rule('amount', 'plain', String.raw`(?<![\d.,a-z])(?<v>\d{2,8}(?:\.\d{1,2})?)刀(?![具片叉法客锋剑子])`, 0.7),
  rule(
    'amount',
    'plain',
    String.raw`(?<![\d.,a-z])(?<v>\d{1,6}(?:\.\d{1,4})?\s?[万亿]多?)(?=(?:的)?\s?(?:首付|定金|押金|预算|彩礼|工资|年薪|存款|现金|贷款|房款|货款|尾款|保证金))`,
    0.7,
  ),
  rule(
    'amount',
    'plain',
    String.raw`(?:定金|订金|押金|首付|尾款|房租|租金|彩礼|保证金|[欠借还退赔付转扣收给]了?[你我他她您]|转了|退了|欠了|借了|付了)(?:了|的|是|共)?\s?(?<v>\d{3,7}(?:\.\d{1,2})?)(?!,\d)(?![\d.\-/:年月日号个次天人点分秒件笔位岁份条张米公克斤度级元块多余万千亿%折a-z])`,
    0.6,
  ),
  rule(
    'amount',
    'figures',
    String.raw`(?:金额|余额|工资|月薪|年薪|薪资|收入|欠款|还款额|总额|amount|balance|salary|total|refund|price)["']{0,1}[ ]{0,1}(?:是|为|共|[:=]|is|of){1,2}[ ]{0,1}["'“¥$]{0,2}(?<v>${FIGURE})(?![\d年月日:\-/a-z])`,
    0.7,
  ),
]
