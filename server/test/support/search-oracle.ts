import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// A normaliser written from formats/folding.md alone: it shares nothing with the one it judges.

const simplified = new Map(
  readFileSync(join(import.meta.dirname, '../../../formats/vectors/folding/traditional-simplified.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' ').map((hex) => String.fromCodePoint(Number.parseInt(hex, 16))) as [string, string]),
)

function normaliseOnce(character: string): string {
  if (/[\u{fff9}-\u{fffb}]/u.test(character) || /\p{DI}/u.test(character)) return ''
  if (/\p{Cc}/u.test(character) && !/\p{White_Space}/u.test(character)) return ''
  let out = ''
  for (const part of character.normalize('NFKC')) {
    const lower = part === '\u0130' ? 'i' : part.toLowerCase()
    out += simplified.get(lower) ?? lower
  }
  return out
}

const normalised = new Map<string, string>()

/** Folds a text the slow way. */
export function normalise(text: string): string {
  let out = ''
  for (const character of text) {
    let folded = normalised.get(character)
    if (folded === undefined) {
      folded = character
      for (let next = ''; ; folded = next) {
        next = [...folded].map(normaliseOnce).join('')
        if (next === folded) break
      }
      normalised.set(character, folded)
    }
    out += folded
  }
  return out
}

/** A generator of repeatable chance (mulberry32). */
export function chance(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T, // callers give lists that are not empty
  }
}
