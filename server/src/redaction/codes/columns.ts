import type { Finding, Meter, SensitiveKind } from '../text/finding.ts'
import type { ReadingText } from '../text/reading-text.ts'

// A table pasted from a sheet: the first line names its columns, and what stands under 工资 or 密码 has no word beside it.

interface Column {
  kind: SensitiveKind
  head: RegExp
  value: RegExp
}

const FIGURE = /\d/
const COLUMNS: readonly Column[] = [
  { kind: 'id', head: /身份证|证件号|idcard|id ?no/, value: /^[\dx*\- ]{6,24}$/ },
  { kind: 'card', head: /卡号|银行卡|账号|帐号|账户$|account no/, value: /^[\d* -]{8,32}$/ },
  { kind: 'mobile', head: /手机|电话|联系方式|phone|mobile|^tel/, value: /^[\d*+() -]{7,20}$/ },
  { kind: 'qq', head: /^qq/, value: /^\d{5,12}$/ },
  { kind: 'wechat', head: /微信|wechat/, value: /^[a-z\d_-]{5,24}$/ },
  { kind: 'secret', head: /密码|口令|验证码|取件码|兑换码|password|^pwd$/, value: /^[!-~]{3,40}$/ },
  {
    kind: 'birthday',
    head: /出生|生日|birth|dob/,
    value: /^\d{1,4}[年./-]\d{1,2}(?:[月./-]\d{1,4}日?|月)?$|^(?:19|20)\d{6}$/,
  },
  {
    kind: 'amount',
    head: /金额|工资|薪|奖金|余额|实发|应发|应付|实付|欠款|租金|押金|贷款|还款|提成|报销|补贴|公积金|个税|扣款|收入|支出|amount|salary|balance/,
    value: /^[¥$-]?\d{1,3}(?:,\d{3}){0,4}(?:\.\d{1,2})?(?:元|万)?$|^[¥$-]?\d{1,9}(?:\.\d{1,2})?(?:元|万)?$/,
  },
  {
    kind: 'order',
    head: /单号|学号|工号|编号|户号|病历号|住院号|会员号|准考证|保单|流水号|案号|order|tracking/,
    value: /^[a-z\d-]{4,32}$/,
  },
  { kind: 'plate', head: /车牌|车号|plate/, value: /^[\u4e00-\u9fff]?[ .]?[a-z\d .-]{4,10}$/ },
  { kind: 'passport', head: /护照|passport/, value: /^[a-z]{0,2}\d{6,9}$/ },
  { kind: 'permit', head: /通行证|回乡证|台胞证/, value: /^[a-z]{0,2}\d{7,11}$/ },
  { kind: 'ip', head: /^ip|ip地址/, value: /^\d{1,3}(?:\.\d{1,3}){3}$/ },
  { kind: 'address', head: /地址|住址|address/, value: /^.{4,80}$/ },
  { kind: 'address', head: /房号|门牌|房间号|楼号|室号|户室/, value: /^[a-z\d\u4e00-\u9fff#-]{2,16}$/ },
]
const CONFIDENCE = 0.6
/** The first line has at least so many columns, and is no longer. */
const LONGEST_HEAD = 400
const TAB = '\t'

/** What stands in a column whose head says what it is. The text as received tells a tab from a space. */
export function findColumns({ normal, plain }: ReadingText, meter: Meter): Finding[] {
  const { text } = normal
  const found: Finding[] = []
  if (!text.includes(TAB) || !plain.includes('\n')) return found
  let columns: readonly (Column | null)[] = []
  for (const row of rowsOf(normal.from, normal.length, text, plain)) {
    meter.steps += row.length
    const heads = headsOf(row.map(({ written }) => written))
    if (heads !== null) {
      columns = heads
      continue
    }
    for (const [k, { start, end, written }] of row.entries()) {
      const column = columns[k]
      if (column === null || column === undefined || !column.value.test(written) || !FIGURE.test(written)) continue
      const from = normal.from[start] ?? 0
      const to = normal.to[end - 1] ?? 0
      found.push({ start: from, end: to, kind: column.kind, confidence: CONFIDENCE, atoms: [from, to] })
    }
  }
  return found
}

/** A line without a figure in which two columns or more are named, one of them of a kind. */
function headsOf(cells: readonly string[]): (Column | null)[] | null {
  if (cells.length < 2 || cells.join('').length > LONGEST_HEAD || cells.some((cell) => FIGURE.test(cell))) return null
  const heads = cells.map((cell) => COLUMNS.find(({ head }) => head.test(cell)) ?? null)
  return heads.some((one) => one !== null) ? heads : null
}

interface Cell {
  start: number
  end: number
  written: string
}

function rowsOf(from: Int32Array, length: number, text: string, plain: string): Cell[][] {
  const rows: Cell[][] = []
  let row: Cell[] = []
  let start = 0
  for (let at = 0; at <= length; at += 1) {
    const isTab = at < length && plain.charAt(at) === ' ' && text.charAt(from[at] ?? 0) === TAB
    const isEnd = at === length || plain.charAt(at) === '\n'
    if (!isTab && !isEnd) continue
    row.push(cellOf(plain, start, at))
    start = at + 1
    if (!isEnd) continue
    if (row.length > 1) rows.push(row)
    row = []
  }
  return rows
}

function cellOf(plain: string, first: number, last: number): Cell {
  let start = first
  let end = last
  while (start < end && plain.charAt(start) === ' ') start += 1
  while (end > start && plain.charAt(end - 1) === ' ') end -= 1
  return { start, end, written: plain.slice(start, Math.min(end, start + 100)) }
}
