import { READINGS, SURNAME_READINGS } from './readings.table.ts'

// How the characters of Chinese names are spelled in Latin letters, without tones. Unpacked when the first roster needs it.

interface Readings {
  readonly ofChar: ReadonlyMap<string, readonly string[]>
  readonly ofSurname: ReadonlyMap<string, string>
  readonly syllables: ReadonlySet<string>
}

let kept: Readings | null = null

function readings(): Readings {
  kept ??= unpacked()
  return kept
}

function unpacked(): Readings {
  const ofChar = new Map<string, string[]>()
  const rows = READINGS.trim()
    .split('\n')
    .map((row) => row.split(' '))
  for (const place of [1, 2])
    for (const row of rows)
      for (const char of row[place] ?? '') ofChar.set(char, [...(ofChar.get(char) ?? []), row[0] ?? ''])
  const ofSurname = new Map<string, string>()
  for (const one of SURNAME_READINGS.split(' ')) {
    const [, surname = '', sound = ''] = /^(\P{Script=Latin}+)(.+)$/u.exec(one) ?? []
    ofSurname.set(surname, sound)
  }
  return { ofChar, ofSurname, syllables: new Set(rows.map(([syllable = '']) => syllable)) }
}

/** A reading as people type it: ü has three spellings. */
function typed(reading: string): string[] {
  return /^[ln]v/.test(reading) ? [reading, reading.replace('v', 'u'), reading.replace('v', 'yu')] : [reading]
}

/** Syllables of these characters, the likeliest reading first; empty where one has none. */
export function soundsOf(chars: string): string[][] {
  const { ofChar } = readings()
  let spelt: string[][] = [[]]
  for (const char of chars) {
    const sounds = (ofChar.get(char) ?? []).flatMap(typed)
    spelt = spelt.flatMap((before) => sounds.map((sound) => [...before, sound]))
  }
  return spelt
}

/** Every character of the table and its readings, the likeliest first. */
export function readingsOf(): ReadonlyMap<string, readonly string[]> {
  return readings().ofChar
}

/** Spellings of a surname: shan for 单, ouyang for 欧阳. */
export function surnameSounds(surname: string): string[] {
  const own = readings().ofSurname.get(surname)
  if (own !== undefined) return typed(own)
  return soundsOf(surname)
    .slice(0, 1)
    .flatMap((syllables) => typed(syllables.join('')))
}

/** One syllable of Chinese: no name by itself. */
export function isSyllable(letters: string): boolean {
  return readings().syllables.has(letters)
}
