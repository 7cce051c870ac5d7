// Where parcels are left: 龙湖香醍漫步南门快递架 tells where somebody lives, 存在快递柜 and 楼下驿站 do not.

const KEEPERS =
  '快递架|快递柜|智能柜|自提柜|驿站|代收点|自提点|快递点|快递站|快递超市|收发室|传达室|门卫室?|保安亭|保安室|岗亭|丰巢(?:快递)?柜?|蜂巢柜?|速递易|兔喜生活'

export const HAS_KEEPER = /快递[架柜点站超]|[能提]柜|驿站|[代自][收提]点|[发达]室|门卫|保安|岗亭|[丰蜂]巢|速递易|兔喜/

/** Behind a verb that leaves something there, or at the start of a line that has no such verb. */
export const PARCEL_PLACE = new RegExp(
  `(?:已到达?|已?存[至放到入在][在于至]?|已存|放[在到]?|送[到至]|投[递放][到至]|暂存[在于]?|取件地址:?|取件点:?|自提点:?|(?<=^|\\n)(?![^\\n]{0,24}?[存放送投寄到在丢搁]))(?<v>[\\u4e00-\\u9fffa-z\\d（()-]{2,24}?(?:${KEEPERS}))`,
  'dg',
)

/** Words that name no place of one's own: what is done with a parcel, by whom and when, and parts of any house. */
const COMMON =
  /快递|快件|包裹|东西|物品|外卖|已经|需要|可以|麻烦|帮忙|下午|上午|中午|晚上|今天|明天|昨天|一会儿?|现在|直接|先|都|就|也|再|又|请|已|帮|给|把|被|让|替|去|来|存|放|送|投|寄|取|拿|到|在|至|于|入|丢|搁|扔|了|的|得|吧|吗|呢|我们?|你们?|您|他们?|她们?|咱们?|它|本|该|此|前|家|自己|单位|公司|小区|社区|学校|楼下|楼上|门口|门外|附近|就近|最近|旁边|指定|那边|这边|那个|这个|里面?|外面?|大门|单元门?|一楼|楼道|物业|丰巢|菜鸟|妈妈|蜂巢|智能|自提|代收|[东南西北正侧后]门|门卫|保安|[,.，。:：()（）-]/g
const KEEPER_LAST = new RegExp(`(?:${KEEPERS})$`)

/** Whether more stands before the keeper than words that any place has. */
export function namesKeeper(written: string): boolean {
  const named = written.replace(KEEPER_LAST, '').replace(COMMON, '')
  return named.length > 1 || /\d/.test(named)
}
