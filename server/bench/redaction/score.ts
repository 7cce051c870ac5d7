import { type DetectPoint, detect, type Finding } from '#redaction'
import { CLASSES, type Class, type Entity, type LabelledSet } from './sets.ts'

// Leak rate: the share of labelled places that are not wholly inside what was found. Over-redaction: findings of the class
// that touch no labelled place of it.

export interface ClassFigures {
  class: string
  n: number
  leaked: number
  leakRate: number
  /** 95 % interval of the leak rate (Wilson 1927). */
  low: number
  high: number
  found: number
  /** Share of findings of the class's kinds that touch a labelled place of it. */
  loosePrecision: number
  strictF1: number
  per1000Lines: number
}

export interface SetFigures {
  set: string
  point: DetectPoint
  lines: number
  /** Of one core: by processor time, so that a busy machine shows the same. */
  charactersPerSecond: number
  /** Share of the characters outside every labelled place that is inside a finding. */
  extraCharacters: number
  classes: ClassFigures[]
}

const round = (value: number, digits = 4): number => Number(value.toFixed(digits))

export function wilson(hits: number, n: number): [low: number, high: number] {
  if (n === 0) return [0, 1]
  const z = 1.959964
  const p = hits / n
  const middle = p + (z * z) / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)]
}

/** Of processor time, this process's threads together. */
function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000_000
}

/** So many texts of each set and point. */
const WARM = 500

/**
 * Has the detector look at the beginning of every set, as a server's threads have looked at many texts: the word lists are unpacked once a
 * thread, and code is fast once it has run. @returns processor seconds that the first texts took which anybody looked at
 */
export function warmUp(sets: readonly LabelledSet[], points: readonly DetectPoint[]): number {
  let cold = 0
  for (const set of sets) {
    for (const point of points) {
      const began = process.cpuUsage()
      for (const { text } of set.lines.slice(0, WARM)) detect(text, { point })
      cold ||= secondsSince(began)
    }
  }
  return round(cold, 2)
}

export function scoreSet(set: LabelledSet, point: DetectPoint): SetFigures {
  const findings: Finding[][] = []
  let characters = 0
  const began = process.cpuUsage()
  for (const { text } of set.lines) {
    findings.push(detect(text, { point }))
    characters += text.length
  }
  const seconds = secondsSince(began)
  const labels = new Set(set.lines.flatMap(({ entities }) => entities.map(({ label }) => label)))
  const classes = CLASSES.filter((one) => one.labels.some((label) => labels.has(label)))
  return {
    set: set.name,
    point,
    lines: set.lines.length,
    charactersPerSecond: Math.round(characters / seconds),
    extraCharacters: round(extra(set, findings), 5),
    classes: classes.map((one) => scoreClass(set, findings, one)).filter(({ n }) => n > 0),
  }
}

function scoreClass(set: LabelledSet, findings: readonly Finding[][], one: Class): ClassFigures {
  let n = 0
  let leaked = 0
  let found = 0
  let right = 0
  let exact = 0
  for (const [i, { entities }] of set.lines.entries()) {
    const all = entities.filter(({ label }) => one.labels.includes(label))
    const text = set.lines[i]?.text ?? ''
    const gold = all.filter(({ start, end }) => one.only === undefined || one.only(text.slice(start, end)))
    const here = (findings[i] ?? []).filter(({ kind }) => one.kinds.includes(kind))
    n += gold.length
    found += here.length
    for (const entity of gold) if (!covers(findings[i] ?? [], one, entity)) leaked += 1
    for (const f of here) {
      if (all.some((entity) => entity.start < f.end && entity.end > f.start)) right += 1
      if (gold.some((entity) => entity.start === f.start && entity.end === f.end)) exact += 1
    }
  }
  const [low, high] = wilson(leaked, n)
  return {
    class: one.name,
    n,
    leaked,
    leakRate: round(n === 0 ? 0 : leaked / n),
    low: round(low),
    high: round(high),
    found,
    loosePrecision: round(found === 0 ? 0 : right / found),
    strictF1: round(n + found === 0 ? 0 : (2 * exact) / (n + found)),
    per1000Lines: round((found / set.lines.length) * 1000, 1),
  }
}

/** Several findings of the class that touch one another count as one: what is hidden is what they hide together. */
function covers(findings: readonly Finding[], one: Class, entity: Entity): boolean {
  let at = entity.start
  for (const { start, end, kind } of findings) {
    if (one.kinds.includes(kind) && start <= at && end > at) at = end
  }
  return at >= entity.end
}

function extra(set: LabelledSet, findings: readonly Finding[][]): number {
  let outside = 0
  let hit = 0
  for (const [i, { text, entities }] of set.lines.entries()) {
    const marks = new Uint8Array(text.length)
    for (const { start, end } of findings[i] ?? []) marks.fill(1, start, end)
    for (const { start, end } of entities) marks.fill(2, start, end)
    for (const mark of marks) {
      if (mark !== 2) outside += 1
      if (mark === 1) hit += 1
    }
  }
  return outside === 0 ? 0 : hit / outside
}
