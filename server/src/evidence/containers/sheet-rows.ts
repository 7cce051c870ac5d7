import { inflateRawSync } from 'node:zlib'
import { ProofError, readSheetRows } from '@cunzhen/proof'
import { inflated } from './zip-reader.ts'

// The rows of a workbook that SheetWriter wrote, as it lies in a package: a zip in a zip, read front to back so that none is ever
// held whole. Its few small parts come first, the one sheet last.

const SHEET = 'xl/worksheets/sheet1.xml'
/** The parts before the sheet take some 3 kB. */
const HEAD = 64 * 1024
const DESCRIPTOR = 16

/** Rows of cells, headings first. @throws ProofError 'bad_zip', 'bad_shape', 'bad_utf8' */
export async function* sheetRows(workbook: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const bytes = workbook[Symbol.asyncIterator]()
  try {
    const pieces: Uint8Array[] = []
    let length = 0
    while (length < HEAD) {
      const piece = await bytes.next()
      if (piece.done) break
      pieces.push(piece.value)
      length += piece.value.length
    }
    const head = Buffer.concat(pieces)
    yield* readSheetRows(inflated(from(head.subarray(sheetStart(head)), bytes)))
  } finally {
    await bytes.return?.(undefined)
  }
}

async function* from(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  for (let piece = await rest.next(); !piece.done; piece = await rest.next()) yield piece.value
}

/** Where the compressed sheet begins. Sizes stand behind each part, so that each is inflated to find its end. */
function sheetStart(head: Buffer): number {
  for (let at = 0; at + 30 <= head.length; ) {
    if (head.readUInt32LE(at) !== 0x04034b50) break
    const name = head.toString('utf8', at + 30, at + 30 + head.readUInt16LE(at + 26))
    const start = at + 30 + head.readUInt16LE(at + 26) + head.readUInt16LE(at + 28)
    if (name === SHEET) return start
    at = start + packedLength(head.subarray(start)) + DESCRIPTOR
  }
  throw new ProofError('bad_zip')
}

function packedLength(bytes: Buffer): number {
  try {
    // with `info` the answer is the buffer and the engine that made it (node:zlib)
    const { engine } = inflateRawSync(bytes, { info: true }) as unknown as { engine: { bytesWritten: number } }
    return engine.bytesWritten
  } catch {
    throw new ProofError('bad_zip')
  }
}
