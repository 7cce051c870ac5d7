import type { Finding } from '../text/finding.ts'
import { isInsideWord } from '../words/dictionary.ts'

// 王浩宇 is somebody else than the 王浩 of the roster, and 林婷婷 than its 婷婷: the longer name is who is meant.

/** So sure of the longer name. */
const SURE = 0.75
const LONGEST = 4
const BESIDE = 4

/** Takes out of `findings` what is only a part of a name that no roster knows, and answers those names. */
export function takeStrangers(text: string, findings: Finding[], names: readonly Finding[]): Finding[] {
  const strangers: Finding[] = []
  for (const name of names) {
    if (name.kind !== 'name' || name.confidence < SURE || name.end - name.start > LONGEST) continue
    const inside = findings.filter((one) => isPartOf(one, name))
    if (inside.length === 0 || goesOn(text, name.end)) continue
    for (const one of inside) findings.splice(findings.indexOf(one), 1)
    strangers.push(name)
  }
  return strangers
}

function isPartOf(one: Finding, name: Finding): boolean {
  const isShorter = one.end - one.start < name.end - name.start
  return (
    (one.person ?? null) !== null && one.kind === 'name' && isShorter && one.start >= name.start && one.end <= name.end
  )
}

/** 王浩明 of 王浩明天来: a word goes on behind it. */
function goesOn(text: string, end: number): boolean {
  const from = Math.max(0, end - BESIDE)
  const units = Uint16Array.from(text.slice(from, end + BESIDE), (char) => char.charCodeAt(0))
  return isInsideWord(units, units.length, end - from)
}
