import type { DetectPoint } from '#redaction'
import { english } from './english-f2.ts'
import { gatesOf } from './gates.ts'
import { scoreMatrix } from './matrix-score.ts'
import { type SetFigures, scoreSet, warmUp } from './score.ts'
import { loadSets } from './sets.ts'
import { sms } from './sms.ts'

// `npm run bench -- redaction`: a JSON line for each set, point and class, then the matrix of forms and
// carriers, then what is demanded against what was measured.

const POINTS: readonly DetectPoint[] = ['review', 'release']

const line = (figures: object): void =>
  void process.stdout.write(`${JSON.stringify({ bench: 'redaction', ...figures })}\n`)

export async function redaction(wanted: readonly string[] = []): Promise<Record<string, number | string>> {
  const sets = loadSets(wanted)
  const measured: SetFigures[] = []
  let slowest = Number.POSITIVE_INFINITY
  const cold = warmUp(sets, POINTS)
  for (const set of sets) {
    for (const point of POINTS) {
      const figures = scoreSet(set, point)
      const { classes, ...all } = figures
      measured.push(figures)
      line(all)
      for (const figures of classes) line({ set: set.name, point, ...figures })
      if (point === 'release') slowest = Math.min(slowest, all.charactersPerSecond)
    }
  }
  for (const point of POINTS) {
    const { failed, ...matrix } = scoreMatrix(point)
    line({ matrix: point, ...matrix, failed: failed.map(({ id }) => id) })
  }
  const gates = [
    ...gatesOf(measured),
    ...sets.filter(({ name }) => name.startsWith('presidio')).flatMap(english),
    ...(wanted.length === 0 || wanted.includes('sms') ? sms() : []),
  ]
  for (const gate of gates) line(gate)
  return {
    gates: gates.length,
    missed: gates.filter(({ verdict }) => verdict === 'missed').length,
    sets: sets.length,
    slowest_release_characters_per_second: sets.length === 0 ? 0 : slowest,
    first_texts_seconds: cold,
  }
}
