import type { Said } from './live.ts'

// A conversation of two people over forty days, invented: long enough to scroll through, with everything in it that can
// become of a message, and with words written as people write them who would rather not be found.

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** 2026-08-01 09:00 in China. */
export const TALK_BEGINS = Date.UTC(2026, 7, 1, 1)
export const TALK = 'walk-talk'
export const TALK_TITLE = '售后长谈群'
export const SELLER = { account: 'wmZhangSanFeng', name: '张三丰' }
export const BUYER = { account: '13700137000', name: '王安宁' }

/** How many lines of small talk there are. */
export const LINES = 1500
/** The line that is answered from far away, and who looks for it jumps to its day. */
export const ASKED = { no: 300, text: '第 300 问：保修卡丢了还能不能修' }
export const CHANGED = ['报价 1200 元，本周有效', '报价 1280 元，本周有效', '报价 1350 元，下周一前有效'] as const
export const RECALLED = '这个价是内部价，别外传'
export const ANSWER = '可以修，凭订单号就行，保修卡不是必需的'
export const MADE_UP_KIND = '系统抽奖活动卡片'
export const PDF = '维修合同-2026.pdf'
export const PICTURE = '屏幕裂痕.png'

/** In every question but the one above. */
export const QUESTION = '怎么处理'
export const QUESTIONS = LINES / 3 - 1

/** What a screen leaves of HIDDEN.sound: the name in it is masked, whatever name that is. */
export const SOUND_SHOWN = '师傅在吗'

/** Words that only one way of searching finds: what is typed, and what must be found by it. */
export const HIDDEN = {
  evasive: '先加薇信再说',
  sound: '章三峰师傅在吗',
  edit: 'please refnud my order',
  whole: '好的ok就这样',
  notWhole: 'okay we will see',
  traditional: '請問維修進度如何',
} as const

const timeOf = (line: number) => TALK_BEGINS + Math.floor((line / LINES) * 40 * DAY)

function say(id: string, from: typeof SELLER, time: number, text: string, more: Partial<Said> = {}): Said {
  return {
    id,
    conversation: TALK,
    conversationTitle: TALK_TITLE,
    sender: from.account,
    senderName: from.name,
    recipients: [from === SELLER ? BUYER.account : SELLER.account],
    time,
    text,
    ...more,
  }
}

/** Everything that is said, in batches as large as one request takes. */
export function talk(): Said[][] {
  const all: Said[] = []
  for (let line = 0; line < LINES; line++) {
    const from = line % 3 === 0 ? BUYER : SELLER
    all.push(say(`line-${line}`, from, timeOf(line), line === ASKED.no ? ASKED.text : smallTalk(line)))
  }
  const end = timeOf(LINES) + MINUTE
  all.push(
    say('price', SELLER, end, CHANGED[0]),
    say('price-2', SELLER, end + 2 * MINUTE, CHANGED[1], { kind: 'edit', refersTo: 'price' }),
    say('price-3', SELLER, end + 9 * MINUTE, CHANGED[2], { kind: 'edit', refersTo: 'price' }),
    say('secret', SELLER, end + 10 * MINUTE, RECALLED),
    say('secret-gone', SELLER, end + 11 * MINUTE, '', { kind: 'recall', refersTo: 'secret' }),
    say('reply-near', BUYER, end + 12 * MINUTE, '这个价能不能再低一点', { refersTo: 'price' }),
    say('reply-far', SELLER, end + 13 * MINUTE, ANSWER, { refersTo: `line-${ASKED.no}` }),
    say('file', SELLER, end + 14 * MINUTE, PDF, { kind: 'file' }),
    say('picture', BUYER, end + 15 * MINUTE, PICTURE, { kind: 'image' }),
    say('made-up', SELLER, end + 16 * MINUTE, MADE_UP_KIND, { kind: 'unknown' }),
    ...Object.entries(HIDDEN).map(([what, text], i) => say(`hidden-${what}`, BUYER, end + (20 + i) * MINUTE, text)),
  )
  const batches: Said[][] = []
  for (let at = 0; at < all.length; at += 1000) batches.push(all.slice(at, at + 1000))
  return batches
}

const TOPICS = ['物流', '安装', '尺寸', '颜色', '发票', '配件', '保养', '电源']

function smallTalk(line: number): string {
  const topic = TOPICS[line % TOPICS.length]
  return line % 3 === 0 ? `第 ${line} 问：${topic}${QUESTION}` : `关于${topic}，请看第 ${line} 条说明，有问题随时说`
}

/** The same buyer elsewhere, under the same number and the same account name: what the house proposes to join. */
export function elsewhere(): Said[] {
  const at = TALK_BEGINS + 5 * DAY
  const room = { conversation: 'walk-desk', conversationTitle: '工单 88' }
  return [
    { id: 'desk-1', ...room, sender: '13700137000', senderName: '王女士', time: at, text: '帮忙查一下工单' },
    { id: 'desk-2', ...room, sender: 'LiDeHua_66', senderName: '李得华', time: at + MINUTE, text: '我也在等回复' },
  ]
}

/** One more line of the long conversation's platform, by the second person whom the house takes for one. */
export function alsoHere(): Said[] {
  const at = TALK_BEGINS + 6 * DAY
  const room = { conversation: 'walk-side', conversationTitle: '闲聊' }
  return [{ id: 'side-1', ...room, sender: 'LiDeHua_66', senderName: '李得华', time: at, text: '大家好' }]
}
