import type { ImportView } from '#intake'

export interface ProgressLine {
  /** Milliseconds between two words. */
  readonly every: number
  say(view: ImportView): void
  /** Nothing of it stays on the screen. */
  end(): void
}

interface Out {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const CLEAR = '\r\u001b[K'

/** How far an import is: one line that changes at a terminal, one JSON line every five seconds anywhere else. */
export function progressLine(name: string, out: Out = process.stderr): ProgressLine {
  if (out.isTTY !== true) {
    return {
      every: 5000,
      say: (view) => out.write(`${JSON.stringify(progressOf(name, view))}\n`),
      end: () => undefined,
    }
  }
  return {
    every: 250,
    say: (view) => out.write(CLEAR + lineOf(name, view).slice(0, (out.columns ?? 80) - 1)),
    end: () => out.write(CLEAR),
  }
}

function progressOf(name: string, { state, counts, totalBytes, perSecond, secondsLeft, part }: ImportView): object {
  return {
    file: name,
    state,
    items: counts.items,
    perSecond,
    bytes: counts.bytes,
    totalBytes,
    secondsLeft,
    ...(part && part.of > 1 ? { part: part.no, parts: part.of } : {}),
  }
}

function lineOf(name: string, { counts, totalBytes, perSecond, secondsLeft, part }: ImportView): string {
  const share = totalBytes > 0 ? Math.min(100, Math.floor((counts.bytes / totalBytes) * 100)) : 0
  const left =
    secondsLeft === null
      ? ''
      : `, ${secondsLeft < 120 ? `${secondsLeft} s` : `${Math.ceil(secondsLeft / 60)} min`} left`
  const parts = part && part.of > 1 ? `, file ${part.no} of ${part.of}` : ''
  const { items, quarantined } = counts
  const broken = quarantined > 0 ? `, ${quarantined} in quarantine` : ''
  return `${name}: ${share} %, ${items} items${broken}, ${perSecond} a second${left}${parts}`
}
