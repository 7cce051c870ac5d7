import { digits, IS, type Pattern, rule, S } from './pattern.ts'

// QQ, WeChat, telephones behind a word, and e-mail addresses with words for their signs.

const QQ =
  '(?:qq|扣(?=[:：]|[1-9]\\d{7,10}(?![\\d元块万分.]))|加扣扣?|扣扣|企鹅|q号|叩叩|球球|蔻蔻|秋秋|群号|加q|我q|q(?![1-4]\\s?(?:19|20)\\d\\d(?!\\d)))'
const WECHAT =
  '(?:微信|微 信|[微威薇][^a-z\\d\\u4e00-\\u9fff，。,]{1,2}信|微我(?=[ :：])|weixin|wechat|微号|薇信|威信|[佳嘉]薇|绿泡泡|小绿泡|微芯|徽信|维信|v信|w信|v x(?![a-z])|[+＋]v(?=[a-z\\d]{5})|vx|wx|w x(?![a-z])|加v|加微|[+➕] ?[微薇]|加薇|卫星|微讯|v心|加我v|v号|[薇微](?=[❤♥💗:：])|[❤♥💗](?=\\s?[:：])|v(?![a-z]|\\d{1,3}\\.))'

/** Groups of figures as other countries write their numbers: (37) 788-063, 07700 063 966, 28-64-66-98. */
const GROUPS = String.raw`[(]?\d{1,5}[)]?(?:[ .\-]{1,2}[(]?\d{2,6}[)]?){1,5}`
const CALLED =
  '(?:phone|telephone|tel|ph|mobile|cell|fax|hotline|call|dial|ring|reach|contact|text|whatsapp|number|messages?(?: to| on)|registered)'

function dialled(value: string): number {
  const count = value.replace(/\D/g, '').length
  return count >= 7 && count <= 13 && !/^(?:19|20)\d\d[ .-]?[01]?\d[ .-]?[0-3]?\d$/.test(value) ? 0.6 : 0
}

const SPACED_MAIL = String.raw`[a-z\d][a-z\d._%+\-]{0,40}\s{0,2}@\s{0,2}[a-z\d][a-z\d\-]{0,40}(?:\s{0,2}\.\s{0,2}[a-z]{2,12}){1,3}`

