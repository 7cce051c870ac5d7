import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#base'

// The fonts of everything printed. They belong to the operating system (fonts-noto-cjk has 90 MB), so they are looked for, and
// their absence has a name: a paper with boxes for characters is no paper. Pictures (👌 may be the yes that a case is about) have a
// font of their own; without it they are written as numbers.

const PLACES = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/google-noto-cjk']
const REGULAR = 'NotoSansCJK-Regular.ttc'
const BOLD = 'NotoSansCJK-Bold.ttc'
const EMOJI_PLACES = ['/usr/share/fonts/truetype/noto', '/usr/share/fonts/noto', '/usr/share/fonts/google-noto-emoji']
const EMOJI = 'NotoColorEmoji.ttf'

/** What asks for the picture of a letter has no glyph of its own. */
const ASKED = '\ufe0f'

export interface Fonts {
  /** Folders given to the typesetter. */
  readonly dirs: readonly string[]
  /** Whether the font of letters has a glyph for a code point. */
  has(codePoint: number): boolean
  /** Whether the font of pictures has all that a sequence of emoji is made of. */
  pictures(emoji: string): boolean
}

export function fontsFound(places: readonly string[] = PLACES): boolean {
  return placeOf(places) !== null
}

/** @throws Fault `fonts_missing` saying what to install */
export function findFonts(places: readonly string[] = PLACES, emojiPlaces: readonly string[] = EMOJI_PLACES): Fonts {
  const dir = placeOf(places)
  if (dir === null) {
    throw new Fault(
      'fonts_missing',
      'PDF needs the Noto Sans CJK fonts: install them (Debian: apt-get install fonts-noto-cjk) and restart',
    )
  }
  const letters = coverageOf(readFileSync(join(dir, REGULAR)))
  const emojiDir = emojiPlaces.find((each) => existsSync(join(each, EMOJI))) ?? null
  const emoji = emojiDir === null ? null : coverageOf(readFileSync(join(emojiDir, EMOJI)))
  return {
    dirs: emojiDir === null ? [dir] : [dir, emojiDir],
    has: (codePoint) => isCovered(letters, codePoint),
    pictures: (sequence) =>
      emoji !== null &&
      Array.from(sequence.replaceAll(ASKED, '')).every((each) => isCovered(emoji, each.codePointAt(0) ?? 0)),
  }
}

function isCovered(coverage: Uint8Array, codePoint: number): boolean {
  return ((coverage[codePoint >> 3] ?? 0) & (1 << (codePoint & 7))) !== 0
}

function placeOf(places: readonly string[]): string | null {
  const found = places.find((dir) => existsSync(join(dir, REGULAR)) && readdirSync(dir).includes(BOLD))
  return found ?? null
}

/** One bit a code point, from the font's `cmap` (OpenType 1.9, format 12); the first face of a collection. */
function coverageOf(font: Buffer): Uint8Array {
  const start = font.toString('latin1', 0, 4) === 'ttcf' ? font.readUInt32BE(12) : 0
  const tables = font.readUInt16BE(start + 4)
  const coverage = new Uint8Array(0x110000 >> 3)
  for (let i = 0; i < tables; i += 1) {
    const entry = start + 12 + i * 16
    if (font.toString('latin1', entry, entry + 4) === 'cmap') readCmap(font, font.readUInt32BE(entry + 8), coverage)
  }
  return coverage
}

function readCmap(font: Buffer, cmap: number, coverage: Uint8Array): void {
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i += 1) {
    const table = cmap + font.readUInt32BE(cmap + 4 + i * 8 + 4)
    if (font.readUInt16BE(table) !== 12) continue
    for (let g = 0; g < font.readUInt32BE(table + 12); g += 1) {
      const group = table + 16 + g * 12
      const last = Math.min(font.readUInt32BE(group + 4), 0x10ffff)
      for (let c = font.readUInt32BE(group); c <= last; c += 1)
        coverage[c >> 3] = (coverage[c >> 3] ?? 0) | (1 << (c & 7))
    }
  }
}
