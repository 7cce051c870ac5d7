import { alphabet, type EncodingFound } from './encodings/encodings.ts'
import type { Draft, Piece } from './piece.ts'
import { Unreadable } from './syntax/json-value.ts'
import { type Cut, type Splitter, wholePart } from './syntax/splitter.ts'

/** How one part of a source is read. */
export interface PartReader {
  splitter: Splitter
  /**
   * One item: a record, or several (a post with its replies inside); null: structure (a CSV header); or why it is none.
   * `bytes` is UTF-8.
   */
  read(bytes: Buffer): Draft | readonly Draft[] | null | Unreadable
  /** True: the mapping names columns that this part does not have. */
  missingColumns?: boolean
  /** True: the part is no text, and `bytes` are its own. */
  isBinary?: boolean
  /** True: nobody reads it; all of it is one item in quarantine. */
  isUnread?: boolean
}

const AS_IT_IS: EncodingFound = { encoding: 'utf-8', bom: 0, unsupported: false }

/**
 * Reads a part from its first byte to its last. The runs of pieces tile it in its own bytes, whatever its encoding;
 * a run and the bytes in it are valid until the next is asked for.
 */
export async function* readPart(
  chunks: AsyncIterable<Buffer>,
  found: EncodingFound,
  reader: PartReader,
): AsyncGenerator<Piece[]> {
  const encoding = reader.isBinary ? AS_IT_IS : found
  const splitter = encoding.unsupported ? wholePart('encoding_unsupported') : reader.splitter
  const letters = alphabet(encoding.encoding)
  let at = 0
  const toRun = (cuts: Cut[], run: Piece[] = []): Piece[] => {
    for (const cut of cuts) {
      const bytes = letters.take(cut.bytes)
      cut.reached?.()
      run.push(toPiece(cut, bytes, at, reader))
      at += bytes.length
    }
    return run
  }
  let bomLeft = encoding.bom
  for await (const chunk of chunks) {
    const bom = Math.min(bomLeft, chunk.length)
    bomLeft -= bom
    const run: Piece[] = bom > 0 ? [{ what: 'structure', start: at, end: at + bom }] : []
    at += bom
    yield toRun(splitter.push(letters.toUtf8(chunk.subarray(bom))), run)
  }
  const run = toRun(splitter.push(letters.end()))
  yield toRun(splitter.end(), run)
}

function toPiece(cut: Cut, bytes: Buffer, start: number, reader: PartReader): Piece {
  const end = start + bytes.length
  if (cut.what === 'structure') return { what: 'structure', start, end }
  if (cut.what === 'broken') {
    return { what: 'quarantine', start, end, reason: cut.reason, items: cut.more ? 0 : 1, bytes, more: cut.more }
  }
  const read = reader.read(cut.bytes)
  if (read === null) return { what: 'structure', start, end }
  if (read instanceof Unreadable) {
    return { what: 'quarantine', start, end, reason: read.reason, items: read.items, bytes, more: false }
  }
  return { what: 'record', start, end, drafts: Array.isArray(read) ? read : [read], bytes }
}
