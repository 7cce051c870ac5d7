import type { Finding } from '../text/finding.ts'
import { isInsideWord } from '../words/dictionary.ts'

// 王浩宇 is somebody else than the 王浩 of the roster, and 林婷婷 than its 婷婷: the longer name is who is meant.

/** So sure of the longer name. */
const SURE = 0.75
const LONGEST = 4
const BESIDE = 4

/** What is found in a text, without what is only a part of a name that no roster knows, and with those names. */
export function withStrangers(text: string, findings: readonly Finding[], names: readonly Finding[]): Finding[] {
  const people = peopleAt(findings)
  if (people.size === 0) return [...findings]
  const strangers: Finding[] = []
  const mistaken = new Set<Finding>()
  for (const name of names) {
    if (name.kind !== 'name' || name.confidence < SURE || name.end - name.start > LONGEST) continue
    const inside = partsOf(name, people)
    if (inside.length === 0 || goesOn(text, name.end)) continue
    for (const one of inside) mistaken.add(one)
    strangers.push(name)
  }
  return [...findings.filter((one) => !mistaken.has(one)), ...strangers]
}

/** Names of the roster by where they begin: a text may be full of them. */
function peopleAt(findings: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const people = new Map<number, Finding[]>()
  for (const one of findings) {
    if (one.kind !== 'name' || (one.person ?? null) === null) continue
    const before = people.get(one.start)
    if (before === undefined) people.set(one.start, [one])
    else before.push(one)
  }
  return people
}

/** Those of them that lie in a longer name. */
function partsOf({ start, end }: Finding, people: ReadonlyMap<number, readonly Finding[]>): Finding[] {
  const inside: Finding[] = []
  for (let at = start; at < end; at += 1)
    for (const one of people.get(at) ?? []) if (one.end <= end && one.end - one.start < end - start) inside.push(one)
  return inside
}

/** 王浩明 of 王浩明天来: a word goes on behind it. */
function goesOn(text: string, end: number): boolean {
  const from = Math.max(0, end - BESIDE)
  const units = Uint16Array.from(text.slice(from, end + BESIDE), (char) => char.charCodeAt(0))
  return isInsideWord(units, units.length, end - from)
}
