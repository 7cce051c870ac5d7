import { type Finding, isCode } from '../text/finding.ts'

// Who listens says a code back: 码是4829, 对是4829. Alone it has no word, and is the same number.

/** So many messages before and after. */
const NEAR = 3
/** Of a message with more findings, and of a longer one, only so much is looked at. */
const MOST = 8
const LONGEST = 2000
const VALUE = /^(?!\d{1,12}[.,]\d{1,12}$)(?=.{0,40}\d)[\p{L}\p{N}][\p{L}\p{N}#*_.@-]{3,40}$/u
const TOUCHES = /[\p{L}\p{N}]/u
/** 4829.5, 4829米. */
const COUNTED = /^(?:[.,:/-]\d|[年月日元块米本页人个次%])/
const SURE = 0.4

/** Calls `see` with what a message holds of a code that one near it gave away. */
export function eachSaidAgain(
  texts: readonly string[],
  all: readonly (readonly Finding[])[],
  see: (place: number, findings: Finding[]) => void,
): void {
  for (const [i, findings] of all.entries()) {
    if (findings.length === 0) continue
    const text = texts[i] ?? ''
    for (const finding of findings.slice(0, MOST)) {
      if (!isCode(finding.kind) || finding.part === true || finding.confidence < SURE) continue
      const value = text.slice(finding.start, finding.end)
      if (!VALUE.test(value)) continue
      for (let place = Math.max(0, i - NEAR); place <= Math.min(texts.length - 1, i + NEAR); place += 1) {
        const told = place === i ? [] : saidIn(texts[place] ?? '', value, finding)
        if (told.length > 0) see(place, told)
      }
    }
  }
}

/** Where `value` stands by itself in a text, once at most. */
function saidIn(text: string, value: string, { kind, confidence }: Finding): Finding[] {
  if (text.length > LONGEST) return []
  const start = text.indexOf(value)
  if (start < 0) return []
  const end = start + value.length
  const touches = (char: string): boolean => TOUCHES.test(char) && char < '\u2e80'
  const goesOn = touches(text.charAt(start - 1)) || touches(text.charAt(end)) || COUNTED.test(text.slice(end, end + 2))
  return goesOn ? [] : [{ start, end, kind, confidence, atoms: [start, end], part: true }]
}
