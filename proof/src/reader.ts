import { ProofError } from './errors.ts'

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

/**
 * Lines with their LF; the last one without, if the file does not end in one. A line longer than `limit` throws ProofError
 * 'too_long': nothing that we write is, and memory must not follow the attacker.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let heldSize = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      const tail = chunk.subarray(from, end + 1)
      from = end + 1
      if (heldSize + tail.length > limit) throw new ProofError('too_long', name)
      yield heldSize === 0 ? tail : joined(held, heldSize, tail)
      held = []
      heldSize = 0
    }
    if (from === chunk.length) continue
    const rest = chunk.slice(from)
    held.push(rest)
    heldSize += rest.length
    if (heldSize > limit) throw new ProofError('too_long', name)
  }
  if (heldSize > 0) yield joined(held, heldSize, new Uint8Array(0))
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