/** Providers of e-mail for everybody. */
const POST =
  '(?:qq|vip\\.qq|foxmail|163|vip\\.163|126|188|139|189|wo|sina|vip\\.sina|sohu|yeah|tom|aliyun|gmail|googlemail|outlook|hotmail|live|msn|yahoo|icloud|mac|proton|protonmail|gmx|mail)'

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
    String.raw`(?:加|进|入|在)(?<w>[1-9]\d{6,10})(?:这个|的)?群|(?:粉丝|交流|讨论|车友|福利|业主|家长|官方|同城|学习|班级|年级|公司|校友|同学|老乡|亲友|工作|游戏|售后|加|进)群(?:号码?|是|为|:)?[ :]{0,2}(?<v>[1-9]\d{6,10})(?![\d元块万])`,
    0.5,
  ),
  rule(
    'landline',
    'figures',
    String.raw`(?<![a-z])(?:分机号?码?|extension|ext\.?)(?:是|为|is|no|:)?[ :]{0,2}(?<v>\d{2})(?![\d年月日元块万a-z.])`,
    0.45,
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
  // (852)6387 7593; 0944-628-119 of Taiwan
  rule(
    'phone',
    'figures',
    String.raw`(?<![\d.])(?<v>[(](?:00)?(?:852[)][ \-]?[2-9]\d{3}|853[)][ \-]?[268]\d{3})[ \-]?\d{4})(?![\d\-])|(?<![\d\-.])(?<w>09\d\d-\d{3}-\d{3})(?![\d\-.])`,
    0.7,
  ),
  // 1.张三15588023371 2.李四…: the next number of a list right behind it
  rule('mobile', 'plain', String.raw`(?<![\da-z.])(?<v>1[3-9]\d{9})(?=[2-9][.、)][\u4e00-\u9fff])`, 0.7),
  // 155-8802-3371/3372
  rule('mobile', 'figures', String.raw`/(?<=(?<!\d)1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}/)(?<v>\d{4})(?!\d)`, 0.5),
  // 打到学校65229081, 财务6522-9085
  rule(
    'landline',
    'figures',
    String.raw`(?:打到?|拨打?|致电)[\u4e00-\u9fff]{0,6}(?<v>[2-8]\d{2,3}[ \-]?\d{4})(?![\d\-年月元块])|(?:财务|人事|行政|销售|售后|传达室|物业|保安室|教务处|居委会?)[:： ]{0,2}(?<w>[2-8]\d{2,3}-\d{4})(?![\d\-])`,
    0.5,
  ),
  // 手机是英国的，447911339447
  rule(
    'phone',
    'figures',
    String.raw`(?:手机|电话|号码)(?:[^\d\n。单编卡证]{0,10})(?<v>\d{11,13}|(?<=[国洲拿][^\d\n]{0,4})[2-9]\d\d[2-9]\d{6})(?![\d年月元块.]|-\d)`,
    (v) => (/^(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d/.test(v) ? 0 : 0.4),
  ),
  // 台湾09 3394 4711
  rule(
    'phone',
    'figures',
    String.raw`(?:台湾|台北|高雄|台中)[^\d\n]{0,6}(?<v>0\d(?:[ \-]{0,2}\d){7,8})(?![\d\-])`,
    0.6,
  ),
  // 98765 43210 is my Mumbai number, handy 0170/1234567, at 212 555 0147
  rule(
    'phone',
    'figures',
    String.raw`(?<![\d.,\-/])(?<v>[6-9]\d{4}[ \-]\d{5})(?![\d\-]|[.,]\d)(?=[^\n]{0,30}(?:number|mobile|phone|whatsapp|印度|手机|电话))|(?<![a-z])(?:mobil|handy|tel|telefon|fon|phone|call|ph|india|印度)[ .:：]{1,3}(?<w>0\d{2,4}/\d{5,8}|[6-9]\d{4}[ \-]\d{5})(?![\d\-/])`,
    0.6,
  ),
  rule(
    'phone',
    'figures',
    String.raw`(?<![a-z])(?:at|on|from|to|is|line|desk|or|dial|try|call)[ :]{1,2}(?<v>[2-9]\d\d [2-9]\d\d \d{4})(?![\d\-])`,
    0.5,
  ),
  // Spain 612 34 56 78, 莫斯科 8-495-123-45-67, 054-123-4567 of Israel: a country, and what is written as its numbers are
  rule(
    'phone',
    'figures',
    String.raw`(?<![a-z])(?:spain|italy|portugal|france|germany|austria|swiss|switzerland|netherlands|holland|belgium|sweden|norway|denmark|finland|poland|russia|moscow|ukraine|turkey|israel|egypt|kenya|nigeria|ghana|brazil|mexico|argentina|chile|peru|colombia|canada|ireland|greece|dubai|uae|saudi|qatar|kuwait|pakistan|bangladesh|nepal|myanmar|cambodia|laos|西班牙|意大利|葡萄牙|法国|德国|奥地利|瑞士|荷兰|比利时|瑞典|挪威|丹麦|芬兰|波兰|俄罗斯|莫斯科|乌克兰|土耳其|以色列|埃及|尼日利亚|肯尼亚|巴西|墨西哥|阿根廷|加拿大|爱尔兰|希腊|迪拜|阿联酋|沙特|巴基斯坦|缅甸|柬埔寨|老挝|越南|泰国|印尼|菲律宾|马来西亚|日本|韩国|英国|美国|澳洲|新西兰)(?:的?(?:手机|电话|号码?|座机| mobile| cell| number| phone| office)){0,2}(?:是|is)?[ :：]{0,2}(?<v>[(]?\d{1,4}[)]?(?:[ .\-/][ ]?\d{2,6}|(?<=[)])\d{3,5}){1,5})(?![\d\-]|[.,]\d|[年月日元万亿%人个km])`,
    (v) => (/^\d{8,12}$/.test(v) && !/^(?:19|20)\d\d/.test(v) ? 0.5 : 0),
  ),
  // 座机8765，4321; 总机…，拨通了按8转802
  rule(
    'landline',
    'figures',
    String.raw`(?:座机|固话|总机|前台|值班室|门卫|传达室|办公室电话|店里电话)(?:是|:)?[ ]?(?<v>[2-8]\d{2,3}[,，、][ ]?\d{4})(?![\d年月元])|(?:拨通|总机|接通)[^\n]{0,24}?转(?<w>\d{3,6})(?![\d年月元人])`,
    0.5,
  ),
  // 我在香港的号9123，4567; 加拿大手机416，555，0144; 852-28771122, 016-987 6543
  rule(
    'landline',
    'figures',
    String.raw`(?:香港|澳门|港|澳)(?:那边|这边)?的?(?:手机|电话)?(?:号码?)?(?:是|:)?[ ,，]{0,2}(?<v>[2-9]\d{3}[,，、 \-]{1,2}\d{4})(?![\d年月元])`,
    0.6,
  ),
  rule(
    'phone',
    'figures',
    String.raw`(?:国|洲|拿大|坡|西亚|西兰|台湾)的?(?:手机|电话|座机)(?:号码?)?(?:是|:)?[ ,，]{0,2}(?<v>\d{2,4}(?:[,，、 \-]{1,2}\d{3,4}){1,3})(?![\d年月元])|(?<![\d\-.*])(?<w>85[23]-[2-9]\d{7}|01\d-\d{3,4} \d{4})(?![\d\-.])`,
    0.5,
  ),
  // of Russia, as people there write it
  rule('phone', 'figures', String.raw`(?<![\d.\-+])(?<v>[78] ?[(]9\d\d[)] ?\d{3}[ \-]\d\d[ \-]\d\d)(?![\d\-])`, 0.7),
  // 电话係咪9182 3347: eight figures without an area code
  rule(
    'phone',
    'figures',
    String.raw`(?:电话|手机|座机|whatsapp|致电|拨打)[^\d\n。，,;；钱价]{0,6}(?<v>[2-9]\d{3}[ \-]?\d{4})(?![\d\-])`,
    0.5,
  ),
  rule(
    'qq',
    'figures',
    String.raw`(?<![a-z])${QQ}(?:群|邮箱|小号|大号)?${IS}(?<v>[1-9](?:${S}\d){4,11})(?![\d@])`,
    0.85,
  ),
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
  // cp下划线880517
  rule(
    'wechat',
    'figures',
    String.raw`(?<![a-z])${WECHAT}${IS}(?:(?:你|就|可以){0,2}搜(?:[一1]?下)?[ :：,，]{0,2})?(?<v>[a-z][a-z\d]{0,15}[ ,，]{0,2}(?:下划线|下横线|中划线|横杠|减号|杠|加上?(?=[ ,，]{0,2}[_\d]))[ ,，]{0,2}_?[a-z\d]{1,15})(?![a-z\d])`,
    0.7,
  ),
  // 微信是我名字拼音zhangwei加生日0312
  rule(
    'wechat',
    'figures',
    String.raw`(?<![a-z])${WECHAT}${IS}[我他她]?的?(?:名字|姓名|大名)?的?(?:全拼|拼音|首字母|英文名?|小写)的?[ :是,]{0,2}(?<v>[a-z]{2,20}(?:[ ,，]{0,2}(?:再?加上?|后面|和)?(?:生日|年份|数字)?[ ,，]{0,2}\d{2,8})?)(?![a-z\d])`,
    0.6,
  ),
  // 微信号是hutao，然后1990
  rule(
    'wechat',
    'figures',
    String.raw`(?<![a-z])${WECHAT}${IS}(?<v>[a-z][a-z\d_]{1,19}[ ,，]{0,2}(?:然后|再?加上?|后面|接着?)是?[ ,，]{0,2}\d{2,8})(?![a-z\d元])`,
    0.7,
  ),
  // L I N A 0 5 7 1: letter by letter
  rule(
    'wechat',
    'figures',
    String.raw`(?<![a-z])${WECHAT}${IS}(?:[大小]写的?)?(?<v>[a-z](?:[ ,，、\-]{1,2}(?:[a-z]|\d{1,6})(?![a-z\d])){4,19})`,
    0.6,
  ),
  rule('wechat', 'plain', String.raw`(?<![a-z\d_\-])(?<v>wxid_[a-z\d]{6,24})(?![a-z\d])`, 0.95),
  rule(
    'wechat',
    'plain',
    String.raw`(?<![a-z\d_\-])(?<v>[a-z][a-z\d_\-]{5,19})\s{0,1}[(（,，]?\s{0,1}(?:是我|这是我|我|加|是)(?:的)?(?:微信|vx|wx|v)`,
    wechat,
  ),
  // 你搜gzliyun22
  rule(
    'wechat',
    'plain',
    String.raw`(?:你搜|搜我|搜号|搜下我|加我)[ :：]{0,2}(?<v>(?=[a-z_\-]{0,18}\d)[a-z][a-z\d_\-]{5,19})(?![a-z\d@])`,
    0.5,
  ),
  // 就搜cathy_h236，微信
  rule(
    'wechat',
    'plain',
    String.raw`搜(?:索|1?下)?[ :：]{0,2}(?<v>[a-z][a-z\d_\-]{5,19})[ ,，]{0,2}(?:是|加)?(?:我的?)?(?:微信|vx|wx)`,
    0.5,
  ),
  // 家长yx_mama2015没进群
  rule(
    'wechat',
    'plain',
    String.raw`(?<=[\u4e00-\u9fff:：,，\s]|^)(?<v>[a-z][a-z\d]{0,14}_[a-z\d_]{2,18})(?=[^a-z\d\n]{0,4}(?:进群|入群|没进|退群|拉进|拉群|拉一下|加一下|加我|好友))`,
    0.5,
  ),
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._\-]{1,40}#[a-z\d][a-z\d\-]{1,40}(?:\.[a-z\d\-]{2,20}){0,2}\.(?:com|cn|net|org|edu|me|com\.cn))(?![a-z\d])`,
    0.7,
  ),
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._%+\-]{0,40}(?:\s(?:dot|underscore|dash|点|下划线)\s[a-z\d]{1,20}){0,2}\s{0,1}(?:[\[({<](?:at|a|@|艾特|圈a|圈)[\])}>]| at |\*at\*|艾特|小老鼠|#at#|圈a|@)\s{0,1}[a-z\d][a-z\d\-]{0,40}(?:\s{0,1}(?:\[dot\]|\(dot\)|\{dot\}| dot |点|\.|。|,)\s{0,1}[a-z]{1,12}[a-z\-\d]{0,20}){1,4})(?![a-z\d])`,
    mailWords,
  ),
  // tom.lee at sina.cn, meiAT163.com: a post office that everybody knows, or a name that no sentence has
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._%+\-]{1,40}(?: at | 在 |[_\-]at[_\-]|at| # ?)${POST}\.(?:com|cn|net|me)(?:\.(?:cn|hk|tw))?)(?![a-z\d])`,
    0.6,
  ),
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>(?=[a-z\-]{0,40}[\d._])[a-z\d][a-z\d._%+\-]{2,40} at (?:[a-z\d\-]{1,40}\.){1,3}(?:com|cn|net|org|edu|me|io|co\.[a-z]{2}|uk|de|fr|jp|hk|tw|sg|au|in|my))(?![a-z\d])`,
    0.6,
  ),
  // lina88，艾特126点com: said, with its pauses
  rule(
    'email',
    'figures',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._%+\-]{1,40}(?:(?:点|下划线|横杠|减号|杠)[a-z\d]{1,20}){0,2}(?:加\d{1,8})?(?:[ ,，]{0,2}(?:艾特|小老鼠|圈a?|@)[ ,，]{0,2}|[,，] ?at )[a-z\d][a-z\d\-]{0,30}(?:[ ,，]{0,2}(?:点|\.|。)[ ,，]{0,2}(?:com|cn|net|org|edu|me|co|io)){1,2})(?![a-z\d])`,
    0.7,
  ),
  // h u t a o，at gmail dot com
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d])(?<v>[a-z](?:[ ,，、\-]{1,2}(?:[a-z]|\d{1,4}|underscore|dot)){3,20}[ ,，]{1,3}(?:at|艾特|@|圈a)[ ,，]{0,2}[a-z\d]{2,20}[ ,，]{0,2}(?:dot|点|\.)[ ,，]{0,2}(?:com|cn|net|org))(?![a-z\d])`,
    0.7,
  ),
  // zhang wei 88 @ 163 . com
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>(?:[a-z\d]{1,20} ){0,3}[a-z\d._\-]{1,40} {0,2}@ {0,2}${POST} {0,2}\. {0,2}com)(?![a-z\d])`,
    (v) => (/ @|@ | \./.test(v) && (/\d.{0,20}@/.test(v) || !/[a-z] [a-z]/.test(v)) ? 0.6 : 0),
  ),
  // 张伟@某某公司.cn
  rule(
    'email',
    'plain',
    String.raw`(?<v>[\u4e00-\u9fff]{2,4}@[\u4e00-\u9fffa-z\d\-]{2,20}\.(?:com|cn|net|org|中国|公司|网络)(?:\.cn)?)(?![a-z\d])`,
    0.6,
  ),
  // wang . fang@hotmail . com
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d_]{1,20}(?: \. ?[a-z\d_]{1,20}){1,3} ?@ ?[a-z\d][a-z\d\-]{0,40}(?: ?\. ?[a-z]{2,12}){1,3})(?![a-z\d])`,
    0.6,
  ),
  // q1w2 在 163 点 com
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._%+\-]{1,40} ?在 ?[a-z\d\-]{2,40} ?点 ?(?:com|cn|net|org)(?:[.点 ]{1,3}cn)?)(?![a-z\d])`,
    0.6,
  ),
  // 老同学群 9581878785
  rule(
    'qq',
    'figures',
    String.raw`(?<=[\u4e00-\u9fff]|^)群[ :]{1,2}(?<v>[1-9](?:[ ]?\d){5,10})(?![\d年月日元块个人条万千%]|\.\d)`,
    0.45,
  ),
  // 127 751 120@qq.com
  rule('email', 'figures', String.raw`(?<![\da-z.])(?<v>[1-9](?:[ \-]{1,2}\d|\d){4,11} ?@ ?qq\.com)(?![a-z\d])`, (v) =>
    /\d[ -]/.test(v) ? 0.6 : 0,
  ),
  // xiaoyu77@example .com.cn: a gap at the dot only, and an ending that every reader knows
  rule(
    'email',
    'plain',
    String.raw`(?<![a-z\d._%+\-])(?<v>[a-z\d][a-z\d._%+\-]{0,40}@[a-z\d][a-z\d\-]{0,40}(?:\s{1,2}\.\s{0,2}|\.\s{1,2})(?:com|cn|net|org|edu|gov|io|co|top|vip|me)(?:\s{0,1}\.\s{0,1}(?:cn|hk|tw|uk|au|jp))?)(?![a-z\d])`,
    0.6,
  ),
  rule(
    'email',
    'plain',
    String.raw`(?:邮箱|邮件|e-?mail)[^a-z\d]{0,8}(?<v>[a-z\d][a-z\d._%+\-]{0,40} at [a-z\d\-]{1,40}(?:\.[a-z\-\d]{1,20}){0,2}\.[a-z]{2,12})(?![a-z\d])`,
    0.7,
  ),
  rule('email', 'plain', String.raw`(?:邮箱|邮件|e-?mail)[^a-z\d]{0,6}(?<v>${SPACED_MAIL})(?![a-z\d])`, (v) =>
    /\s/.test(v) ? 0.6 : 0,
  ),
]

