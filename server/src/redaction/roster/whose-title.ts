import { isHan, type NormalText } from '../text/normal.ts'
import { folded } from './beside.ts'
import type { Roster } from './roster.ts'
import { isCalled } from './words.ts'

// Whether 金小姐 is the one 金 of the roster or somebody else of that surname. To hide her without saying who she is costs little, to
// give her the label of another much.

/** The words before that tell of somebody from elsewhere: 4S店的, 隔壁, 一位. */
const OUTSIDE =
  /(?:(?<!尊敬|亲爱|敬爱|我们|咱们|咱|我)的|隔壁|邻居|对[方面门]|楼[上下]|[外本][地面边头省市]|外头|别[处人家]|另外|另?一?[个位名]|姓|客户|供应商|甲方|乙方|厂家|厂商|中介|物业|医院|诊所|学校|派出所|银行|法院|警局|保险|公司|单位|部门|总部|分部|分公司|门店|4s店|那[边头]|这[边头]|来|新来|前任|以前|之前|同行|评委|专家|教练|辅导员|班主任|记者|房东|租客|司机|快递员?|外卖员?|骑手|网友|主播)$/u
const LONGEST = 5

/** What somebody does, who may be anybody: 郑大夫, 许老师. */
const CALLINGS =
  /^(?:老师|大夫|医生|医师|护士|护士长|律师|法官|检察官|警官|教授|博士|师傅|司机|教练|导演|记者|保安|保姆|阿姨|叔叔|大爷|大妈|奶奶|爷爷|大叔|大婶|大娘|同学|客服|管家|骑手|房东|中介)$/

const MEN = '强军伟刚勇斌超磊鹏涛峰龙虎彪豪俊杰辉建国洪波栋雄武威钢铁柱'
const WOMEN = '丽娟芳婷娜燕玲霞秀兰莉娅妮蓉薇莲菊凤琴翠娥婉姗茜菲萱蕾蕊璐璇梅香艳倩媛妍婧莹英'
const HE = /先生|哥|叔|伯|爷|兄|弟|公|爸|大舅|公子|汉$/u
const SHE = /女士|小姐|姐|姨|妈|奶奶|嫂|妹|婶|太太|夫人|婆|娘|姑/u

/** `person` where the surname at [at, to) with its title up to `end` is that of the one in the roster; null: perhaps somebody else. */
export function whoIsTitled(
  text: NormalText,
  { told }: Pick<Roster, 'told'>,
  person: string,
  at: number,
  to: number,
  end: number,
): string | null {
  if (isFromOutside(text, at)) return null
  const title = folded(text, to, end)
  const names = told.get(person) ?? ''
  if (title === '' || names.includes(folded(text, at, end))) return person
  if ((HE.test(title) && isOf(names, SHE, WOMEN, MEN)) || (SHE.test(title) && isOf(names, HE, MEN, WOMEN))) return null
  return CALLINGS.test(title) && !names.includes(title) && !isCalled(text, at, end) ? null : person
}

function isFromOutside(text: NormalText, at: number): boolean {
  let start = at
  while (start > 0 && at - start < LONGEST && isHan(text.unit[start - 1] ?? 0)) start -= 1
  return start < at && OUTSIDE.test(folded(text, start, at))
}

/** All that the roster says of somebody speaks for a man, or for a woman. */
function isOf(names: string, titles: RegExp, chars: string, others: string): boolean {
  const own = titles.test(names) || [...names].some((char) => chars.includes(char))
  return own && ![...names].some((char) => others.includes(char))
}
