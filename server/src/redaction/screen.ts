import { detect } from './detect/detect.ts'
import { findSensitive } from './detect/find.ts'
import { type HiddenRun, hiddenRuns, type MaskedSpan, showMasked, standIn } from './masks/mask.ts'
import { DEFAULT_MASKS, type MaskPolicy } from './masks/policy.ts'
import { bearerOf, type Roster } from './roster/roster.ts'
import type { Finding } from './text/finding.ts'
import { spelling } from './words/spelling.ts'
import { NOBODY } from './words/surnames.ts'

/** The wire's MaskedText (api/schema/common.ts). */
export interface ScreenText {
  text: string
  masks: MaskedSpan[]
  highlights: MaskedSpan[]
}

/**
 * A text as a screen may show it. `highlights`: UTF-16 ranges of the original; they come back in the shown text, cut where something
 * is hidden, so that a hit inside a mask is not pointed out. `findings`: what is in it, where the messages around it were looked at too.
 */
export function maskForScreen(
  text: string,
  roster: Roster | null,
  highlights: readonly (readonly [number, number])[] = [],
  policy: MaskPolicy = masksOf(roster),
  findings: readonly Finding[] = detect(text, { point: 'review', roster }),
): ScreenText {
  return showRuns(text, hiddenRuns(text, findings, policy), highlights)
}

/** A display name or account that fills its field: masked as a whole even where no roster knows it. */
export function maskNameForScreen(
  name: string,
  roster: Roster | null,
  policy: MaskPolicy = masksOf(roster),
): ScreenText {
  return showRuns(name, hiddenRuns(name, findInName(name, roster), policy), [])
}

export function maskAccountForScreen(
  account: string,
  roster: Roster | null,
  policy: MaskPolicy = masksOf(roster),
): ScreenText {
  return showRuns(account, hiddenRuns(account, findInAccount(account, roster), policy), [])
}

/** A screen's roster brings the masks of screens with it. */
function masksOf(roster: Roster | null): MaskPolicy {
  return roster?.masks ?? DEFAULT_MASKS
}

/** Findings of a sender's or member's display name. Words for nobody (客服, system) are left alone. */
export function findInName(name: string, roster: Roster | null): Finding[] {
  return whole(name, 'name', roster, findSensitive(name, null))
}

/** Findings of an account: a phone or e-mail as such, anything else as a platform account. */
export function findInAccount(account: string, roster: Roster | null): Finding[] {
  const found = findSensitive(account, null)
  const [only] = found
  if (found.length !== 1 || only?.start !== 0 || only.end !== account.length)
    return whole(account, 'account', roster, found)
  return [{ ...only, person: bearerOf(roster, account) }]
}

function whole(value: string, kind: 'name' | 'account', roster: Roster | null, inside: Finding[]): Finding[] {
  const key = spelling(value)
  if (value.trim() === '' || NOBODY.has(key)) return inside
  const atoms: number[] = []
  let at = 0
  for (const char of value) {
    if (char.trim() !== '') atoms.push(at, at + char.length)
    at += char.length
  }
  inside.push({
    start: 0,
    end: value.length,
    kind,
    confidence: 1,
    atoms,
    person: bearerOf(roster, value),
    form: 'full',
  })
  return inside
}

/** A text with these runs hidden; `highlights` as for maskForScreen. */
export function showRuns(
  text: string,
  runs: readonly HiddenRun[],
  highlights: readonly (readonly [number, number])[] = [],
): ScreenText {
  const { shown, masks } = showMasked(text, runs)
  const placed: MaskedSpan[] = []
  let run = 0
  let shift = 0 // shown offset minus original offset, between runs[run - 1] and runs[run]
  for (const [from, to] of united(highlights, text.length)) {
    let start = from
    while (start < to) {
      const next = runs[run]
      if (next !== undefined && next.start <= start) {
        shift += standIn(next).length - (next.end - next.start)
        start = Math.max(start, next.end)
        run += 1
        continue
      }
      const end = Math.min(to, next?.start ?? to)
      placed.push({ start: start + shift, end: end + shift, kind: 'hit' })
      start = end
    }
  }
  return { text: shown, masks, highlights: placed }
}

/** Ranges in order, overlapping ones made one, cut to the text. */
function united(ranges: readonly (readonly [number, number])[], length: number): [number, number][] {
  const out: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(0, from)
    const end = Math.min(length, to)
    const last = out[out.length - 1]
    if (start >= end) continue
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else out.push([start, end])
  }
  return out
}
