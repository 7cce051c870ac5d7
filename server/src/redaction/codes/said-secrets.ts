import { IS, type Pattern, rule } from './pattern.ts'
import { CODE, FREE, PASSWORD } from './secrets.ts'

// Passwords and codes as people say them: 密码八个8, 取件码3杠2杠8820, 取款密码我设的是338820.

/** 密码八个8，88888888; 左33右18左52: with hardly a figure, or with words between them. */
export const REPEATED: readonly Pattern[] = [
  // 暗号是芝麻开门88
  rule(
    'secret',
    'plain',
    String.raw`(?:口令(?:红包)?|密保(?:问题)?的?答案|暗号|密语|密码|通关语)(?:是|为|[:=])?\s{0,1}(?<v>[\u4e00-\u9fff]{2,8}\d{2,8})(?![\d年月日元位个次])`,
    (v) => (/^(?:是|为|错|改|不|没|有|输|被|请|已|和|的|在|后|前|第|共|最)/.test(v) ? 0 : 0.6),
  ),
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
  // 助记词 apple river …; 您的Apple ID代码为：039281; Verification: 039281; 039281，这个是验证码
  rule(
    'secret',
    'plain',
    String.raw`(?:助记词|seed phrase|recovery phrase|mnemonic)[:： 是为]{1,3}(?<v>[a-z]{3,8}(?:[ ,]{1,2}[a-z]{3,8}){5,23})`,
    0.8,
  ),
  rule(
    'secret',
    'figures',
    String.raw`(?:id|登录|验证|账户|安全)代码(?:为|是)?[:： ]{0,2}(?<v>\d{4,8})(?![\d年月元])|(?<![a-z])verification ?[:：] ?(?<w>\d{4,8})(?!\d)`,
    0.8,
  ),
  rule(
    'secret',
    'figures',
    String.raw`(?<![\d.])(?<v>\d{4}(?:\d\d)?(?:\d\d)?)[,，。 ]{1,2}(?:这个?|那个?)?就?是(?:那个|你的|您的)?(?:验证码|短信码|动态码|校验码)(?![错不没怎为:：])`,
    0.7,
  ),
  // 密码2204，前面加lina
  rule(
    'secret',
    'plain',
    String.raw`${FREE}${PASSWORD}${IS}(?<v>[a-z\d!@#$%^&*_.]{2,24}[,，、 ]{0,2}(?:前面|后面|前头|后头|末尾)(?:再)?加(?:个|上)?[a-z\d!@#$%^&*_.]{1,16})(?![a-z\d])`,
    0.7,
  ),
  // 左33右18左52
  rule(
    'secret',
    'plain',
    String.raw`(?<v>[左右][转旋]?到?\d{1,3}[,，、 ]{0,2}(?:再)?[左右][转旋]?到?\d{1,3}[,，、 ]{0,2}(?:再)?[左右][转旋]?到?\d{1,3})(?!\d)`,
    0.6,
  ),
  // 密码是大写H小写z2204, 密码hz然后2204感叹号
  rule(
    'secret',
    'plain',
    String.raw`${FREE}${PASSWORD}${IS}(?<v>(?:[大小]写的?[ ,，]?[a-z]{1,12}[ ,，]?\d{0,12}[ ,，]?){1,4}(?:(?:感叹号|井号|星号|下划线|艾特|[!@#_*])\d{0,8})?)(?![a-z\d])`,
    0.7,
  ),
  rule(
    'secret',
    'plain',
    String.raw`${FREE}${PASSWORD}${IS}(?<v>(?=[^\n]{0,30}\d)[a-z\d]{1,16}(?:[ ,，]{0,2}(?:然后|再?加上?|后面|接着?|下划线|感叹号|井号|星号|艾特|点)(?:是|一个|个)?[ ,，]{0,2}[a-z\d]{0,16}){1,4})(?![a-z\d])`,
    0.65,
  ),
  // 先按48再按29
  rule(
    'secret',
    'figures',
    String.raw`(?:先|再|然后)[按输摁](?<v>\d{1,6}[#*]?(?:[ ,，]{0,2}(?:再|然后)[按输摁](?:\d{1,6}[#*]?|井号键?|星号键?)){1,4})(?!\d)`,
    0.6,
  ),
  // 密码 h z 2 2 0 4 !
  rule(
    'secret',
    'plain',
    String.raw`${FREE}(?:${PASSWORD}|${CODE})${IS}(?<v>(?=[^\n]{0,12}\d)[a-z\d](?:[ ,，、\-]{1,2}[a-z\d!@#$%^&*_](?![a-z\d])){4,19})`,
    0.7,
  ),
  // 收到一个482913，要发你吗
  rule('secret', 'figures', String.raw`(?:收到|发来|来)了?[1一]?个(?<v>\d{6})(?![\d元年月个次块条人包件.%万])`, 0.5),
  // 四八二，九一三，验证码
  rule(
    'secret',
    'figures',
    String.raw`(?<![\d.])(?<v>\d{3}[,，、 ]{1,2}\d{3}|\d{2}(?:[,，、 ]{1,2}\d{2}){2})[,，。 ]{1,2}(?:这?是|就是)?(?:那个)?(?:验证码|短信码|动态码|校验码)(?![错不没怎是为:：])`,
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
