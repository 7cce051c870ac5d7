// Folded code points → the tokens that FTS5's `ascii` tokenizer sees. That tokenizer splits at every ASCII character
// that is not a letter or digit and lower-cases A–Z; everything from U+0080 up it keeps as it is. So code points are
// escaped into what it keeps. The escaping is injective and prefix-free over all code points (tested): two different
// runs of code points never give the same token, whatever an attacker writes into a message.
//   [0-9a-z] and U+0080 up                     itself
//   any other ASCII character c                U+FEE0 + c (for most its full-width twin, which no folding yields)
//   U+FEE0–FF5F, surrogates, U+10FFFC–10FFFF   U+10FFFF and six hexadecimal digits
// So no escaped code point begins with U+10FFFC, FFFD or FFFE: these begin the tokens of origins.ts.

const ESCAPE = '\u{10FFFF}'
const codes: (string | undefined)[] = new Array(0x10000)

/** The escaped form of one code point. */
export function escapeCodePoint(codePoint: number): string {
  if (codePoint > 0xffff) return makeCode(codePoint)
  const known = codes[codePoint]
  if (known !== undefined) return known
  const made = makeCode(codePoint)
  codes[codePoint] = made
  return made
}

function makeCode(codePoint: number): string {
  if (codePoint < 0x80) {
    const isKept = (codePoint >= 0x30 && codePoint <= 0x39) || (codePoint >= 0x61 && codePoint <= 0x7a)
    return String.fromCodePoint(isKept ? codePoint : 0xfee0 + codePoint)
  }
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff
  const isTwin = codePoint >= 0xfee0 && codePoint <= 0xff5f
  if (!isSurrogate && !isTwin && codePoint < 0x10fffc) return String.fromCodePoint(codePoint)
  return ESCAPE + codePoint.toString(16).padStart(6, '0')
}

/** All overlapping pairs, in order, with a space between: the document of the bigram table. Empty below two. */
export function bigramTokens(codePoints: readonly number[]): string {
  if (codePoints.length < 2) return ''
  let previous = escapeCodePoint(codePoints[0] ?? 0)
  let tokens = ''
  for (let at = 1; at < codePoints.length; at++) {
    const code = escapeCodePoint(codePoints[at] ?? 0)
    tokens += at === 1 ? previous + code : ` ${previous}${code}`
    previous = code
  }
  return tokens
}

/** Each code point once, with a space between: the document of the single-character table. */
export function singleTokens(codePoints: readonly number[]): string {
  let tokens = ''
  for (const codePoint of new Set(codePoints))
    tokens += tokens === '' ? escapeCodePoint(codePoint) : ` ${escapeCodePoint(codePoint)}`
  return tokens
}
