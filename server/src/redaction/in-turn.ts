import { type Around, type DetectOptions, detect } from './detect.ts'
import type { Finding } from './finding.ts'

/** The messages before and after the one at `place`; `edges`: those before the first and after the last. */
export function aroundIn(texts: readonly string[], place: number, edges: Around | null = null): Around {
  return { before: texts[place - 1] ?? edges?.before ?? '', after: texts[place + 1] ?? edges?.after ?? '' }
}

/** `detect` for messages that follow one another in one conversation, each with its neighbours around it. */
export function detectInTurn(texts: readonly string[], options: DetectOptions): Finding[][] {
  return texts.map((text, i) => detect(text, { ...options, around: aroundIn(texts, i, options.around) }))
}
