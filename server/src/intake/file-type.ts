import { isUtf8 } from 'node:buffer'

// What a file is, by how it begins (the signatures of each format's own specification, as collected at
// mimesniff.spec.whatwg.org section 6 and garykessler.net/library/file_sigs.html). What a source calls it is kept apart
// and never believed.

/** Bytes of the beginning that `fileTypeOf` wants. */
export const HEAD_BYTES = 4096
const UNKNOWN_TYPE = 'application/octet-stream'

type Signature = readonly [type: string, at: number, bytes: string]

/** In latin1. The first that fits counts. */
const SIGNATURES: readonly Signature[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/tiff', 0, 'II*\0'],
  ['image/tiff', 0, 'MM\0*'],
  ['image/bmp', 0, 'BM'],
  ['audio/amr', 0, '#!AMR'],
  ['audio/silk', 0, '#!SILK_V3'],
  ['audio/silk', 0, '\x02#!SILK_V3'], // as Tencent's clients write it
  ['audio/flac', 0, 'fLaC'],
  ['audio/mpeg', 0, 'ID3'],
  ['application/pdf', 0, '%PDF-'],
  ['application/zip', 0, 'PK\x03\x04'],
  ['application/zip', 0, 'PK\x05\x06'],
  ['application/gzip', 0, '\x1f\x8b\x08'],
  ['application/x-7z-compressed', 0, "7z\xbc\xaf'\x1c"],
  ['application/vnd.rar', 0, 'Rar!\x1a\x07'],
  ['application/x-ole-storage', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['application/vnd.microsoft.portable-executable', 0, 'MZ'],
  ['application/x-executable', 0, '\x7fELF'],
]

/** Brands of ISO base media files (`ftyp`). */
const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^(heic|heix|heim|heis|mif1|msf1)/, 'image/heic'],
  [/^avi[fs]/, 'image/avif'],
  [/^M4[AB] /, 'audio/mp4'],
  [/^qt {2}/, 'video/quicktime'],
  [/^3g/, 'video/3gpp'],
]

/** @param head the first HEAD_BYTES, or all there is */
export function fileTypeOf(head: Buffer): string {
  const start = head.toString('latin1', 0, 64)
  const found = SIGNATURES.find(([, at, bytes]) => start.startsWith(bytes, at))
  if (found && !isTextBitmap(found[0], head)) return found[0]
  if (start.startsWith('RIFF')) return riffType(start.slice(8, 12))
  if (start.slice(4, 8) === 'ftyp') return BRANDS.find(([brand]) => brand.test(start.slice(8, 12)))?.[1] ?? 'video/mp4'
  if (start.startsWith('\x1a\x45\xdf\xa3')) return start.includes('webm') ? 'video/webm' : 'video/matroska'
  if (start.startsWith('OggS')) return head.includes('theora') ? 'video/ogg' : 'audio/ogg'
  return soundType(head) ?? textType(head)
}

/** Two letters begin a bitmap or a program, and many a text. */
function isTextBitmap(type: string, head: Buffer): boolean {
  return (type === 'image/bmp' || type.endsWith('executable')) && textType(head) === 'text/plain'
}

function riffType(form: string): string {
  const types: Readonly<Record<string, string>> = { WEBP: 'image/webp', WAVE: 'audio/wav', 'AVI ': 'video/x-msvideo' }
  return types[form] ?? UNKNOWN_TYPE
}

/** A frame of MPEG audio (ISO 11172-3, 13818-7): eleven or twelve bits of one, then no reserved value. */
function soundType(head: Buffer): string | null {
  const [first = 0, second = 0, third = 0] = head
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null
  if ((second & 0xf6) === 0xf0) return 'audio/aac'
  const [version, layer] = [(second >> 3) & 3, (second >> 1) & 3]
  return version !== 1 && layer !== 0 && third >> 4 !== 15 && third >> 4 !== 0 ? 'audio/mpeg' : null
}

function textType(head: Buffer): string {
  if (head.length === 0 || !isUtf8(wholeLetters(head))) return UNKNOWN_TYPE
  const text = head.toString('utf8')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text holds
  if (/[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(text)) return UNKNOWN_TYPE
  if (!/^\s*</.test(text)) return 'text/plain'
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml'
  return /^\s*<(!doctype\s+html|html|head|body|script|!--)/i.test(text) ? 'text/html' : 'text/xml'
}

/** Without a letter that the end cuts in two. */
function wholeLetters(head: Buffer): Buffer {
  if (head.length < HEAD_BYTES) return head
  let end = head.length
  for (let back = 1; back <= 3; back += 1)
    if (((head[head.length - back] ?? 0) & 0xc0) === 0xc0) end = head.length - back
  return head.subarray(0, end)
}
