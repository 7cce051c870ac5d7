import { addressAt } from '../places/address-lines.ts'
import { asksDoor, asksPlace, doorAlone, placeAlone } from '../places/doors-behind.ts'
import type { Finding } from '../text/finding.ts'
import { normalise } from '../text/normal.ts'
import { readingText } from '../text/reading-text.ts'

// An address over several messages: 地址呢 / 湖滨花园 / 几栋 / 12栋 / 903.

const CONFIDENCE = 0.5
/** A longer message is no piece of one. */
const LONGEST = 40
const MAY_ASK = /址|住|哪|几|门牌|[房室]|送|寄/
/** So many messages at most may stand between two pieces. */
const NEAR = 2

/** Calls `see` with what a message holds of an address that another began or asked for. */
export function eachToldOn(
  texts: readonly string[],
  all: readonly (readonly Finding[])[],
  see: (place: number, findings: Finding[]) => void,
): void {
  // how many messages ago an address was spoken of
  let ago = NEAR + 1
  for (let i = 0; i < texts.length; i += 1) {
    const text = texts[i] ?? ''
    if (endsInAddress(text, all[i] ?? [])) {
      ago = 0
      continue
    }
    const isNear = ago <= NEAR || MAY_ASK.test((texts[i - 1] ?? '').slice(-LONGEST))
    const told = isNear && text.length <= LONGEST ? toldIn(text, texts[i - 1] ?? '', ago) : null
    if (told !== null) see(i, [told])
    ago = told === null ? ago + 1 : 0
  }
}

function toldIn(text: string, before: string, ago: number): Finding | null {
  const asked = readingText(normalise(before.slice(-LONGEST))).plain
  const reading = readingText(normalise(text))
  const { plain } = reading
  const door = ago === 0 || asksDoor(asked) ? doorAlone(plain) : null
  const place = door ?? (asksPlace(asked) ? placeAlone(plain) : null)
  return place === null ? null : addressAt(reading, { start: place[0], end: place[1], city: place[0] }, CONFIDENCE)
}

function endsInAddress(text: string, findings: readonly Finding[]): boolean {
  const end = text.trimEnd().length
  return findings.some((one) => one.kind === 'address' && one.end >= end - 3)
}
