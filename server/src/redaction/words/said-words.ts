// What people say of things, days and one another that begins like a surname: 钱转给你, 莫弄坏了, 祝妈妈生日快乐, 我们班人, 于明天上交. Written for
// this detector, by the surname. Folded: simplified.

/** What stands behind the surname. Given names that begin so are few, and not these (钱少华, 房小明, 包立民 stay). */
const SAID: Readonly<Record<string, RegExp>> = {
  祝: /^(?:妈妈|爸爸|爷爷|奶奶|公公|婆婆|老[师板公婆]|哥|姐|[你您我他她]|大家|各位|全[家体国]|新[春年婚]|明[天年]|天天|中[秋(]|国庆|君|所有|远方|亲|见|愿|贺|早日|一[路切]|生日|节日|合家|阖家|好运|顺风|康复|一帆|身体|成功|愉快)/,
  莫: /^(?:[喊弄坐紧误整傻想去来说怪急怕管动走忘吃喝搞打开写看听睡哭笑生慌抢拿丢催要再给把让跟得啥挨惹闹嫌吵装乱老太]|理[他她我会睬]|依靠|放在)/,
  钱: /^(?:[冲充收转打紧算花不没够太都也就还交付取到了吗呢吧呀在要怎什从给退汇借欠扣拿带丢]|用[完了来在不]|少[了不点的得]|存[到了进在好]|一起|里面)/,
  车: /^(?:[已挺塞勒数来了在没不都还要走停坏堵位票牌库窗棚费身型就也又刚快被]|有[空位没点]|太[挤多慢累堵贵旧少]|上[太有人没])/,
  门: /^[关吹没锁口外内把卫铃票窗]/,
  路: /^(?:过[问来去一的]|向[东西南北]|远[不得]|与|有|一[走直]|[口上边景太很不滑灯])/,
  班: /^[人多心大各可开迎里上会级车主]/,
  单: /^[已据价位号子]/,
  迟: /^[点早到些]|^一[点些]/,
  包: /^(?:[水电吃住邮拉盐饭折超如月买里装间]|[加立可][享送减开]|来袭|享|辣条|开通|盒)/,
  白: /^[改存喝吃跑说忙等买班送做费搞教高跟给拿]|^天(?!佑|宇|翔|明|成|华|祥|鹏|赐|亮)/,
  花: /^[超光完掉钱不了在得呗]|^开[得了的]/,
  练: /^[歌红鬼车琴字舞习级操]/,
  连: /^(?:过年|[这那我你他她个饭话都蓝手名前后带同锁]|一[个句点口下])/,
  那: /^(?!英|威|辛|松|木|娜|仁|日|拉|琪|彦|桐|嵩|军|刚)/,
  都: /^[特是有没不重去来在要会能想把被让]/,
  满: /^(?:[好大地意脸屋街记分满送减元立赠免]|[\d一二三四五六七八九十两]?[百千万]|难找|周全)/,
  曾: /^[想经被是在]/,
  顾: /^[得不上着]/,
  羊: /^(?!祜|舌|角哀|士谔)/,
  恩: /^[恩哈哼啊呢那好是对这]/,
  哈: /^[哈干兔传呵呼喽罗]/,
  时: /^[帮请要把给让我你特侯]/,
  张: /^(?:卡|图|表|纸|床|照片|回[来去]|罚单)/,
  冷: /^[多天点不死了热]/,
  麻: /^[辣拉麻利烦木]/,
  关: /^[水电机灯门窗火煤]/,
  修: /^[修改机车好]/,
  但: /^[陪是我你他她在]/,
  强: /^[抱龙悍烈制迫]/,
  安: /^[按先]/,
  查: /^[人房收岗寝水表户]/,
  明: /^(?:[天早晚说]|有[事空时])/,
  谢: /^[拉啦咯了睡喽哈]/,
  南: /^[挺好很太]/,
  元: /^一[晚天个次张]/,
  高: /^(?:数|得[看很多]|尚[点些的])/,
  房: /^[方租费价东贷卡源先内比间用前上台号挺好旧客型门不没很都太]/,
  汤: /^(?:[里料汁真药喝都是很太面粉包头不]|有[点些个只]|全[洒部没])/,
  季: /^[末度节送]/,
  成: /^(?:[一酸原黑了这那什二三]|双皮)/,
  楼: /^[道上下层主盘市里太高很]/,
  管: /^[道车他她你我这那得不住好家理]/,
  原: /^[先来本价定图装]/,
}

/** 1 where something is said of a surname: most have nothing. */
const begins = new Uint8Array(0x10000)
for (const surname of Object.keys(SAID)) begins[surname.charCodeAt(0)] = 1

const DAYS = /^(?:[今明昨后前]天|[今明去]年|[今明昨]晚|[上下]午|[本下上]周|[这那]里)/

/** Before 班: 你们班多去几个; before what else is counted by: 那段成. */
const OURS = new Set('们你我他她咱本各全该')
const COUNTED = new Set('这那每哪几两整某')
const COUNTS = new Set('班段章项顶台支份节')
/** 话费充好了: what is paid. */
const PAID = new Set('话电水学路消收交免运邮房租续月年会医药车')

/** What begins like a name at `at` is said of something. */
export function isSaid(plain: string, at: number, to: number): boolean {
  const surname = plain.charAt(at)
  const said = begins[plain.charCodeAt(at)] === 1 ? SAID[surname] : undefined
  if (said?.test(plain.slice(at + 1, at + 4)) === true) return true
  // 马海日哈明天到: 哈 ends names of the Yi
  if (to - at === 3 && surname !== '哈' && DAYS.test(plain.slice(at + 1, at + 3))) return true
  const before = plain.charAt(at - 1)
  if (surname === '费') return PAID.has(before)
  if (surname === '钟') return '个点分刻秒'.includes(before) && before !== ''
  return (surname === '班' && OURS.has(before)) || (COUNTS.has(surname) && COUNTED.has(before))
}
