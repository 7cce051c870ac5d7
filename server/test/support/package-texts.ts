import { inflateRawSync } from 'node:zlib'
import { readPdf } from '#test/pdf-reading'

// Everything that can be read in a file of a package, by readers that know nothing of who wrote it: what is zipped is inflated,
// what is mailed is decoded, what is drawn is turned back into text.

/** Entries of a plain zip by its table of contents, inflated by zlib. */
export function membersOf(bytes: Uint8Array): Map<string, Buffer> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const files = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28)
    const extra = at + 46 + nameLength
    const packed = zip.readUInt32LE(at + 20)
    const offset = zip.readUInt32LE(at + 42)
    const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
    const stored = zip.subarray(start, start + packed)
    const isStored = zip.readUInt16LE(at + 10) === 0
    files.set(zip.toString('utf8', at + 46, extra), isStored ? Buffer.from(stored) : inflateRawSync(stored))
    at = extra + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}

/** Parts of a multipart message, decoded: one part for each `Content-Transfer-Encoding: base64`. */
export function partsOf(eml: string): Buffer[] {
  const boundary = /boundary="(.+)"/.exec(eml)?.[1] ?? ''
  return eml
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => Buffer.from(part.slice(part.indexOf('\r\n\r\n')), 'base64'))
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1')

/** Text of a file and of what is packed in it, as it stands. */
export function textsIn(name: string, bytes: Uint8Array): string[] {
  return [...new Set(readable(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)))]
}

function readable(name: string, bytes: Buffer): string[] {
  if (bytes.subarray(0, 4).equals(ZIP))
    return [...membersOf(bytes)].flatMap(([inner, content]) => readable(inner, content))
  if (name.endsWith('.pdf')) {
    const { pages, raw } = readPdf(bytes)
    return [pages.join('\n'), raw, Buffer.from(raw, 'latin1').toString('utf8')]
  }
  if (name.endsWith('.rsmf'))
    return [bytes.toString(), ...partsOf(bytes.toString()).flatMap((part) => readable('', part))]
  return [bytes.toString('utf8'), bytes.toString('utf16le'), unescaped(bytes.toString('utf8'))]
}

/** What JSON and XML write in another way. */
function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/&#(?:x([0-9a-fA-F]+)|(\d+));/g, (_all, hex: string | undefined, decimal: string | undefined) =>
      String.fromCodePoint(Math.min(0x10ffff, hex ? Number.parseInt(hex, 16) : Number(decimal))),
    )
}
