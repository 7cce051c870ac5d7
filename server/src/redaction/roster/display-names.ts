import { findEmails } from '../codes/email.ts'
import { findNumbers } from '../codes/structured.ts'
import { isLatin, normalise } from '../text/normal.ts'
import { LATIN_WORDS } from '../words/latin-words.ts'
import { spelling, surnameOf } from '../words/spelling.ts'

// Display names as people make them up: which of their parts are names.

/** A display name and its parts: `A0张伟-保险（杭州）13800138000` gives itself without the number, 张伟, 保险 and 杭州 not alone. */
export function partsOf(name: string): Set<string> {
  const bare = withoutNumbers(name).trim()
  const parts = new Set<string>()
  if (bare !== '') parts.add(bare)
  const letters = bare.replace(/[^\p{L}\p{N}\p{M}\s.·\-_']/gu, '').trim()
  if (letters !== '') parts.add(letters)
  const pieces = bare.split(
    /[\s\-_—–|/\\,，、。:：;；@＠()（）[\]【】<>《》「」"“”+&＆·•~]+|(?<=\p{Script=Han})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=\p{Script=Han})/u,
  )
  for (const piece of pieces) {
    const written = spelling(piece)
    // JJ and CC of 运营CC, and no HR
    const isShort = /^\p{Lu}/u.test(piece) && (!LATIN_WORDS.has(written) || /^(.)\1$/.test(written))
    const least = isShort ? 2 : 3
    const latin = written.length >= least && [...written].every((char) => isLatin(char.charCodeAt(0)))
    if (surnameOf(written) !== null || latin) parts.add(piece)
  }
  return parts
}

export function withoutNumbers(name: string): string {
  const text = normalise(name)
  const found = [...findNumbers(text), ...findEmails(text)].sort((a, b) => b.start - a.start)
  let out = name
  for (const { start, end } of found) out = `${out.slice(0, start)} ${out.slice(end)}`
  return out
}

/** Müller and Mueller; the fold makes Muller of the first. */
export function spellingsOf(name: string): string[] {
  const german = name.replace(/[äöüß]/gi, (sign) => GERMAN[sign.toLowerCase()] ?? sign)
  return german === name ? [name] : [name, german]
}

const GERMAN: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
