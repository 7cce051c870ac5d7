import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#base'

// The fonts of everything printed. They belong to the operating system (fonts-noto-cjk has 90 MB), so they are looked for, and
// their absence has a name: a paper with boxes for characters is no paper.

const PLACES = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/google-noto-cjk']
const REGULAR = 'NotoSansCJK-Regular.ttc'
const BOLD = 'NotoSansCJK-Bold.ttc'
export const FAMILY = 'Noto Sans CJK SC'

export interface Fonts {
  /** Folder given to the typesetter. */
  readonly dir: string
  /** Whether the font has a glyph for a code point. */
  has(codePoint: number): boolean
}

export function fontsFound(places: readonly string[] = PLACES): boolean {
  return placeOf(places) !== null
}

/** @throws Fault `fonts_missing` saying what to install */
export function findFonts(places: readonly string[] = PLACES): Fonts {
  const dir = placeOf(places)
  if (dir === null) {
    throw new Fault(
      'fonts_missing',
      'PDF needs the Noto Sans CJK fonts: install them (Debian: apt-get install fonts-noto-cjk) and restart',
    )
  }
  const coverage = coverageOf(readFileSync(join(dir, REGULAR)))
  return { dir, has: (codePoint) => ((coverage[codePoint >> 3] ?? 0) & (1 << (codePoint & 7))) !== 0 }
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
