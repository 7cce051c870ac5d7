/** A small generator of numbers (mulberry32): the same seed gives the same matrix on every machine. */
export interface Chance {
  /** 0 … n − 1. */
  below(n: number): number
  pick<T>(list: readonly T[]): T
  digits(n: number): string
  letters(n: number, from: string): string
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(next() * n)
  const letters = (n: number, from: string): string => {
    let out = ''
    for (let i = 0; i < n; i++) out += from[below(from.length)]
    return out
  }
  return {
    below,
    letters,
    pick: (list) => {
      const item = list[below(list.length)]
      if (item === undefined) throw new Error('an empty table')
      return item
    },
    digits: (n) => letters(n, '0123456789'),
  }
}
