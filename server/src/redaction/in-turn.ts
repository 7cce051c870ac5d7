import { type Around, addParts, type DetectOptions, detect, inOrder, jointParts } from './detect.ts'
import type { Finding } from './finding.ts'

/** The messages before and after the one at `place`; `edges`: those before the first and after the last. */
export function aroundIn(texts: readonly string[], place: number, edges: Around | null = null): Around {
  return { before: texts[place - 1] ?? edges?.before ?? '', after: texts[place + 1] ?? edges?.after ?? '' }
}

/** `detect` for messages that follow one another in one conversation, each with its neighbours around it. */
export function detectInTurn(texts: readonly string[], options: DetectOptions): Finding[][] {
  const all = texts.map((text) => detect(text, { ...options, around: null }))
  // each border between two messages is looked at once, for both
  for (let i = 0; i <= texts.length && texts.length > 0; i += 1) {
    const before = texts[i - 1] ?? options.around?.before ?? ''
    const after = texts[i] ?? options.around?.after ?? ''
    const { ofBefore, ofAfter } = jointParts(before, after, options)
    addParts(all[i - 1] ?? [], ofBefore)
    addParts(all[i] ?? [], ofAfter)
  }
  return all.map(inOrder)
}
