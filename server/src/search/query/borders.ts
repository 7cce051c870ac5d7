// Where a word ends. Between a letter or digit of the Latin script and anything else there is a border to be seen. Between
// two Han characters only a dictionary sees one: the segmenter of ECMA-402 (Intl.Segmenter, ICU's words of Chinese), asked
// about the stretch of Han characters in which the word stands.

/** Latin letters beyond ASCII that folding leaves as they are (é, ß, ő, ế …): Latin-1, Extended-A and -B, Additional. */
const WIDER: readonly (readonly [first: number, last: number])[] = [
  [0xdf, 0xf6],
  [0xf8, 0x24f],
  [0x1e00, 0x1eff],
]

/** Of folded code points. */
export function isWordCharacter(codePoint: number): boolean {
  if (codePoint < 0x80) return (codePoint >= 0x61 && codePoint <= 0x7a) || (codePoint >= 0x30 && codePoint <= 0x39)
  if (codePoint > 0x1eff) return false
  return WIDER.some(([first, last]) => codePoint >= first && codePoint <= last)
}

export const ASCII_WORD_CHARACTERS: readonly number[] = Array.from(
  '0123456789abcdefghijklmnopqrstuvwxyz',
  (character) => character.charCodeAt(0),
)

export const WIDER_WORD_CHARACTERS: readonly number[] = WIDER.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at),
)

const HAN = /^\p{Script=Han}$/u

/** Also as written: traditional and compatibility forms are Han characters too. */
export function isHan(codePoint: number): boolean {
  if (codePoint < 0x2e80) return false
  return HAN.test(String.fromCodePoint(codePoint))
}

/** Han characters on each side of a word that are shown to the dictionary: the time it takes grows with their square. */
export const HAN_AROUND = 64

const MOST_KNOWN = 4096 // answers about one text

let segmenter: Intl.Segmenter | null = null

/**
 * Whether a dictionary sees a border before and after [start, end), on each side where a Han character of the word has a
 * Han character for a neighbour. What lies between does not matter: 大客户 is whole although it is two words.
 */
function hasHanBorders(
  codePoints: ArrayLike<number>,
  start: number,
  end: number,
  asked: Map<string, boolean>,
): boolean {
  const isHanAt = (at: number) => at >= 0 && at < codePoints.length && isHan(codePoints[at] ?? 0)
  let from = start
  let to = end
  if (isHanAt(start)) while (start - from < HAN_AROUND && isHanAt(from - 1)) from--
  if (isHanAt(end - 1)) while (to - end < HAN_AROUND && isHanAt(to)) to++
  if (from === start && to === end) return true
  const textOf = (first: number, last: number) => {
    let text = ''
    for (let at = first; at < last; at++) text += String.fromCodePoint(codePoints[at] ?? 0)
    return text
  }
  const [before, word, after] = [textOf(from, start), textOf(start, end), textOf(end, to)]
  const question = `${before}\n${word}\n${after}`
  const known = asked.get(question)
  if (known !== undefined) return known
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  const segments = segmenter.segment(before + word + after)
  const isBorder = (unit: number) => segments.containing(unit)?.index === unit
  const has = (before === '' || isBorder(before.length)) && (after === '' || isBorder(before.length + word.length))
  if (asked.size < MOST_KNOWN) asked.set(question, has)
  return has
}

/**
 * Whether [start, end) of the code points stands alone there.
 * @param asked what the dictionary said already of this text, which may say one thing ten thousand times; dropped with it
 */
export function standsAlone(
  codePoints: ArrayLike<number>,
  start: number,
  end: number,
  asked: Map<string, boolean> = new Map(),
): boolean {
  const joins = (left: number, right: number) =>
    left >= 0 &&
    right < codePoints.length &&
    isWordCharacter(codePoints[left] ?? 0) &&
    isWordCharacter(codePoints[right] ?? 0)
  return !joins(start - 1, start) && !joins(end - 1, end) && hasHanBorders(codePoints, start, end, asked)
}
