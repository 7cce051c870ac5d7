import { type DetectPoint, detect } from './detect.ts'
import { buildRoster, type Roster, type RosterEntry, spelling } from './roster.ts'

/** A name this sure in one place is looked for in all; one that is less sure wants a second place. */
const SURE = 0.8
const TWICE = 0.6

/**
 * The names that a conversation's own texts give away, to be looked for like a roster in every one of them
 * (`DetectOptions.found`): 我叫王小明 in the first message makes 小明 no name, but 王小明 one wherever it stands. Keeps the names
 * only, not the texts. Null: none.
 */
export function foundNames(texts: Iterable<string>, roster: Roster | null, point: DetectPoint): Roster | null {
  const seen = new Map<string, { name: string; best: number; times: number }>()
  for (const text of texts) {
    for (const finding of detect(text, { point, roster })) {
      if (finding.kind !== 'name' || finding.person !== null || finding.form !== 'full') continue
      const name = text.slice(finding.start, finding.end)
      const key = spelling(name)
      const before = seen.get(key)
      if (before === undefined) seen.set(key, { name, best: finding.confidence, times: 1 })
      else {
        before.best = Math.max(before.best, finding.confidence)
        before.times += 1
      }
    }
  }
  const entries: RosterEntry[] = []
  for (const [key, { name, best, times }] of seen) {
    if (best >= SURE || (times > 1 && best >= TWICE))
      entries.push({ name, person: `name:${key}`, kind: 'name', far: true })
  }
  return entries.length === 0 ? null : buildRoster('found', entries)
}
