import { firstBytes } from './containers/byte-source.ts'
import { Broken, type Entry } from './containers/entry.ts'
import { type EncodingFound, EncodingSurvey } from './encodings/encodings.ts'
import type { Reason } from './piece.ts'
import { headOf, type PartHead } from './sources/source.ts'

/** What a content turned out to be. */
export interface Survey {
  encoding: EncodingFound
  head: Buffer
  /** Bytes of content that may be read. */
  bytes: number
  /** Set: none of it may be read. */
  refused: Reason | null
  /** Set: what there is may be read; packed bytes behind `consumed` may not. */
  cutOff: Reason | null
  consumed: number
}

/** The whole content once, before any of it is believed: its encoding, its checksum, its bounds. */
export async function surveyOf(entry: Entry, most: number, watch?: (chunk: Buffer) => void): Promise<Survey> {
  const survey = new EncodingSurvey()
  let bytes = 0
  let refused: Reason | null = null
  let cutOff: Reason | null = null
  let consumed = 0
  try {
    for await (const chunk of entry.content()) {
      bytes += chunk.length
      if (bytes > most) throw new Broken('bomb', 0)
      survey.add(chunk)
      watch?.(chunk)
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    if (error.reason === 'truncated') cutOff = 'damaged'
    else if (error.reason === 'unlisted') cutOff = 'unlisted'
    else refused = error.reason
    consumed = error.consumed
  }
  return { encoding: survey.found(), head: survey.head, bytes, refused, cutOff, consumed }
}

/** The content again; the end that the survey found wrong is not an error now. */
export async function* salvaged(entry: Entry): AsyncGenerator<Buffer> {
  try {
    yield* entry.content()
  } catch (error) {
    if (!(error instanceof Broken)) throw error
  }
}

export async function headOfEntry(entry: Entry): Promise<PartHead> {
  const survey = new EncodingSurvey()
  for await (const chunk of firstBytes(salvaged(entry), 64 * 1024)) survey.add(chunk)
  return headOf(entry.name, entry.alone, survey.head, survey.found())
}
