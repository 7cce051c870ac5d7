// What a reader sees as one character is masked whole: half an emoji or a bare accent would show what was meant.

const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Units that can join with what stands before them; everything below U+0300 stands alone. */
function joins(unit: number): boolean {
  if (unit < 0x300) return unit === 0x0a
  if (unit < 0x1100) return true
  return unit < 0x3400 || (unit >= 0xa000 && unit < 0xf900) || unit >= 0xfb00
}

/**
 * Widens every hidden run of `hidden` (1 = hidden, one flag a unit) to whole grapheme clusters. Only the edges of runs
 * are looked at, and among them only those that can lie inside a cluster.
 */
export function widenToGraphemes(text: string, hidden: Uint8Array): void {
  let segments: Intl.Segments | null = null
  for (let at = 1; at < text.length; at += 1) {
    if (hidden[at] === hidden[at - 1]) continue
    const unit = text.charCodeAt(at)
    if (!joins(unit) && !mayPrepend(text.charCodeAt(at - 1))) continue
    segments ??= clusters.segment(text)
    const cluster = segments.containing(at)
    if (cluster === undefined || cluster.index === at) continue
    const end = cluster.index + cluster.segment.length
    hidden.fill(1, cluster.index, end)
    at = end - 1
  }
}

/** Units that join with what follows (ZWJ, prepended marks, the first half of a pair). */
function mayPrepend(unit: number): boolean {
  return unit === 0x200d || unit === 0x0d || (unit >= 0x600 && unit <= 0x8e2) || (unit >= 0xd800 && unit < 0xdc00)
}