/** A comma heard for the dot ends in an ending that every reader knows: `called at 3pm, says` has none. */
const COMMA_MAIL = /,\s?(?:com|cn|net|org|edu|gov|co|io)(?:\W|$)/

/** `meet at example.com` is no address, `zhang at example dot com` is; one with signs alone is email.ts's. */
function mailWords(value: string): number {
  if (/[[({<](?:at|a|@|圈)[\])}>]|\*at\*|艾特|小老鼠|#at#|圈a/.test(value)) return 0.85
  const dotted = /dot|点|。/.test(value) || COMMA_MAIL.test(value)
  if (!dotted) return 0
  return value.includes('@') ? 0.6 : 0.7
}

const COMMON = new Set(
  'model moments official service store business article video public search login https android iphone weixin wechat program programs version number account support friends circle qrcode redpacket update message please'.split(
    ' ',
  ),
)

function wechat(value: string, whole: string): number {
  if (/^(?:ios|android|mac|win(?:dows)?|pc) ?[\d.]/.test(value)) return 0
  if (COMMON.has(value) || value.length < 5) return 0
  const told = /号|id|:|=|是|为|加|->|to |用/.test(whole.slice(0, whole.length - value.length))
  if (/\d|_/.test(value)) return told ? 0.9 : 0.7
  return told && value.length >= 6 ? 0.7 : 0.3
}
