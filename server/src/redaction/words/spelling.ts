import { foldText } from '../text/normal.ts'
import { COMPOUND_SURNAMES, ROSTER_SURNAMES, SURNAMES } from './surnames.ts'

/** Units between the letters of a name that people put in or leave out: 张 伟, zhang.san, 阿凡提·买买提. */
export function isNameGap(unit: number): boolean {
  return unit === 0x20 || unit === 0x2e || unit === 0x2d || unit === 0x5f || unit === 0x27 || unit === 0x2019
}

const SIGNS = new Set([...'*~^|+=#`/\\丶灬乀'].map((sign) => sign.charCodeAt(0)))

/** 孟*凡*星, 孟🐼凡星: signs that some put between the characters of a name, halves of emoji among them. */
export function isSign(unit: number): boolean {
  return (
    SIGNS.has(unit) ||
    (unit >= 0xd83c && unit <= 0xd83e) ||
    (unit >= 0xdc00 && unit <= 0xdfff) ||
    (unit >= 0x2600 && unit <= 0x27bf)
  )
}

/** The spelling that the automaton holds: folded, without gaps. */
export function spelling(name: string): string {
  let out = ''
  for (const char of foldText(name)) if (!isNameGap(char.charCodeAt(0)) && char !== '\n') out += char
  return out
}

/** Surname of a folded Chinese name of two to four characters, or null where it does not look like one. */
export function surnameOf(name: string): string | null {
  if (name.length < 2 || name.length > 8 || !/^\p{Script=Han}{2,4}$/u.test(name)) return null
  if (name.length > 2 && COMPOUND_SURNAMES.has(name.slice(0, 2))) return name.slice(0, 2)
  const first = name.charAt(0)
  return name.length < 4 && (SURNAMES.has(first) || ROSTER_SURNAMES.has(first)) ? first : null
}
