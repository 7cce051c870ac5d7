import { inflateSync } from 'node:zlib'

// Text out of a PDF by a reader that knows nothing of who wrote it: streams inflated, strings of each font turned into characters by
// the font's own ToUnicode map (ISO 32000-1, 9.10.3). Enough for what a stranger's search would find, and where it stands.

interface PdfObject {
  dict: string
  stream: string | null
}

export interface PlacedText {
  text: string
  x: number
  y: number
}

export interface ReadPdf {
  /** Of each page, glyphs in drawing order. */
  pages: string[]
  /** The same, each piece with the place where it begins: points from the left and from the foot of its page. */
  placed: PlacedText[][]
  /** Everything that is not compressed, and every stream, as Latin-1: for what must be nowhere. */
  raw: string
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const file = Buffer.from(bytes).toString('latin1')
  const objects = objectsOf(file)
  const fonts = new Map<number, Map<number, string>>()
  const placed: PlacedText[][] = []
  const at = (reference: string | undefined) => (reference === undefined ? undefined : objects.get(Number(reference)))
  const mapOf = (font: number) => {
    const known = fonts.get(font)
    if (known !== undefined) return known
    const [, cmap] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)?.dict ?? '') ?? []
    const map = unicodeMap(at(cmap)?.stream ?? '')
    fonts.set(font, map)
    return map
  }
  for (const { dict } of objects.values()) {
    if (!/\/Type\s*\/Page\b(?!s)/.test(dict)) continue
    const [, contents] = /\/Contents (\d+) 0 R/.exec(dict) ?? []
    const [, resources] = /\/Resources (\d+) 0 R/.exec(dict) ?? []
    const named = new Map<string, number>()
    const found = `${dict} ${at(resources)?.dict ?? ''}`
    const [, inline = '', indirect] = /\/Font\s*(?:<<(.*?)>>|(\d+) 0 R)/s.exec(found) ?? []
    for (const [, name = '', font] of (inline + (at(indirect)?.dict ?? '')).matchAll(/\/(\w+) (\d+) 0 R/g))
      named.set(name, Number(font))
    placed.push(textOf(at(contents)?.stream ?? '', named, mapOf))
  }
  const pages = placed.map((pieces) => pieces.map(({ text }) => text).join(''))
  return { pages, placed, raw: file + [...objects.values()].map(({ stream }) => stream ?? '').join('\n') }
}

function objectsOf(file: string): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>()
  for (const [, no = '', body = ''] of file.matchAll(/(?:^|\n)(\d+) 0 obj(.*?)endobj/gs)) {
    const begin = /stream\r?\n/.exec(body)
    if (begin === null) {
      objects.set(Number(no), { dict: body, stream: null })
      continue
    }
    const dict = body.slice(0, begin.index)
    const packed = body.slice(begin.index + begin[0].length, body.lastIndexOf('endstream'))
    objects.set(Number(no), { dict, stream: dict.includes('FlateDecode') ? inflated(packed) : packed })
  }
  for (const { dict, stream } of [...objects.values()]) {
    if (stream !== null && /\/Type\s*\/ObjStm/.test(dict))
      for (const [no, inner] of innerObjects(dict, stream)) objects.set(no, inner)
  }
  return objects
}

function innerObjects(dict: string, stream: string): [number, PdfObject][] {
  const first = Number(/\/First (\d+)/.exec(dict)?.[1] ?? 0)
  const numbers = stream.slice(0, first).trim().split(/\s+/).map(Number)
  const found: [number, PdfObject][] = []
  for (let i = 0; i < numbers.length; i += 2) {
    const end = numbers[i + 3] ?? stream.length
    found.push([numbers[i] ?? 0, { dict: stream.slice(first + (numbers[i + 1] ?? 0), first + end), stream: null }])
  }
  return found
}

function inflated(packed: string): string {
  try {
    return inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')
  } catch {
    return ''
  }
}

function unicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>()
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, block = ''] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs))
    for (const [, code = '', to = ''] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi))
      map.set(Number.parseInt(code, 16), text(to))
  for (const [, block = ''] of cmap.matchAll(/beginbfrange(.*?)endbfrange/gs)) {
    for (const [, from = '', last = '', to = ''] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) {
      const start = Number.parseInt(from, 16)
      for (let code = start; code <= Number.parseInt(last, 16); code += 1)
        map.set(code, String.fromCodePoint((text(to).codePointAt(0) ?? 0) + code - start))
    }
  }
  return map
}

type Matrix = readonly [number, number, number, number, number, number]

/** A point of `inner` as `outer` has it (ISO 32000-1, 8.3.4). */
function under(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner
  const [oa, ob, oc, od, oe, of] = outer
  return [
    a * oa + b * oc,
    a * ob + b * od,
    c * oa + d * oc,
    c * ob + d * od,
    e * oa + f * oc + oe,
    e * ob + f * od + of,
  ]
}

function textOf(
  content: string,
  named: ReadonlyMap<string, number>,
  mapOf: (font: number) => Map<number, string>,
): PlacedText[] {
  let map = new Map<number, string>()
  let page: Matrix = [1, 0, 0, 1, 0, 0]
  // the font is part of what Q brings back, like the place (ISO 32000-1, 8.4.1)
  const kept: { page: Matrix; map: Map<number, string> }[] = []
  const out: PlacedText[] = []
  const token = /\/(\w+) [\d.]+ Tf|((?:-?[\d.]+ ){6})(cm|Tm)|(?<![\w/])([qQ])(?!\w)|<([0-9A-Fa-f\s]*)>|\(/g
  for (let found = token.exec(content); found !== null; found = token.exec(content)) {
    const [, font, numbers, moves, state, hex] = found
    if (font !== undefined) map = mapOf(named.get(font) ?? -1)
    else if (numbers !== undefined) {
      const place = under(page, numbers.trim().split(' ').map(Number) as unknown as Matrix) // six, by the pattern
      if (moves === 'cm') page = place
      else out.push({ text: '', x: place[4], y: place[5] })
    } else if (state === 'q') kept.push({ page, map })
    else if (state === 'Q') ({ page, map } = kept.pop() ?? { page, map })
    else {
      let bytes: Buffer
      if (hex !== undefined) bytes = Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
      else {
        const end = literalEnd(content, token.lastIndex)
        bytes = Buffer.from(unescaped(content.slice(token.lastIndex, end)), 'latin1')
        token.lastIndex = end + 1
      }
      const piece = out.at(-1)
      for (let i = 0; i + 1 < bytes.length && piece !== undefined; i += 2)
        piece.text += map.get(bytes.readUInt16BE(i)) ?? ''
    }
  }
  return out
}

// Parentheses that balance need no backslash in a literal string (ISO 32000-1, 7.3.4.2), and glyphs 40 and 41 are parentheses.
function literalEnd(content: string, from: number): number {
  let open = 0
  for (let i = from; i < content.length; i += 1) {
    const letter = content[i]
    if (letter === '\\') i += 1
    else if (letter === '(') open += 1
    else if (letter === ')') {
      if (open === 0) return i
      open -= 1
    }
  }
  return content.length
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function unescaped(literal: string): string {
  return literal.replace(
    /\\(?:([0-7]{1,3})|([\s\S]))/g,
    (_all, octal: string | undefined, other: string | undefined) =>
      octal !== undefined ? String.fromCharCode(Number.parseInt(octal, 8)) : (ESCAPES[other ?? ''] ?? other ?? ''),
  )
}
