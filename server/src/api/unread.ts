import { DEFAULT_MASKS, detect, hiddenRuns, type Roster, type ScreenText } from '#redaction'

// Bytes that no importer could read, as a person may see them: what decodes goes through the masks like any text, and the
// bytes of what the masks hide are hidden in the hexadecimal view too.

export interface UnreadShown {
  encoding: string
  text: ScreenText
  hex: { at: number; bytes: string }[]
}

const PER_LINE = 16

/**
 * The bytes from `from` to `to` of `bytes`. What stands around them is looked at too, so that a number cut by the window is
 * still known as one.
 * @param at place of `from` in the span, for the numbers at the left
 */
export function showUnread(bytes: Uint8Array, from: number, to: number, at: number, roster: Roster): UnreadShown {
  const { encoding, letters } = decode(bytes)
  const plain = letters.map(({ text }) => text).join('')
  const kinds = new Map<number, string>() // by UTF-16 unit
  // letter by letter beside their bytes: a mask of one length for all has no place here
  const masks = { ...(roster.masks ?? DEFAULT_MASKS), length: 'exact' as const }
  for (const run of hiddenRuns(plain, detect(plain, { point: 'review', roster }), masks)) {
    for (let unit = run.start; unit < run.end; unit += 1) kinds.set(unit, run.kind)
  }
  const text: ScreenText = { text: '', masks: [], highlights: [] }
  const hidden = new Set<number>()
  let unit = 0
  for (const letter of letters) {
    const kind = kinds.get(unit)
    unit += letter.text.length
    if (kind !== undefined) for (let place = letter.start; place < letter.end; place += 1) hidden.add(place)
    if (letter.start >= from && letter.start < to) addLetter(text, letter.text, kind)
  }
  return { encoding, text, hex: hexOf(bytes, from, to, at, hidden) }
}

function addLetter(shown: ScreenText, letter: string, kind: string | undefined): void {
  const start = shown.text.length
  shown.text += kind === undefined ? letter : '*'
  if (kind === undefined) return
  const before = shown.masks.at(-1)
  if (before?.end === start && before.kind === kind) before.end = start + 1
  else shown.masks.push({ start, end: start + 1, kind })
}

interface Letter {
  text: string
  start: number
  end: number
}

/** By letters, so that each keeps its bytes. What means nothing in the encoding is U+FFFD, byte by byte. */
function decode(bytes: Uint8Array): { encoding: string; letters: Letter[] } {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', letters: lettersOf(bytes, 'utf-16le', () => 2) }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', letters: lettersOf(bytes, 'utf-16be', () => 2) }
  const utf8 = lettersOf(bytes, 'utf-8', utf8Length)
  const damaged = (letters: Letter[]) => letters.filter(({ text }) => text === '\ufffd').length
  if (damaged(utf8) <= 4) return { encoding: 'utf-8', letters: utf8 } // the window may cut a letter at either end
  const gb = lettersOf(bytes, 'gb18030', gbLength)
  return damaged(gb) < damaged(utf8) ? { encoding: 'gb18030', letters: gb } : { encoding: 'utf-8', letters: utf8 }
}

function lettersOf(bytes: Uint8Array, encoding: string, lengthAt: (at: number, bytes: Uint8Array) => number): Letter[] {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const letters: Letter[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + lengthAt(at, bytes))
    let text: string | null = null
    try {
      text = decoder.decode(bytes.subarray(at, end))
    } catch {
      text = null
    }
    if (text === null || text === '') letters.push({ text: '\ufffd', start: at, end: at + 1 })
    else letters.push({ text, start: at, end })
    at = letters.at(-1)?.end ?? bytes.length
  }
  return letters
}

function utf8Length(at: number, bytes: Uint8Array): number {
  const lead = bytes[at] ?? 0
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
}

function gbLength(at: number, bytes: Uint8Array): number {
  if ((bytes[at] ?? 0) < 0x81) return 1
  const next = bytes[at + 1] ?? 0
  return next >= 0x30 && next <= 0x39 ? 4 : 2
}

function hexOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  at: number,
  hidden: ReadonlySet<number>,
): { at: number; bytes: string }[] {
  const lines: { at: number; bytes: string }[] = []
  for (let start = from; start < Math.min(to, bytes.length); start += PER_LINE) {
    const pairs = [...bytes.subarray(start, Math.min(start + PER_LINE, to))].map((byte, place) =>
      hidden.has(start + place) ? '··' : byte.toString(16).padStart(2, '0'),
    )
    lines.push({ at: at + start - from, bytes: pairs.join(' ') })
  }
  return lines
}
