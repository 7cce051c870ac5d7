import { type DetectOptions, detect } from './detect.ts'
import type { Finding } from './finding.ts'

/** `detect` for messages that follow one another in one conversation, each with its neighbours around it. */
export function detectInTurn(texts: readonly string[], options: DetectOptions): Finding[][] {
  return texts.map((text, i) =>
    detect(text, { ...options, around: { before: texts[i - 1] ?? '', after: texts[i + 1] ?? '' } }),
  )
}
