import { ProofError } from '../bytes/errors.ts'

// Where a package's files come from: memory, a folder, a zip. Names, sizes and bytes are attacker-controlled.

export interface PackageFile {
  name: string
  /** As declared; what is read is counted again. */
  size: number
}

export interface PackageReader {
  /** Every file as found, doubled names too. */
  readonly files: readonly PackageFile[]
  /** The bytes of one file, in order. May throw ProofError 'file_too_large', 'compression_ratio', 'bad_zip'. */
  read(name: string): AsyncIterable<Uint8Array>
}

export function readerOf(files: ReadonlyMap<string, Uint8Array>): PackageReader {
  return {
    files: [...files].map(([name, bytes]) => ({ name, size: bytes.length })),
    async *read(name) {
      const bytes = files.get(name)
      if (bytes === undefined) throw new ProofError('missing_file', name)
      yield bytes
    },
  }
}

/** The whole of a small file. Throws ProofError 'file_too_large' as soon as more than `limit` bytes have come. */
export async function readWhole(chunks: AsyncIterable<Uint8Array>, limit: number, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > limit) throw new ProofError('file_too_large', name)
    parts.push(chunk)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const LF = 0x0a

/** What is made of a piece of lines stays small, however large the chunks are. */
const MOST_PIECE = 256 * 1024

async function* inSlices(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += MOST_PIECE) yield chunk.subarray(at, at + MOST_PIECE)
  }
}

/**
 * The file in pieces of whole lines with their LF; the last one without, if the file does not end in one. A line longer than `limit` throws
 * ProofError 'too_long', after the lines before it: nothing that we write is, and memory must not follow the attacker.
 */
export async function* wholeLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let heldSize = 0
  for await (const chunk of inSlices(chunks)) {
    const end = wholeUntil(chunk, heldSize, limit)
    const last = chunk.lastIndexOf(LF)
    if (end > 0) yield heldSize === 0 ? chunk.subarray(0, end) : joined(held, heldSize, chunk.subarray(0, end))
    if (end <= last) throw new ProofError('too_long', name)
    if (end > 0) {
      held = []
      heldSize = 0
    }
    if (end === chunk.length) continue
    held.push(chunk.slice(end))
    heldSize += chunk.length - end
    if (heldSize > limit) throw new ProofError('too_long', name)
  }
  if (heldSize > 0) yield joined(held, heldSize, new Uint8Array(0))
}

/** Where the last line ends that no longer one stands before; `before` bytes of the first came earlier. */
function wholeUntil(chunk: Uint8Array, before: number, limit: number): number {
  const last = chunk.lastIndexOf(LF) + 1
  if (before + last <= limit) return last // the one case of a file of ours
  let from = 0
  for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
    if ((from === 0 ? before : 0) + end + 1 - from > limit) return from
    from = end + 1
  }
  return from
}

/** The same line by line. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  for await (const piece of wholeLines(chunks, limit, name)) yield* linesIn(piece)
}

/** Lines of a piece, with their LF. */
export function* linesIn(piece: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < piece.length; ) {
    const end = piece.indexOf(LF, from)
    const to = end < 0 ? piece.length : end + 1
    yield piece.subarray(from, to)
    from = to
  }
}

function joined(parts: readonly Uint8Array[], size: number, tail: Uint8Array): Uint8Array {
  const line = new Uint8Array(size + tail.length)
  let at = 0
  for (const part of parts) {
    line.set(part, at)
    at += part.length
  }
  line.set(tail, at)
  return line
}
