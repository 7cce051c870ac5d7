import { IS, type Pattern, rule } from './pattern.ts'
import { CODE, FREE, PASSWORD } from './secrets.ts'

// Passwords and codes as people say them: 密码八个8, 取件码3杠2杠8820, 取款密码我设的是338820.

/** 密码八个8，88888888: with hardly a figure. */
export const REPEATED: readonly Pattern[] = [
  rule(
    'secret',
    'figures',
    String.raw`${FREE}(?:${PASSWORD}|${CODE})(?:是|为|就是|:| ){0,2}(?<v>[2-9]个[a-z\d](?:[,，、 ]{1,2}(?:就是)?\d{4,10})?)(?![a-z\d位月])`,
    0.7,
  ),
]

export const SAID_SECRETS: readonly Pattern[] = [
  ...REPEATED,
  // 取件码3杠2杠8820
  rule(
    'secret',
    'figures',
    String.raw`取[件货]码${IS}(?<v>[a-z]?\d{1,3}(?:杠|横杠|减)\d{1,5}(?:(?:杠|横杠|减)\d{1,5}){0,2})(?!\d)`,
    0.8,
  ),
  // 快递在丰巢，码22908711
  rule('secret', 'figures', String.raw`(?:^|[,，。;；\n ])码[: ]?(?<v>\d{6}(?:\d\d)?)(?![\d年月元块a-z])`, 0.5),
  // 卡…，cvv 219，08/28到期
  rule(
    'secret',
    'figures',
    String.raw`(?<v>(?:0[1-9]|1[0-2]) ?/ ?(?:20)?\d\d)(?=到期|过期|有效)(?<=(?:cvv|cvc|安全码|卡)[^\n]{0,48})(?<![\d/]\d\d ?/ ?(?:20)?\d\d)`,
    0.6,
  ),
  // 取款密码我设的是338820
  rule(
    'secret',
    'figures',
    String.raw`(?:密码|口令)[我他她你您]?(?:给[我他她你您])?(?:设|改|写|用|填|定|弄|换|调)[的成了为]{0,2}是?[:： ]{0,2}(?<v>[a-z\d!@#$%^&*_.\-]{4,24})(?![a-z元块年月天次个位])`,
    (v) => (/\d/.test(v) ? 0.7 : 0),
  ),
  // 楼下门禁0308#
  rule(
    'secret',
    'figures',
    String.raw`(?:门禁|大门|单元门|楼下门|车库)[是按为:： ]{0,2}(?<v>[*#]?\d{3,8}[#*])(?![a-z\d])`,
    0.6,
  ),
  // 路由器后台admin/cp8820
  rule(
    'secret',
    'plain',
    String.raw`(?:后台|路由器?|登[录陆]|管理员)[^\n]{0,8}?(?:admin|root)\s?/\s?(?<v>(?=[!-~]{0,20}\d)[!-~]{5,32})`,
    0.6,
  ),
]
