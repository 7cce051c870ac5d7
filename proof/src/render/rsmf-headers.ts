import { toBase64, utf8 } from '../bytes/bytes.ts'

// Headers of an RSMF file (RFC 5322, RFC 2047). Packages up to version 4 have them as they were first written; strict readers leave some
// of those undecoded, so version 5 writes them by the letter. Both are made again by a verifier.

/** Who stands in From and To: what is shown, and the part before the @. */
export type Mailbox = readonly [display: string, local: string]

export interface HeaderStyle {
  /** A header of words with commas between them. */
  words(name: string, words: readonly string[]): string
  mailboxes(name: string, people: readonly Mailbox[]): string
  /** Of the first event's time, as the manifest has it; null: none is written. */
  date(begin: string | null): string | null
}

/** Up to version 4: an encoded word may touch a comma, a line may have 90 characters, and there is no Date. */
export const FIRST_HEADERS: HeaderStyle = {
  words: (name, words) => `${name}: ${words.map(looselyEncoded).join(',\r\n ')}`,
  mailboxes: (name, people) =>
    `${name}: ${people.map(([display, local]) => `${looselyEncoded(display)}\r\n ${addressOf(local)}`).join(',\r\n ')}`,
  date: () => null,
}

/** From version 5 on. */
export const STRICT_HEADERS: HeaderStyle = {
  words: (name, words) => `${name}: ${textOf(words.join(', '), name.length + 2)}`,
  mailboxes: (name, people) =>
    `${name}: ${people.map(([display, local], i) => `${phraseOf(display, i === 0 ? name.length + 2 : 1)}\r\n ${addressOf(local)}`).join(',\r\n ')}`,
  date: (begin) => (begin === null ? null : dateOf(begin)),
}

function addressOf(local: string): string {
  return `<${local}@records.invalid>`
}

/** RFC 2047 section 2: an encoded word has at most 75 characters, and no character is cut in two. */
function looselyEncoded(text: string): string {
  if (/^[A-Za-z0-9 _.#/-]{1,60}$/.test(text) && text.trim() === text) return text
  return encodedWords(text, 42, 42)
}

/** RFC 2047 section 2: a line that holds an encoded word has at most 76 characters. */
const MOST_LINE = 76
const WORD_FRAME = '=?utf-8?B??='.length

/** Section 5 (1): in a text, an encoded word stands between spaces. So the whole text is encoded, its commas too, or nothing of it. */
function textOf(text: string, used: number): string {
  const isPlain = /^[!-~]{1,60}(?: [!-~]{1,60})*$/.test(text) && !text.includes('=?')
  return isPlain ? foldedAtSpaces(text, used) : encoded(text, used)
}

/** Section 5 (3) and RFC 5322 section 3.2.3: atoms, or encoded words; a full stop is no part of an atom. */
function phraseOf(text: string, used: number): string {
  const isPlain = text.length <= 60 && /^[A-Za-z0-9_#/-]+(?: [A-Za-z0-9_#/-]+)*$/.test(text)
  return isPlain ? text : encoded(text, used)
}

function encoded(text: string, used: number): string {
  return encodedWords(text, bytesIn(MOST_LINE - used), bytesIn(MOST_LINE - 1))
}

function bytesIn(room: number): number {
  return Math.floor((room - WORD_FRAME) / 4) * 3
}

/** @param first bytes of the first word, at most; `rest`: of each other, which has a line of its own */
function encodedWords(text: string, first: number, rest: number): string {
  const words: string[] = []
  let piece = ''
  for (const character of text) {
    if (utf8(piece + character).length > (words.length === 0 ? first : rest)) {
      words.push(piece)
      piece = ''
    }
    piece += character
  }
  words.push(piece)
  return words.map((each) => `=?utf-8?B?${toBase64(utf8(each))}?=`).join('\r\n ')
}

function foldedAtSpaces(text: string, used: number): string {
  const [first = '', ...words] = text.split(' ')
  let line = used + first.length
  let out = first
  for (const word of words) {
    const fits = line + 1 + word.length <= MOST_LINE
    out += `${fits ? '' : '\r\n'} ${word}`
    line = (fits ? line : 0) + 1 + word.length
  }
  return out
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** RFC 5322 section 3.3, of `2026-01-02T10:00:00.123+08:00`; it knows no year before 1900. */
function dateOf(begin: string): string | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?([+-]\d\d):(\d\d)$/.exec(begin)
  if (found === null || Number(found[1]) < 1900) return null
  const [, year = '', month = '', day = '', clock = '', hours = '', minutes = ''] = found
  const weekday = WEEKDAYS[new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay()]
  return `Date: ${weekday}, ${day} ${MONTHS[Number(month) - 1]} ${year} ${clock} ${hours}${minutes}`
}
