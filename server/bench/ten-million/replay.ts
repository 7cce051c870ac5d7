import { createReadStream, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { sharedData } from '#test/shared'

// The shared corpora, one after the other and again, re-timed: what a house of ten million messages is built from, and
// what its queries are drawn from.

export interface ReplayedLine {
  readonly conv: string
  readonly sender: string
  readonly seq: number
  readonly text: string
  /** ms UTC */
  readonly ts: number
}

/** 2024-08-01 in China; one message every six seconds makes ten million of them two years. */
const BEGINS = Date.UTC(2024, 6, 31, 16)
const EVERY = 6300

/**
 * The first `count` messages of the endless replay, in the order of their times. Each round has conversations and people
 * of its own; the texts are the same.
 */
export async function* replay(count: number): AsyncGenerator<ReplayedLine> {
  const files = corpora()
  let n = 0
  for (let round = 1; ; round++) {
    for (const [number, file] of files.entries()) {
      for await (const { conv, sender, text } of lines(file)) {
        if (n === count) return
        const place = `${round}.${number}`
        yield { conv: `${place}/${conv}`, sender: `${place}/${sender}`, seq: n, text, ts: BEGINS + n * EVERY }
        n += 1
      }
    }
  }
}

interface CorpusLine {
  conv: string
  sender: string
  text: string
}

async function* lines(file: string): AsyncGenerator<CorpusLine> {
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (line !== '') yield JSON.parse(line) as CorpusLine // every corpus has these three (shared/README)
  }
}

function corpora(): string[] {
  const dir = sharedData('corpus')
  if (!dir) throw new Error('the folder data/corpus is not there: give --data DIR, the folder that holds data')
  const names = readdirSync(dir).filter((name) => name.endsWith('.jsonl.gz'))
  return names.sort().flatMap((name) => sharedData('corpus', name) ?? [])
}
