import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cell, type ShownRow } from '@cunzhen/proof'
import { Fault, type Instant } from '#base'
import { paperTime, paperWord, type Typeset, type Typesetter } from '#papers'

// Rows as pages. Every page names the recipient, the export and its own number among all: a page that turns up alone says where
// it came from.

export interface PageContext {
  setter: Typesetter
  number: string
  caseNo: string
  house: string
  recipient: string
  language: 'zh' | 'en'
  at: Instant
  /** All of the export. */
  rows: number
}

const TEMPLATE = readFileSync(join(import.meta.dirname, 'records.typ'), 'utf8')

/** A volume: what one document can hold before typesetting it costs more than its share of memory. */
const VOLUME_ROWS = 2500
const VOLUME_TEXT = 1024 * 1024
/** Longer texts become several paragraphs: breaking lines costs more than linear in one. */
const PARAGRAPH = 2000

const WORDS = {
  zh: {
    row: '行',
    entry: '账本序号',
    masked: '遮蔽',
    refersTo: '指向',
    title: '聊天与短信记录（脱敏）',
    volume: (n: number) => `第 ${n} 卷`,
    facts: { number: '导出编号', caseNo: '案件编号', recipient: '接收人', at: '导出时间', rows: '本卷' },
    span: (a: string, b: string, all: number) => `第 ${a} 至 ${b} 行，共 ${all} 行`,
    notes: [
      '* 代替被隐去的内容；〖…〗里的话是出具方加的，不是原文；⏎ 是原文的换行。每行末尾是该记录的承诺值，可用随包的核验页核验。',
      "以 = + - @ 开头的内容前面有一个 '，与 records.csv 相同。脱敏后的数据仍属于个人信息，不得转交他人。",
    ],
  },
  en: {
    row: 'row',
    entry: 'entry',
    masked: 'masked',
    refersTo: 'refers to',
    title: 'Chat and SMS records (masked)',
    volume: (n: number) => `Volume ${n}`,
    facts: { number: 'Export', caseNo: 'Case', recipient: 'Recipient', at: 'Exported', rows: 'This volume' },
    span: (a: string, b: string, all: number) => `rows ${a} to ${b} of ${all}`,
    notes: [
      'A * stands for what is hidden; what stands in 〖…〗 was put there by the issuer; ⏎ is a line end of the message. The line under each record is its commitment: check it with the verifier page.',
      "Text that begins with = + - @ has a ' before it, as in records.csv. Masked data is still personal information: do not hand it on.",
    ],
  },
} as const

/** One volume of the whole export. */
export function volumePages(context: PageContext, volume: number, rows: readonly ShownRow[]): Typeset {
  const words = WORDS[context.language]
  const [first] = rows
  const last = rows.at(-1)
  const facts = [
    [words.facts.number, `${context.number} · ${words.volume(volume)}`],
    [words.facts.caseNo, context.caseNo || '-'],
    [words.facts.recipient, context.recipient],
    [words.facts.at, paperTime(context.at)],
    [
      words.facts.rows,
      first && last ? words.span(cell(first, 'row'), cell(last, 'row'), context.rows) : words.span('0', '0', 0),
    ],
  ]
  return set(context, rows, `${context.number} · ${words.volume(volume)}`, {
    front: { title: words.title, facts, notes: words.notes },
    bates: null,
  })
}

/** One document of a load file; `first` is the number of its first page in the production. */
export function documentPages(
  context: PageContext,
  rows: readonly ShownRow[],
  bates: { prefix: string; first: number },
): Typeset {
  return set(context, rows, context.number, { front: null, bates })
}

function set(context: PageContext, rows: readonly ShownRow[], title: string, rest: object): Typeset {
  const { setter, house, recipient, number, language, at } = context
  if (recipient.trim() === '')
    throw new Fault(
      'recipient_unnamed',
      'pages carry the name of who receives them: give the account a name, then export again',
    )
  const { row, entry, masked, refersTo } = WORDS[language]
  const mark = `${recipient} · ${number}`
  const words = { row, entry, masked, refersTo }
  return setter.set(
    TEMPLATE,
    { lang: language, title, house, mark, words, groups: groupsOf(rows, language), ...rest },
    at,
  )
}

interface Group {
  label: string
  day: string
  rows: object[]
}

function groupsOf(rows: readonly ShownRow[], language: 'zh' | 'en'): Group[] {
  const groups: Group[] = []
  for (const row of rows) {
    const label = cell(row, 'conversation')
    const day = cell(row, 'time').slice(0, 10)
    let current = groups.at(-1)
    if (current === undefined || current.label !== label || current.day !== day) {
      current = { label, day, rows: [] }
      groups.push(current)
    }
    current.rows.push({
      row: cell(row, 'row'),
      entry: cell(row, 'entry'),
      time: cell(row, 'time'),
      kind: paperWord(cell(row, 'kind'), language),
      platform: paperWord(cell(row, 'platform'), language),
      name: breakable(cell(row, 'senderName') || cell(row, 'sender') || '-'),
      account: breakable(cell(row, 'senderName') === '' ? '' : cell(row, 'sender')),
      recipients: breakable(shownOnly(cell(row, 'recipients'))),
      body: paragraphs(cell(row, 'body')).map(breakable),
      masked: cell(row, 'masked'),
      refersTo: breakable(cell(row, 'refersTo')),
      digest: cell(row, 'digest'),
    })
  }
  return groups
}

/** A field withheld from every row says nothing by saying so on each. */
function shownOnly(text: string): string {
  return /^〖[^〗]*〗$/.test(text) ? '' : text
}

function paragraphs(text: string): string[] {
  const points = text.length > PARAGRAPH ? Array.from(text) : null
  if (points === null) return [text]
  const pieces: string[] = []
  for (let at = 0; at < points.length; at += PARAGRAPH) pieces.push(points.slice(at, at + PARAGRAPH).join(''))
  return pieces
}

/**
 * In pieces between which a line may end. The typesetter breaks a line at spaces, between Han characters and after some signs: a word
 * without any of them (an address, a token, a line of W) would run over the edge of the page, and what is beyond it is lost.
 */
export function breakable(text: string): string[] {
  // no cell holds U+0000: it is shown as its number
  return text.replace(LONG_WORD, (word) => word.replace(PIECE, '$&\0')).split('\0')
}

const LONG_WORD = /[^\s\p{Script=Han}]{40,}/gu
const PIECE = /.{16}(?!\p{Mark})/gu

/** Rows by the volume. */
export async function* volumesOf(rows: AsyncIterable<ShownRow>): AsyncGenerator<readonly ShownRow[]> {
  let held: ShownRow[] = []
  let text = 0
  for await (const row of rows) {
    held.push(row)
    text += cell(row, 'body').length
    if (held.length < VOLUME_ROWS && text < VOLUME_TEXT) continue
    yield held
    held = []
    text = 0
  }
  if (held.length > 0) yield held
}
