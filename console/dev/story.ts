// Invented talk for the development house: enough of every kind to see how a page looks. No real person, number or firm.

export interface Said {
  no: number
  conversation: number
  sender: number
  at: number | null
  kind: string
  text: string
  refersTo: number | null
}

export const PARTICIPANTS = [
  { no: 1, platform: 'wecom', account: 'wm_wang_xm', name: '林若溪', conversations: 2 },
  { no: 2, platform: 'wecom', account: 'LiMing', name: '李明', conversations: 2 },
  { no: 3, platform: 'slack', account: 'U02ZHAO', name: '赵倩', conversations: 1 },
  { no: 4, platform: 'slack', account: 'U03CHEN', name: '陈建国', conversations: 1 },
  { no: 5, platform: 'sms', account: '13800138000', name: '林若溪', conversations: 1 },
  { no: 6, platform: 'sms', account: '95599', name: '客服短信', conversations: 1 },
]

export const CONVERSATIONS = [
  { no: 1, platform: 'wecom', title: '林若溪 与 李明', participants: [1, 2] },
  { no: 2, platform: 'slack', title: '#客服二组-投诉处理', participants: [2, 3, 4] },
  { no: 3, platform: 'sms', title: '13800138000', participants: [5, 6] },
]

const CUSTOMER = [
  '你好，我上周二买的理财产品今天赎回，到现在还没有到账。',
  '客服电话打了三次都没有人接，我要投诉。',
  '我的手机号是 13800138000，你可以打给我。',
  '订单号是 2023-0876，麻烦查一下退款进度。',
  '扣款的卡是 6222021234567890123，户名林若溪。',
  '你们之前说两小时内处理，现在已经过了四个小时。',
  '我不同意只退手续费，要求全额退款。',
  '如果今天还没有结果，我会向监管部门投诉。',
  '谢谢，我再等等。',
  '退款什么时候到？',
]
const AGENT = [
  '您好，我是客服李明，很抱歉让您久等了。',
  '我已经看到您的订单，正在为您核实退款。',
  '请问方便提供身份证后四位吗？不用发完整号码。',
  '系统显示赎回申请在 14:20 提交，14:35 转到了清算部门。',
  '清算部门的同事说，因为系统升级延迟了两个小时。',
  '您的投诉已经登记，编号 TS-20231108，会有专人在 2 小时内回电。',
  '退款会原路退回尾号 0123 的银行卡，预计 1 到 3 个工作日。',
  '如有问题可以发邮件到 service@example.com。',
  '好的，我马上催办。',
]
const TEAM = [
  '林若溪这单谁在跟？客户说要投诉。',
  '我在跟，清算那边系统升级，延迟了。',
  '14:35 就转过去了，为什么 16:20 才处理？',
  '先安抚客户，退款走加急。',
  '已经加急，财务说今天 18:00 前出款。',
  '记得把通话录音归档。',
  'Please keep the customer posted every hour.',
  '收到。',
]
const SMS = [
  '【客服中心】您的投诉 TS-20231108 已受理，请保持电话 13800138000 畅通。',
  '我还没有收到退款。',
  '【客服中心】退款已于 17:42 出款，请注意查收。',
  '收到了，谢谢。',
]

const DAY = 86_400_000

/** About 420 records over three weeks that end yesterday. */
export function tell(now: number): Said[] {
  const said: Said[] = []
  let seed = 7
  const chance = () => {
    seed = (seed * 16807) % 2147483647
    return seed / 2147483647
  }
  const push = (
    conversation: number,
    sender: number,
    at: number | null,
    text: string,
    kind = 'text',
    refersTo: number | null = null,
  ) => {
    said.push({ no: said.length, conversation, sender, at, kind, text, refersTo })
    return said.length - 1
  }
  for (let day = 21; day >= 0; day--) {
    const start = Math.floor((now + 8 * 3_600_000) / DAY) * DAY - 8 * 3_600_000 - day * DAY + 9 * 3_600_000
    if (day === 12 || day === 13) continue
    let at = start
    const turns = 5 + Math.floor(chance() * 10)
    for (let i = 0; i < turns; i++) {
      at += Math.floor(chance() * 25 * 60_000)
      if (at > now) break
      const customer = i % 2 === 0
      const words = customer ? CUSTOMER : AGENT
      const no = push(1, customer ? 1 : 2, at, words[Math.floor(chance() * words.length)] ?? '')
      if (chance() < 0.06) push(1, customer ? 1 : 2, at + 20_000, '', 'recall', no)
      if (chance() < 0.06) push(1, customer ? 1 : 2, at + 40_000, '更正：是 16:20 处理完，不是 14:35。', 'edit', no)
      if (chance() < 0.08) push(1, customer ? 1 : 2, at + 50_000, '退款凭证截图.png', 'image')
    }
    at = start + 3_600_000
    for (let i = 0; i < 4 + Math.floor(chance() * 6); i++) {
      at += Math.floor(chance() * 40 * 60_000)
      if (at > now) break
      push(2, [2, 3, 4][Math.floor(chance() * 3)] ?? 2, at, TEAM[Math.floor(chance() * TEAM.length)] ?? '')
    }
    if (day % 3 === 0 && start + 4 * 3_600_000 < now) {
      push(3, 6, start + 4 * 3_600_000, SMS[0] ?? '')
      push(3, 5, start + 5 * 3_600_000, SMS[1] ?? '')
      push(3, 6, start + 6 * 3_600_000, SMS[2] ?? '')
      push(3, 5, null, SMS[3] ?? '')
    }
  }
  push(2, 3, said.at(-1)?.at ?? now, '赵倩 加入了频道', 'system')
  return said
}

interface Masked {
  text: string
  masks: { start: number; end: number; kind: string }[]
  highlights: { start: number; end: number; kind: string }[]
}

const RULES: [kind: string, find: RegExp, mask: (hit: string) => string][] = [
  ['card', /\d{16,19}/g, (hit) => '*'.repeat(hit.length - 4) + hit.slice(-4)],
  ['mobile', /1\d{10}/g, (hit) => `${hit.slice(0, 3)}****${hit.slice(7)}`],
  ['email', /\w+@[\w.]+/g, (hit) => `${hit.slice(0, 1)}***@${hit.split('@')[1]}`],
  ['name', /林若溪|李明|赵倩|陈建国/g, (hit) => hit.slice(0, 1) + '*'.repeat(hit.length - 1)],
]

/** Masks as the house would, keeping lengths, so that offsets stay. */
export function mask(text: string, words: readonly string[] = []): Masked {
  const masks: Masked['masks'] = []
  let shown = text
  for (const [kind, find, hide] of RULES) {
    for (const hit of shown.matchAll(find)) {
      if (hit.index === undefined) continue
      const hidden = hide(hit[0]).padEnd(hit[0].length, '*').slice(0, hit[0].length)
      shown = shown.slice(0, hit.index) + hidden + shown.slice(hit.index + hit[0].length)
      masks.push({ start: hit.index, end: hit.index + hit[0].length, kind })
    }
  }
  const highlights = words.flatMap((word) => {
    const places: Masked['highlights'] = []
    for (let at = shown.indexOf(word); word !== '' && at >= 0; at = shown.indexOf(word, at + 1)) {
      places.push({ start: at, end: at + word.length, kind: 'hit' })
    }
    return places
  })
  return { text: shown, masks, highlights }
}
