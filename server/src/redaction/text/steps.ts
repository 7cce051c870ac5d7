import { setImmediate as nextTurn } from 'node:timers/promises'

// Long work in small steps: done at once where a thread has nothing else to do, in turns where others wait for it.

/** Yields where it may be interrupted, and returns what was made. */
export type Steps<T> = Generator<void, T>

/** Of small things, what one step does. */
export const A_STEP = 2048
/** What others wait for at most, about, in ms. */
const A_TURN = 10

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + A_TURN
    do {
      const { done, value } = steps.next()
      if (done === true) return value
    } while (performance.now() < until)
    await nextTurn()
  }
}

/** By UTF-16 units, as `sort()` does. */
export function* sorted(texts: Iterable<string>): Steps<string[]> {
  const byFirst = new Map<number, string[]>()
  let n = 0
  for (const text of texts) {
    const first = text.charCodeAt(0)
    const alike = byFirst.get(first)
    if (alike === undefined) byFirst.set(first, [text])
    else alike.push(text)
    n += 1
    if (n % A_STEP === 0) yield
  }
  const all: string[] = []
  for (const first of [...byFirst.keys()].sort((a, b) => a - b)) {
    for (const text of byFirst.get(first)?.sort() ?? []) all.push(text)
    byFirst.delete(first)
    yield
  }
  return all
}
