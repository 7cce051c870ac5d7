import type { DetectPoint } from '#redaction'
import { scoreMatrix } from './matrix-score.ts'
import { scoreSet } from './score.ts'
import { loadSets } from './sets.ts'

// `npm run bench -- redaction`: a JSON line for each set, point and class, then the matrix of forms and carriers.

const POINTS: readonly DetectPoint[] = ['review', 'release']

const line = (figures: object): void =>
  void process.stdout.write(`${JSON.stringify({ bench: 'redaction', ...figures })}\n`)

export async function redaction(wanted: readonly string[] = []): Promise<Record<string, number | string>> {
  const sets = loadSets(wanted)
  let slowest = Number.POSITIVE_INFINITY
  for (const set of sets) {
    for (const point of POINTS) {
      const { classes, ...all } = scoreSet(set, point)
      line(all)
      for (const figures of classes) line({ set: set.name, point, ...figures })
      if (point === 'release') slowest = Math.min(slowest, all.charactersPerSecond)
    }
  }
  for (const point of POINTS) {
    const { failed, ...matrix } = scoreMatrix(point)
    line({ matrix: point, ...matrix, failed: failed.map(({ id }) => id) })
  }
  return { sets: sets.length, slowest_release_characters_per_second: sets.length === 0 ? 0 : slowest }
}
