import type { MaskedText } from './wire.ts'

/** One run of text that is drawn the same way. */
export interface Run {
  text: string
  /** The rule that masked it (phone, id_card, bank_card …), or null where the text is as archived. */
  mask: string | null
  hit: boolean
}

/**
 * Cuts a masked text into runs, by its masks and highlights. Offsets are UTF-16 units into `text`; offsets outside the
 * text, reversed or overlapping spans are tolerated (the server's word is shown as far as it makes sense, never more text).
 */
export function runsOf(masked: MaskedText): Run[] {
  const { text } = masked
  const cuts = new Set([0, text.length])
  const inside = (n: number) => Math.max(0, Math.min(text.length, n))
  for (const span of [...masked.masks, ...(masked.highlights ?? [])]) {
    if (span.end <= span.start) continue
    cuts.add(inside(span.start))
    cuts.add(inside(span.end))
  }
  const edges = [...cuts].sort((a, b) => a - b)
  const runs: Run[] = []
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i] ?? 0
    const end = edges[i + 1] ?? text.length
    const covers = (span: { start: number; end: number }) => span.start <= start && span.end >= end
    runs.push({
      text: text.slice(start, end),
      mask: masked.masks.find(covers)?.kind ?? null,
      hit: (masked.highlights ?? []).some(covers),
    })
  }
  return runs
}

/** The text as shown, for names in labels; empty when the server sent none. */
export function plain(masked: MaskedText | null | undefined): string {
  return masked?.text ?? ''
}
