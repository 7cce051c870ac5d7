import type { Chance } from './chance.ts'

// Ways to write the same letters and digits.

const INVISIBLE = ['\u200b', '\u200d', '\ufeff', '\u2060', '\u00ad', '\u200e'] as const
export const CHINESE_DIGITS = [
  '零一二三四五六七八九',
  '〇一二三四五六七八九',
  '零幺二三四五六七八九',
  '零幺两三四五六七八九',
] as const
export const FORMAL_DIGITS = ['零壹贰叁肆伍陆柒捌玖', '零壹貳參肆伍陸柒捌玖'] as const

export const wide = (text: string): string =>
  text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000')

export const inNumerals = (text: string, numerals: string): string =>
  text.replace(/\d/g, (digit) => numerals[Number(digit)] ?? '')

export function mixed(text: string, chance: Chance): string {
  const letters = [...text]
  const from = chance.below(2)
  return letters.map((letter, i) => (i % 3 === from || i % 5 === 0 ? wide(letter) : letter)).join('')
}

/** One to three characters that nobody sees, never at the ends. */
export function withInvisible(text: string, chance: Chance): string {
  const letters = [...text]
  for (let i = 0; i < 1 + chance.below(3); i++) {
    letters.splice(1 + chance.below(letters.length - 1), 0, chance.pick(INVISIBLE))
  }
  return letters.join('')
}

export function regroup(text: string, chance: Chance): string {
  const sizes = chance.pick([
    [3, 3],
    [2, 2],
    [5, 5],
    [4, 3],
    [6, 5],
  ])
  const separator = chance.pick([' ', '-', ' ', '  '])
  const groups: string[] = []
  let at = 0
  for (let i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length] ?? 4
    groups.push(text.slice(at, at + size))
    at += size
  }
  return groups.join(separator)
}

export function halves(parts: readonly string[], joint: string): [string, string] {
  const cut = Math.ceil(parts.length / 2)
  return [parts.slice(0, cut).join(joint), parts.slice(cut).join(joint)]
}

/** 1 … 99,999 as it is read aloud. */
export function readAloud(n: number, digits: string, units: readonly string[]): string {
  let out = ''
  let gap = false
  const text = String(n)
  for (let i = 0; i < text.length; i++) {
    const digit = Number(text[i])
    if (digit === 0) {
      gap = true
      continue
    }
    out += `${gap && out !== '' ? digits[0] : ''}${digits[digit]}${units[text.length - 1 - i] ?? ''}`
    gap = false
  }
  return out
}

export const spoken = (n: number): string =>
  readAloud(n, CHINESE_DIGITS[0], ['', '十', '百', '千', '万']).replace(/^一十/, '十')
