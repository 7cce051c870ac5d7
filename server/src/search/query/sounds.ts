import { SOUNDS_TABLE } from './sounds.table.ts'

// What Han characters sound like, from a frozen table (tools/make-sounds.ts). Tones do not count; a character with several
// readings has them all. The table is read when the first query needs it.

/** The characters that may stand at one place of a text. */
export type CharacterClass = ReadonlySet<number>

interface Sounds {
  readonly charactersOf: ReadonlyMap<string, readonly number[]>
  readonly soundsOf: ReadonlyMap<number, readonly string[]>
}

let kept: Sounds | null = null

function sounds(): Sounds {
  kept ??= readTable()
  return kept
}

function readTable(): Sounds {
  const charactersOf = new Map<string, number[]>()
  const soundsOf = new Map<number, string[]>()
  for (const line of SOUNDS_TABLE.trim().split('\n')) {
    const [sound = '', all = ''] = line.split(' ')
    const characters = Array.from(all, (character) => character.codePointAt(0) ?? 0)
    charactersOf.set(sound, characters)
    for (const character of characters) {
      const known = soundsOf.get(character)
      if (known) known.push(sound)
      else soundsOf.set(character, [sound])
    }
  }
  return { charactersOf, soundsOf }
}

export function hasSound(codePoint: number): boolean {
  return sounds().soundsOf.has(codePoint)
}

/** The character and all that sound like it in one of its readings. */
export function sameSound(codePoint: number): CharacterClass {
  const { soundsOf, charactersOf } = sounds()
  return new Set([codePoint, ...(soundsOf.get(codePoint) ?? []).flatMap((sound) => charactersOf.get(sound) ?? [])])
}

/** How a character sounds, for telling: `hang/xing`; the character itself where it has no sound. */
export function soundOf(codePoint: number): string {
  return sounds().soundsOf.get(codePoint)?.join('/') ?? String.fromCodePoint(codePoint)
}

/**
 * For each piece of a reading, all characters with a reading of this sound (`zhang`) or of this initial (`z`). A lone a, e
 * or o is a syllable among syllables (`a yi`) and an initial among initials (`oy`: 欧阳).
 */
export function classesOf(pieces: readonly string[]): CharacterClass[] {
  const hasInitials = pieces.some(isInitial)
  return pieces.map((piece) => (piece.length === 1 && hasInitials ? charactersFrom(piece) : charactersOf(piece)))
}

/** A letter that is no syllable by itself. */
export function isInitial(piece: string): boolean {
  return piece.length === 1 && !'aeo'.includes(piece)
}

/** 掠 and 虐 as many type them: no syllable is spelled so with a u. */
const SPELLED: ReadonlyMap<string, string> = new Map([
  ['lue', 'lve'],
  ['nue', 'nve'],
])

function charactersOf(sound: string): CharacterClass {
  return new Set(sounds().charactersOf.get(SPELLED.get(sound) ?? sound))
}

function charactersFrom(letter: string): CharacterClass {
  const { charactersOf } = sounds()
  const found = new Set<number>()
  for (const [sound, characters] of charactersOf) {
    if (sound.startsWith(letter)) for (const character of characters) found.add(character)
  }
  return found
}

/** Readings that a person who types pinyin does not mean: 嗯 and 呣 without a vowel. They would read `zsm` wrongly. */
const NO_SYLLABLES: ReadonlySet<string> = new Set(['m', 'n', 'ng', 'hm', 'hng'])
const INITIALS = /^[a-hj-tw-z]$/ // no syllable begins with i, u or v
const MOST_PIECES = 12
const MOST_READINGS = 8

/**
 * How letters can be read as pinyin: `xian` as xian and as xi an, `zsf` as three initials, `zhangsf` as a syllable and two.
 * Whole syllables go before initials. Empty: as nothing.
 *
 * @param letters a–z, ü as v; spaces and apostrophes part syllables
 */
export function readPinyin(letters: string): string[][] {
  const { charactersOf } = sounds()
  const parts = letters.split(/[\s'’]+/u).filter((part) => part !== '')
  const isSyllable = (piece: string) => charactersOf.has(SPELLED.get(piece) ?? piece) && !NO_SYLLABLES.has(piece)
  let readings: string[][] = [[]]
  for (const part of parts) {
    const ways = waysOf(part, isSyllable)
    readings = readings.flatMap((before) => ways.map((way) => [...before, ...way])).slice(0, MOST_READINGS)
  }
  return readings.filter((pieces) => pieces.length > 0 && pieces.length <= MOST_PIECES)
}

/** The ways with the fewest initials, among these those with the fewest pieces first. */
function waysOf(part: string, isSyllable: (piece: string) => boolean): string[][] {
  type Way = { pieces: string[]; initials: number }
  const best: Way[][] = [[{ pieces: [], initials: 0 }]] // by how many letters are read
  for (let end = 1; end <= part.length; end++) {
    const ways: Way[] = []
    for (let start = Math.max(0, end - 6); start < end; start++) {
      const piece = part.slice(start, end)
      const isInitial = piece.length === 1 && !isSyllable(piece)
      if (isInitial ? !INITIALS.test(piece) : !isSyllable(piece)) continue
      for (const { pieces, initials } of best[start] ?? []) {
        ways.push({ pieces: [...pieces, piece], initials: initials + (isInitial ? 1 : 0) })
      }
    }
    const fewest = Math.min(...ways.map(({ initials }) => initials))
    best.push(
      ways
        .filter(({ initials }) => initials === fewest)
        .sort((a, b) => a.pieces.length - b.pieces.length)
        .slice(0, MOST_READINGS),
    )
  }
  return (best[part.length] ?? []).map(({ pieces }) => pieces)
}
