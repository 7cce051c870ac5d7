import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

// The crudest attacker: looks through the bytes of every file for words that must be nowhere.

/** Files (relative to `dir`) that hold one of the words in UTF-8, UTF-16 (either order) or GB18030. */
export function filesHolding(dir: string, words: readonly string[]): string[] {
  const needles = words.flatMap(encodings)
  return filesUnder(dir)
    .filter((path) => {
      const bytes = readIfThere(path)
      return needles.some((needle) => bytes.includes(needle))
    })
    .map((path) => relative(dir, path))
}

function encodings(word: string): Buffer[] {
  const little = Buffer.from(word, 'utf16le')
  const big = Buffer.from(little).swap16()
  return [Buffer.from(word), little, big, gb18030(word)]
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
}

/** A running house removes files while they are listed. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}

let twoByte: Map<string, Buffer> | null = null

/** Characters of the two-byte part and ASCII; others are left out of the needle's reach by throwing. */
function gb18030(word: string): Buffer {
  twoByte ??= twoByteTable()
  return Buffer.concat(
    [...word].map((character) => {
      if (character < '\x80') return Buffer.from(character)
      const bytes = twoByte?.get(character)
      if (!bytes) throw new RangeError('not in the two-byte part of GB18030')
      return bytes
    }),
  )
}

function twoByteTable(): Map<string, Buffer> {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, Buffer>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const bytes = Buffer.of(lead, trail)
      if (trail !== 0x7f) table.set(decoder.decode(bytes), bytes)
    }
  }
  return table
}
