import type { Finding, Meter } from '../text/finding.ts'
import { isDigit, isHan, isLatin } from '../text/normal.ts'
import { type Counts, needsOf } from '../text/pattern-needs.ts'
import type { ReadingText } from '../text/reading-text.ts'
import { Woken } from '../text/woken.ts'
import { ABROAD } from './abroad.ts'
import { ACCOUNTS } from './accounts.ts'
import { AMOUNTS } from './amounts.ts'
import { BIRTHDAYS } from './birthdays.ts'
import { CONTACTS } from './contacts.ts'
import { LINKS } from './links.ts'
import { listedBehind } from './listed.ts'
import { MACHINES } from './machines.ts'
import { MISREAD_NUMBERS } from './misread.ts'
import { NUMBERED } from './numbered.ts'
import { PAPERS } from './papers.ts'
import type { Pattern } from './pattern.ts'
import { REPEATED, SAID_SECRETS } from './said-secrets.ts'
import { SECRETS } from './secrets.ts'
import { TRACKING } from './tracking.ts'

export const ALL: readonly Pattern[] = [
  ...PAPERS,
  ...ABROAD,
  ...CONTACTS,
  ...ACCOUNTS,
  ...MACHINES,
  ...MISREAD_NUMBERS,
  ...TRACKING,
  ...NUMBERED,
  ...AMOUNTS,
  ...SECRETS,
  ...SAID_SECRETS,
  ...LINKS,
  ...BIRTHDAYS,
]
const STAR = 0x2a

/** Every value of a pattern has one of these: a figure, a letter, a numeral, or signs in a row. */
const TELLING = /[a-z\d〇零一二两三四五六七八九十百千万亿壹贰叁参肆伍陆柒捌玖拾佰仟圆正腊初廿]|[!-~]{4}/

interface Prepared {
  pattern: Pattern
  /** What it needs; null: it was never woken. */
  needs: Counts | null
}

const prepared = (patterns: readonly Pattern[]): Woken<Prepared> =>
  new Woken(
    patterns.map((pattern) => ({ pattern, needs: null })),
    ({ pattern }) => pattern.pattern,
  )
const MANY = prepared(ALL)
/** Sums, dates and 八个8 need no more than one figure or two; every other pattern a letter, three figures, or signs in a row. */
const FEW = prepared([...AMOUNTS, ...BIRTHDAYS, ...REPEATED])
const SIGNS = /[!-~]{4}/

/** Everything that a pattern knows. One native pass over the text for each pattern that it wakes. */
export function findPatterns(text: ReadingText, meter: Meter): Finding[] {
  const findings: Finding[] = []
  const { counts } = text
  if (counts.words === 0 && !TELLING.test(text.figures)) return findings
  const many = counts.letters > 0 || counts.figures > 2 || (counts.ascii > 3 && SIGNS.test(text.figures))
  for (const one of (many ? MANY : FEW).in(text.plain, text.figures)) {
    const { pattern } = one
    one.needs ??= needsOf(pattern.pattern)
    if (isShort(counts, one.needs)) continue
    const on = text[pattern.on]
    meter.steps += 1
    pattern.pattern.lastIndex = 0
    for (let found = pattern.pattern.exec(on); found !== null; found = pattern.pattern.exec(on)) {
      const finding = toFinding(text, pattern, found)
      meter.steps += found[0].length
      if (finding !== null) {
        findings.push(finding)
        for (const [start, end] of listedBehind(on, pattern.kind, valueIn(found), endOf(found)))
          findings.push({ ...finding, ...placed(text, start, end) })
      }
      // what was announced may announce the next; an empty match must not stand still
      pattern.pattern.lastIndex = Math.max(found.index + 1, finding === null ? found.index + 1 : endOf(found))
    }
  }
  return findings
}

function isShort(has: Counts, needs: Counts): boolean {
  return (
    needs.figures > has.figures ||
    needs.words > has.words ||
    needs.letters > has.letters ||
    needs.ascii > has.ascii ||
    needs.han > has.han
  )
}

function endOf(found: RegExpExecArray): number {
  const value = found.indices?.groups?.v ?? found.indices?.groups?.w
  return value?.[1] ?? found.index + found[0].length
}

function valueIn({ groups }: RegExpExecArray): string {
  return groups?.v ?? groups?.w ?? ''
}

/** One more of a list. */
function placed({ normal }: ReadingText, first: number, end: number): Pick<Finding, 'start' | 'end' | 'atoms'> {
  const atoms: number[] = []
  for (let i = first; i < end; i += 1) {
    const unit = normal.unit[i] ?? 0
    if (isDigit(unit) || isLatin(unit)) atoms.push(normal.from[i] ?? 0, normal.to[i] ?? 0)
  }
  return { start: normal.from[first] ?? 0, end: normal.to[end - 1] ?? 0, atoms }
}

function toFinding({ normal }: ReadingText, pattern: Pattern, found: RegExpExecArray): Finding | null {
  const value = found.indices?.groups?.v ?? found.indices?.groups?.w
  if (value === undefined) return null
  let [first, end] = value
  const isBehind = value[0] - found.index < 6
  if (pattern.kind === 'passport' && isBehind && /^护照号/.test(found[0])) first = found.index
  // ¥6,800 is hidden with its sign; the value is what stands behind it
  if (
    pattern.kind === 'amount' &&
    isBehind &&
    /^(?:[¥$€£₩₹]|人民币|(?:us|hk|nt|nz|[sacr])\$|[a-z]{2,3}(?=[. \d]))/.test(found[0])
  )
    first = found.index
  if (pattern.kind === 'url') first = found.index
  if (pattern.kind === 'secret') while (end > first + 4 && CLOSING.has(normal.unit[end - 1] ?? 0)) end -= 1
  const written = valueIn(found)
  const bare = written.replace(/[ .\-_/()[\]{}\n]/g, '')
  // `V****` is no 微信: a mask of an earlier run begins right behind the letter
  if (isMaskedValue(written) || (pattern.kind === 'wechat' && /^[a-z]{1,2}\*/.test(found[0]))) return null
  const keeps =
    pattern.kind === 'secret' ||
    pattern.kind === 'url' ||
    pattern.kind === 'wechat' ||
    pattern.kind === 'account' ||
    pattern.kind === 'email'
  const confidence =
    typeof pattern.sure === 'number'
      ? pattern.sure
      : pattern.sure(keeps || pattern.kind === 'ip' ? written : bare, found[0])
  if (confidence === 0 || end <= first) return null
  const atoms: number[] = []
  for (let i = value[0]; i < end; i += 1) {
    const unit = normal.unit[i] ?? 0
    if (pattern.kind === 'birthday' && DATE_WORDS.has(unit)) continue
    if (keeps || pattern.kind === 'url' || isDigit(unit) || isLatin(unit) || isHan(unit))
      atoms.push(normal.from[i] ?? 0, normal.to[i] ?? 0)
  }
  if (atoms.length === 0) return null
  return { start: normal.from[first] ?? 0, end: normal.to[end - 1] ?? 0, kind: pattern.kind, confidence, atoms }
}

const DATE_WORDS = new Set([...'年月日号'].map((char) => char.charCodeAt(0)))
const CLOSING = new Set([...'"\')]}>,.;'].map((char) => char.charCodeAt(0)))

/** What an earlier masking left is no new value. */
function isMaskedValue(written: string): boolean {
  let stars = 0
  for (let i = 0; i < written.length; i += 1) if (written.charCodeAt(i) === STAR) stars += 1
  return stars >= 2 && stars * 3 >= written.length
}
