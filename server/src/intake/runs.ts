/**
 * Adds a number to runs of consecutive ones: start, end (inclusive), start, end, ... in ascending order, merged as they meet. What is
 * there already stays.
 */
export function addToRuns(runs: number[], number: number): void {
  const last = runs.length - 1
  if (last > 0 && runs[last] === number - 1) {
    runs[last] = number
    return
  }
  const at = 2 * firstEndingAt(runs, number - 1)
  const [start, end] = [runs[at], runs[at + 1]]
  if (start !== undefined && end !== undefined && number >= start && number <= end) return
  if (end === number - 1) {
    runs[at + 1] = number
    if (runs[at + 2] === number + 1) runs.splice(at + 1, 2) // it now touches the next run
  } else if (start === number + 1) runs[at] = number
  else runs.splice(at, 0, number, number)
}

/** The first run that ends at or behind this number. */
function firstEndingAt(runs: readonly number[], number: number): number {
  let low = 0
  let high = runs.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[2 * middle + 1] ?? 0) < number) low = middle + 1
    else high = middle
  }
  return low
}
