import type { PartReader } from './read-part.ts'
import { openSource } from './sources/formats.ts'
import type { Source, SourceOptions } from './sources/source.ts'
import { Unreadable } from './syntax/json-value.ts'
import type { Cut } from './syntax/splitter.ts'

// Parsers with the mistakes that the fuzzing is there to find: its own test sets it on them.

const wrap = (reader: PartReader, over: Partial<PartReader>): PartReader => ({ ...reader, ...over })
const hoard: Buffer[] = []

/** What is wrong with each, done to the reader of objects in lines. */
const MISTAKES = {
  /** Believes that what looks like JSON is JSON. */
  throws: (reader) =>
    wrap(reader, {
      read(bytes) {
        JSON.parse(bytes.toString())
        return reader.read(bytes)
      },
    }),
  /** Leaves out what is long. */
  drops(reader) {
    const { splitter } = reader
    const short = (cuts: Cut[]) => cuts.filter(({ bytes }) => bytes.length < 500)
    return wrap(reader, {
      splitter: { push: (chunk) => short(splitter.push(chunk)), end: () => short(splitter.end()) },
    })
  },
  /** Takes what it cannot read for nothing. */
  forgets: (reader) =>
    wrap(reader, {
      read(bytes) {
        const read = reader.read(bytes)
        return read instanceof Unreadable ? null : read
      },
    }),
  /** Takes the end of a chunk for the end of a line. */
  cuts(reader) {
    const { splitter } = reader
    return wrap(reader, { splitter: { push: (chunk) => [...splitter.push(chunk), ...splitter.end()], end: () => [] } })
  },
  /** Never comes to an end with what is long. */
  hangs: (reader) =>
    wrap(reader, {
      read(bytes) {
        while (bytes.length > 500);
        return reader.read(bytes)
      },
    }),
  /** Remembers everything that it ever saw. */
  hoards: (reader) =>
    wrap(reader, {
      read(bytes) {
        hoard.push(Buffer.alloc(2 ** 22, 1))
        return reader.read(bytes)
      },
    }),
  /** Ends the process. */
  exits: (reader) => wrap(reader, { read: (bytes) => (bytes.length > 500 ? process.exit(3) : reader.read(bytes)) }),
} satisfies Record<string, (reader: PartReader) => PartReader>

export const BROKEN_PARSERS: readonly string[] = Object.keys(MISTAKES)

/** Opens the parser with the mistake of this name; null: there is no such mistake. */
export function broken(name: string): ((options: SourceOptions) => Source) | null {
  const mistake = Object.entries(MISTAKES).find(([each]) => each === name)?.[1]
  if (!mistake) return null
  return (options) => {
    const source = openSource('jsonl', options)
    return {
      ...source,
      reader(part) {
        const reader = source.reader(part)
        return reader && mistake(reader)
      },
    }
  }
}
