import type { Finding, Meter } from '../text/finding.ts'
import { DASH, DOT, isDigit, isLatin, NEWLINE, type NormalText, SPACE } from '../text/normal.ts'

const AT = 0x40
const FULL_STOP = 0x3002 // 。 written for the dot
const LOCAL = new Set([..."._%+-='&~!#$*"].map((char) => char.charCodeAt(0)))

function isLocal(unit: number): boolean {
  return isLatin(unit) || isDigit(unit) || LOCAL.has(unit) || (unit >= 0xe0 && unit <= 0x24f)
}

/**
 * E-mail addresses. Each unit is read at most twice: to the left a local part ends at the @ before, to the right a domain
 * ends at the next one.
 */
export function findEmails(text: NormalText, meter: Meter = { steps: 0 }): Finding[] {
  const findings: Finding[] = []
  let free = 0 // behind the @ before: `a@b.comc@d.com` hides both local parts
  for (let at = 0; at < text.length; at += 1) {
    if (text.unit[at] !== AT) continue
    const end = domainEnd(text, isGap(text.unit[at + 1] ?? 0) ? at + 2 : at + 1)
    let start = at > 0 && isGap(text.unit[at - 1] ?? 0) ? at - 1 : at
    const localEnd = start
    while (start > free && isLocal(text.unit[start - 1] ?? 0)) start -= 1
    while (start < localEnd && !isLatin(text.unit[start] ?? 0) && !isDigit(text.unit[start] ?? 0)) start += 1
    meter.steps += localEnd - start + Math.max(1, end - at)
    free = at + 1
    if (end < 0 || start === localEnd) continue
    const atoms: number[] = []
    for (let i = start; i < localEnd; i += 1) atoms.push(text.from[i] ?? 0, text.to[i] ?? 0)
    findings.push({ start: text.from[start] ?? 0, end: text.to[end - 1] ?? 0, kind: 'email', confidence: 0.95, atoms })
  }
  return findings
}

function isGap(unit: number): boolean {
  return unit === SPACE || unit === NEWLINE
}

/** Unit behind a domain that begins at `at`: labels with at least one dot, the last of two letters or more; -1 = none. */
function domainEnd(text: NormalText, at: number): number {
  let end = -1
  let labelStart = at
  let dots = 0
  let i = at
  for (; i < text.length && i - at < 255; i += 1) {
    const unit = text.unit[i] ?? 0
    if (isLatin(unit) || isDigit(unit) || (unit === DASH && i > labelStart)) continue
    if (i > labelStart && dots > 0 && isName(text, labelStart, i)) end = i
    const dot = unit === DOT || (unit === FULL_STOP && isLatin(text.unit[i + 1] ?? 0))
    if (!dot || i === labelStart) return end
    dots += 1
    labelStart = i + 1
  }
  return i > labelStart && dots > 0 && isName(text, labelStart, i) ? i : end
}

/** A last label: two letters or more, no digit at its start (`1.5` is no domain). */
function isName(text: NormalText, from: number, to: number): boolean {
  return to - from >= 2 && isLatin(text.unit[from] ?? 0) && isLatin(text.unit[from + 1] ?? 0)
}
