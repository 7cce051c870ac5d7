import { isBirthday } from './checks.ts'
import { digits, END, IS, type Pattern, rule } from './pattern.ts'

// Numbers that some word announces by its last character (…号, …编码, …证, … number), whatever the word: 折号, 考生号, 孕检卡号. Of the words
// whose numbers belong to nobody there are few, and they are named.

/** Before 号, 码, 卡, 证: numbers of goods, laws, places in a row, and of things that everybody may know. */
const PUBLIC =
  '型|上|深|股份|彩票|开奖|中奖|摇奖|选号|证券|上市|版本?|货|款|件|批次?|批准文|文|准字|许可|备案|标准|色|尺|鞋|图|条形?|条|书|刊|航班|航|班|车次|车|邮政?|端口|接口|错误|异常|状态|返回|响应|股票|基金|证券|债券|区|频道|频点|协议|章节|章|节|题|页|行|列|楼|层|房|栋|幢|期|届|第|序|排队|排|窗口?|柜台?|机位|登机口|台|站|路|线|月|日|句|逗|引|冒|问|叹|括|星|信|窗口|出口|入口|外|绰|称|旗|商|档|大|小|中|特|头|尾|加|减|乘|除|等|源|代|编|译|转|显|声|网|内存|存储|主机|南方|公交|点|贺|说明|兑换|优惠|消费|国标|机|牌|热线|服务|客服|投诉|举报|报警|急救|火警|咨询|公众|行业|地区|国家|省份|城市|部件|零件|料|产品|商品|规格|模具|工序|[几多这那某哪]'
const ENDING =
  '(?:号码|编号|编码|号|id(?![a-z])|卡号|(?<![品招大名金王底路门打字吊])牌|账户|户头|(?<![标贺绿红黄白名显内声存])卡|(?<![保论查见佐例验印考取求引认])证(?!明|据|实|券|件))'

/** A day is none, and what has hardly a figure is none. */
function numbered(written: string, whole: string): number {
  const figures = written.replace(/\D/g, '')
  if (figures.length < 5 || /^(?:19|20)\d\d$/.test(figures)) return 0
  if (figures.length === 8 && /^(?:19|20)/.test(figures) && isBirthday(figures) && !/^[^\d]{0,4}[证卡]/.test(whole))
    return 0
  return figures.length > 5 ? 0.45 : 0.3
}

const PUBLIC_ENGLISH =
  'version|model|part|error|status|build|room|page|chapter|flight|port|zip|area|product|sku|line|gate|track|section|article|issue|exit|step|process|level|class|grade|size|lot|batch|item|style|color|version|release|random|atomic|round|total|large|small|whole|prime|the|any|some|this|that'

export const NUMBERED: readonly Pattern[] = [
  rule(
    'order',
    'figures',
    String.raw`(?=[号编代卡账户证牌i1])(?<!(?:${PUBLIC}))(?:(?<=[\u4e00-\u9fff])${ENDING}|1卡通|(?<![\u4e00-\u9fffa-z\d])号(?=\d{6}))${IS}(?<v>(?:[a-z]{1,6}-?){0,2}${digits(5, 24)}(?:-?[a-z]{1,2}(?![a-z]))?)(?![\d年月元块万千%a-z人家户名次辆台]|\.\d)`,
    numbered,
  ),
  // 预约号AA00CK8820
  rule(
    'order',
    'plain',
    String.raw`(?=[号编代卡账户证牌i1])(?<!(?:${PUBLIC}))(?<=[\u4e00-\u9fff])${ENDING}[ :：是为]{0,3}(?<v>(?=[a-z]{1,5}\d|\d{1,5}[a-z])[a-z\d]{6,20})${END}`,
    (v) => (v.replace(/\D/g, '').length > 3 ? 0.3 : 0),
  ),
  rule(
    'order',
    'plain',
    String.raw`(?<![a-z])(?!(?:${PUBLIC_ENGLISH})[ _])[a-z]{3,14}[ _](?:no|number|num|id|ref|code)(?:\.|:|#|=| is)?[ ]{0,1}(?<v>[a-z]{0,5}-?\d(?:[ \-]?\d|-?[a-z]){4,20})${END}`,
    numbered,
  ),
]
