import { addressAt } from '../places/address-lines.ts'
import { asksDoor, asksPlace, doorAlone, placeAlone } from '../places/doors-behind.ts'
import { toldInParts } from '../places/told-parts.ts'
import type { Finding, Meter } from '../text/finding.ts'
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

/** So long at most is a part of an address told over several messages, and so many of them follow one another. */
const SHORT = 16
const MOST_PARTS = 8

/** 前海路 / 1366号 / 爱心大厦 / B座1208: no message of them is an address, all of them are. */
export function eachToldInParts(
  texts: readonly string[],
  see: (place: number, findings: Finding[]) => void,
  meter: Meter,
): void {
  for (let first = 0; first < texts.length; first += 1) {
    let end = first
    while (end < texts.length && end - first < MOST_PARTS && isPart(texts[end] ?? '')) end += 1
    if (end - first < 2) continue
    const joined = texts.slice(first, end).join('\n')
    const reading = readingText(normalise(joined))
    for (const { start, end: last } of toldInParts(reading.plain, meter)) {
      const told = addressAt(reading, { start, end: last, city: start }, CONFIDENCE)
      let at = 0
      for (let place = first; place < end; place += 1) {
        const { length } = texts[place] ?? ''
        const [from, to] = [Math.max(0, told.start - at), Math.min(length, told.end - at)]
        if (from < to) see(place, [{ ...told, start: from, end: to, atoms: [from, to], part: true }])
        at += length + 1
      }
    }
    first = end - 1
  }
}

function isPart(text: string): boolean {
  return text.length > 0 && text.length <= SHORT && !text.includes('\n')
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
