// Where a word ends. Only for scripts that part words: a border is between a letter or digit of the Latin script and
// anything else. Between two Han characters there is none to be seen without a dictionary (no segmenter here): a word that
// begins or ends with a Han character needs no border on that side.

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

/** Whether [start, end) of the code points stands alone there. */
export function standsAlone(codePoints: ArrayLike<number>, start: number, end: number): boolean {
  const joins = (left: number, right: number) =>
    left >= 0 &&
    right < codePoints.length &&
    isWordCharacter(codePoints[left] ?? 0) &&
    isWordCharacter(codePoints[right] ?? 0)
  return !joins(start - 1, start) && !joins(end - 1, end)
}
