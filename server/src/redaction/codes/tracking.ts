import { digits, END, IS, type Pattern, rule, S, START } from './pattern.ts'

// Numbers of orders, parcels, invoices and cases.

const TRACKED =
  '(?:单号|(?:淘宝|天猫|京东|拼多多|美团|饿了么|抖音)(?:订|的)?单|运单号?|快递单?号?|物流单?号?|快递|物流|包裹|订单号?|订单编号|流水号?|交易号|交易单?号?|发票号?码?|(?<!彩)票号|客票号?|机票号?|发票代码|工单号?|保单号?|合同号?|合同编号|案件号?|案号|受理号|受理编号|凭证号?|投诉编号|(?:报价|报修|维修|派工|派|服务|投诉|申诉|送货|提货|发货|出库|入库|采购|销售|化验|检验|检查|处方|缴费|存|汇款|对账|质检|预约|报名|理赔|结算|罚)单(?:编?号)?|借据号?|收据号?|回执号?|小票号?|报告编?号|退款单号?|退货单号?|申请单?号|取[衣件餐货票包药证]号|tracking|order|trade|invoice|shipment|parcel|case|ticket|reference|ref|transaction|booking|confirmation|waybill|awb|consignment|reservation|policy|claim|docket|rma|po (?:no|number)|purchase order|delivery order)'

const CARRIER =
  '(?:顺丰|圆通|中通|申通|韵达|极兔|京东|德邦|邮政|百世|天天|优速|宅急送|菜鸟|丹鸟|跨越|usps|ups|fedex|dhl|royal mail|canada post|auspost)(?:快递|速运|速递|快运|物流|包裹|ground|express)?'

/** 物流，请看第 1496 条: where something is read. */
const NO_PLACE_IN_A_TEXT = String.raw`(?!(?<=第[\s\d]{1,12})\s?[条页章节款项期届名位次问集行])`

/** A year alone is none: 合同-2026.pdf, order 2025. */
const fourDigits = (v: string): number =>
  /^\W*(?:19|20)\d\d$/.test(v) ? 0 : /\d{4}/.test(v) ? 0.85 : /(?:\d.{0,3}){4}/.test(v) ? 0.6 : 0

