import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sharedData } from '#test/shared'
import { buildRoster } from '../roster/roster.ts'
import type { SensitiveKind } from '../text/finding.ts'
import { findSensitive } from './find.ts'

// Public labelled text (development sets). Covered = the labelled place lies wholly inside one finding.

interface Line {
  text: string
  entities: { start: number; end: number; label: string }[]
}

function linesOf(path: string): Line[] {
  // The sets are {text, entities}, one object a line (their README).
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

const formal = sharedData('pii', 'pii-bench-zh.formal.jsonl.gz')
const crosswoz = sharedData('pii', 'crosswoz.val.jsonl.gz')

function scored(lines: Line[], label: string, kinds: readonly SensitiveKind[]): { covered: number; precision: number } {
  let gold = 0
  let covered = 0
  let found = 0
  let right = 0
  for (const { text, entities } of lines) {
    const wanted = entities.filter((entity) => entity.label === label)
    const findings = findSensitive(text, null).filter((finding) => kinds.includes(finding.kind))
    gold += wanted.length
    found += findings.length
    for (const entity of wanted) if (findings.some((f) => f.start <= entity.start && f.end >= entity.end)) covered += 1
    for (const f of findings) if (wanted.some((entity) => entity.start < f.end && entity.end > f.start)) right += 1
  }
  return { covered: covered / gold, precision: right / found }
}

describe.skipIf(formal === null)('pii-bench-zh formal (skipped without the shared data)', () => {
  const lines = formal === null ? [] : linesOf(formal)
  it.each([
    ['phone', ['mobile', 'landline', 'phone'], 0.995, 0.99],
    ['id_number', ['id'], 0.995, 0.99],
    ['bank_card', ['card'], 0.995, 0.98],
    ['email', ['email'], 0.995, 0.99],
  ] as const)('%s reaches the gate', (label, kinds, covered, precision) => {
    const score = scored(lines, label, kinds)
    expect(score.covered).toBeGreaterThanOrEqual(covered)
    expect(score.precision).toBeGreaterThanOrEqual(precision)
  })
  it('covers every person once the roster holds the names', () => {
    const names = new Set(
      lines.flatMap(({ text, entities }) =>
        entities.filter((e) => e.label === 'person').map((e) => text.slice(e.start, e.end)),
      ),
    )
    const roster = buildRoster(
      'formal',
      [...names].map((name, i) => ({ name, person: `par_${i}`, kind: 'name' as const })),
    )
    let gold = 0
    let covered = 0
    for (const { text, entities } of lines) {
      const found = findSensitive(text, roster).filter((finding) => finding.kind === 'name')
      for (const entity of entities.filter((e) => e.label === 'person')) {
        gold += 1
        if (found.some((f) => f.start <= entity.start && f.end >= entity.end)) covered += 1
      }
    }
    expect(covered / gold).toBeGreaterThanOrEqual(0.995)
  })
})

describe.skipIf(crosswoz === null)('CrossWOZ (skipped without the shared data)', () => {
  it('covers landlines in real talk', () => {
    const lines = crosswoz === null ? [] : linesOf(crosswoz)
    expect(scored(lines, 'phone', ['mobile', 'landline', 'phone']).covered).toBeGreaterThanOrEqual(0.97)
  })
})
