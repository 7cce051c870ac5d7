import type { HiddenRun } from './mask.ts'

// A commitment opens character by character, so whoever opens it counts what is hidden. Widened into the text beside it, a run tells only
// which eight it lies in. It costs words that nobody had to hide.

export const PADDED_TO = 8

/**
 * Runs widened to a multiple of PADDED_TO code points, to the right first, then to the left; those that meet become one. A run that
 * would need more than there is takes the whole text.
 */
export function padRuns(text: string, runs: readonly HiddenRun[]): HiddenRun[] {
  const points = Array.from(text)
  let padded = runs.map((run) => ({ ...run }))
  for (;;) {
    const wider = united(padded.map((run) => widened(run, points.length)))
    if (wider.length === padded.length && wider.every((run, i) => sameSize(run, padded[i]))) break
    padded = wider
  }
  const units = new Int32Array(points.length + 1)
  for (const [i, point] of points.entries()) units[i + 1] = (units[i] ?? 0) + point.length
  return padded.map((run) => ({ ...run, start: units[run.startCp] ?? 0, end: units[run.endCp] ?? 0 }))
}

function sameSize(a: HiddenRun, b: HiddenRun | undefined): boolean {
  return a.startCp === b?.startCp && a.endCp === b.endCp
}

function widened(run: HiddenRun, length: number): HiddenRun {
  const size = Math.ceil((run.endCp - run.startCp) / PADDED_TO) * PADDED_TO
  if (size >= length) return { ...run, startCp: 0, endCp: length }
  const endCp = Math.min(length, run.startCp + size)
  return { ...run, startCp: endCp - size, endCp }
}

function united(runs: readonly HiddenRun[]): HiddenRun[] {
  const out: HiddenRun[] = []
  for (const run of runs) {
    const last = out[out.length - 1]
    if (last === undefined || run.startCp > last.endCp) out.push(run)
    else {
      last.startCp = Math.min(last.startCp, run.startCp)
      last.endCp = Math.max(last.endCp, run.endCp)
      // one label for two would name the wrong one
      last.label = null
    }
  }
  return out
}