export const TRACKING: readonly Pattern[] = [
  // 片号CT20240318-226, 邮件1198827300412
  rule(
    'order',
    'plain',
    String.raw`[\u4e00-\u9fff](?<![货款型料批色图])(?:号|编号|号码|码)[ :是为]{0,3}(?<v>[a-z]{1,5}\d{5,20}(?:-[a-z\d]{1,8})?)${END}`,
    0.5,
  ),
  rule(
    'order',
    'plain',
    String.raw`(?:邮件|邮包|挂号信|快件|包裹|货物|货单)(?:号|编号)?[ :是为]{0,3}(?<v>\d{9,16})${END}`,
    0.5,
  ),
  // letters and a long run of figures: of an order, a booking, a file; for bytes that leave
  rule(
    'order',
    'plain',
    String.raw`(?<!许可证?|准字|备案号?|条码|条形码|编码)${START}(?<v>[a-z]{1,5}(?:\d{9,20}|\d{6,14}-\d{1,8}))${END}`,
    0.3,
  ),
  // 发票代码033002100611 号码88201937
  rule('order', 'figures', String.raw`发票[^\n]{1,28}?号码[ :：是为]{0,3}(?<v>\d{8,20})${END}`, 0.7),
  // 病历0003308120
  rule(
    'order',
    'plain',
    String.raw`(?:病历|病案|住院|门诊|就诊)[ :：是为]{0,2}(?<v>\d{6,12})${END}(?![年月日元])`,
    0.6,
  ),
  // 订座编码KX8R2M
  rule(
    'order',
    'plain',
    String.raw`(?:订座(?:编码|记录|号)|预订[号码]|确认[号码]|凭证码|(?<![a-z])(?:pnr|booking ref(?:erence)?|booking code|record locator|confirmation(?: code| number| no)?|reservation(?: code| number| no)?|locator))${IS}(?<v>(?=[a-z]{0,7}\d)(?=\d{0,7}[a-z])[a-z\d]{5,8})${END}`,
    0.6,
  ),
  // zhoumo_8820, amy_882033: how people name themselves; for bytes that leave
  rule(
    'account',
    'plain',
    String.raw`(?<![a-z\d_./\-@])(?<v>[a-z]{2,14}_(?!(?:19|20)\d{2,10}(?!\d))\d{4,12})(?![a-z\d_./\-@(])`,
    0.3,
  ),
  // CLM-0088203
  rule(
    'order',
    'plain',
    String.raw`(?<![a-z\d\-])(?!(?:cve|cnvd|cnnvd|gb|gbt|iso|iec|rfc|kb|ms|icp|en|din|astm|iec|utf|hs|isbn|issn|ean|ora|err|tns|sql|http|iso|wh|sm|rtx|gtx)-)(?<v>[a-z]{2,6}-\d{5,14}(?:-\d{1,6})?)(?![a-z\d\-])`,
    0.3,
  ),
  // a bare run that long numbers something of somebody's; for bytes that leave
  rule('order', 'plain', String.raw`(?<![a-z\d.\-+#/])(?<v>\d{15,22})(?![a-z\d.\-/])`, 0.3),
  rule(
    'order',
    'plain',
    String.raw`取(?:[衣件餐货票包药证]号)[ :是为]{0,3}(?<v>[a-z]?\d{3,5}(?:[ \-]\d{2,5}){0,2})${END}`,
    0.6,
  ),
  rule(
    'order',
    'figures',
    String.raw`(?<![a-z])${TRACKED}${IS}(?<v>(?:[\u4e00-\u9fff]{1,2}[\-字第]{1,2})?[a-z]{0,6}[ \-_.\n]{0,3}\d(?:[ \-_.\n]{0,3}\d){3,31}(?:-?[a-z\d]{1,4}){0,3})${END}(?![个单笔张件多万千])${NO_PLACE_IN_A_TEXT}`,
    fourDigits,
  ),
  rule(
    'order',
    'figures',
    String.raw`(?<![a-z])${CARRIER}(?:的|那个|这边|单子)?${IS}(?<v>[a-z]{0,3}\d(?:[ \-]{0,2}\d){9,25})${END}`,
    0.75,
  ),
  rule(
    'order',
    'plain',
    String.raw`(?<![a-z])${TRACKED}${IS}(?<v>(?=[a-z\-_]{0,10}\d)[a-z\d][a-z\d\-_]{5,31}(?:/\d{2,8}(?![\d/]))?)${END}`,
    (v) => (/\d.{0,20}\d.{0,20}\d/.test(v) ? 0.8 : 0),
  ),
  // 仲裁案号杭劳人仲案字〔2026〕第123号
  rule(
    'order',
    'figures',
    String.raw`(?<v>[\u4e00-\u9fff]{1,5}仲[\u4e00-\u9fff]{0,4}字?[(\[〔](?:19|20)\d\d[)\]〕]第?\d{1,6}号)`,
    0.7,
  ),
  // 工单号我报一下，GD2026，0301，001
  rule(
    'order',
    'figures',
    String.raw`(?<![a-z])${TRACKED}(?:我?[报念说发](?:一下|1下|给[你您])?|是|[:,， ]){0,4}(?<v>[a-z]{1,4}[,，、 ]{0,2}\d{2,8}(?:[,，、 ]{1,2}\d{3,8}){1,6}(?:[,，、 ]{1,2}\d{1,2})?)(?![\d年月元块])`,
    (v) => (/(?:\d\D{0,2}){6}/.test(v) ? 0.6 : 0),
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
    String.raw`(?<v>(?:[\u4e00-\u9fff](?=[(]))?[(]?(?:19|20)\d\d[)]?[\u4e00-\u9fff]{1,14}(?:字第?\s?\d{1,8}|第\s?\d{5,8})号|[(]?(?:19|20)\d\d[)]?[\u4e00-\u9fff]{0,3}\d{0,5}[民刑行执商知财破][初终再申执监辖保撤]{0,2}(?:字第)?\d{1,6}号)`,
    0.7,
  ),
]
