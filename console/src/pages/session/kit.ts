/** Two different groups of the kit, by their numbers on the paper (from 1), in order. */
export function askedGroups(count: number, chance: () => number): [number, number] {
  const first = Math.floor(chance() * count)
  const second = (first + 1 + Math.floor(chance() * (count - 1))) % count
  return first < second ? [first + 1, second + 1] : [second + 1, first + 1]
}

/** What somebody typed from paper, as the kit writes it: capitals, no spaces or dashes within. */
export function tidyGroup(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}
