import { Fault, type Instant } from '#base'
import type { Seal } from './seal.ts'

// A signature in a PDF (ISO 32000-1, 12.8; PAdES baseline): an incremental update behind the file as it was set, so that every byte
// of it stays. Works on what our typesetter writes: a plain cross-reference table, catalog and pages as plain objects.

/** Hex digits kept for the signature; a chain of three RSA certificates takes half of it. */
const ROOM = 24_576

export function signPdf(pdf: Uint8Array, seal: Seal, at: Instant): Buffer {
  const file = Buffer.from(pdf).toString('latin1')
  const { root, size, prev, trailer } = trailerOf(file)
  const page = firstMatch(file, /(?:^|\n)(\d+) 0 obj\n<<(?:(?!endobj)[\s\S])*?\/Type \/Page\n/, 'page')
  const [signature, widget, form] = [size, size + 1, size + 2]
  const objects: [no: number, body: string][] = [
    [root, withEntry(objectOf(file, root), `/AcroForm ${form} 0 R`)],
    [Number(page), withAnnotation(objectOf(file, Number(page)), widget)],
    [
      signature,
      `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (${pdfDate(at)}) /ByteRange [0 ${'*'.repeat(10)} ${'*'.repeat(10)} ${'*'.repeat(10)}] /Contents <${'0'.repeat(ROOM)}> >>`,
    ],
    // no area: nothing is drawn, and PDF/A asks for no appearance
    [
      widget,
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /F 132 /Rect [0 0 0 0] /P ${page} 0 R /V ${signature} 0 R >>`,
    ],
    [form, `<< /SigFlags 3 /Fields [${widget} 0 R] >>`],
  ]
  let update = file.endsWith('\n') ? '' : '\n'
  const places: [no: number, at: number][] = []
  for (const [no, body] of objects) {
    places.push([no, file.length + update.length])
    update += `${no} 0 obj\n${body}\nendobj\n`
  }
  const start = file.length + update.length
  update += `xref\n${places.map(([no, place]) => `${no} 1\n${String(place).padStart(10, '0')} 00000 n \n`).join('')}`
  update += `trailer\n<< /Size ${size + 3} /Root ${root} 0 R ${trailer} /Prev ${prev} >>\nstartxref\n${start}\n%%EOF\n`
  return sealed(Buffer.from(file + update, 'latin1'), seal)
}

/** Fills in the range and the signature over everything but the place of the signature itself. */
function sealed(file: Buffer, seal: Seal): Buffer {
  const open = file.lastIndexOf('/Contents <', undefined, 'latin1') + '/Contents '.length
  const close = open + ROOM + 2
  const range = [open, close, file.length - close].map((each) => String(each).padEnd(10, ' ')).join(' ')
  file.write(range, file.lastIndexOf('/ByteRange [0 ', undefined, 'latin1') + '/ByteRange [0 '.length, 'latin1')
  const signature = seal.sign(Buffer.concat([file.subarray(0, open), file.subarray(close)])).toString('hex')
  if (signature.length > ROOM)
    throw new Fault('seal_unusable', 'the chain of keys/seal.pem is too long for a signature')
  file.write(signature, open + 1, 'latin1')
  return file
}

function trailerOf(file: string): { root: number; size: number; prev: number; trailer: string } {
  const end = file.slice(file.lastIndexOf('trailer'))
  const number = (pattern: RegExp, what: string) => Number(firstMatch(end, pattern, what))
  const [info = ''] = /\/Info \d+ 0 R/.exec(end) ?? []
  const [id = ''] = /\/ID \[[^\]]*\]/.exec(end) ?? []
  return {
    root: number(/\/Root (\d+) 0 R/, 'root'),
    size: number(/\/Size (\d+)/, 'size'),
    prev: number(/startxref\s+(\d+)/, 'startxref'),
    trailer: `${info} ${id}`,
  }
}

function objectOf(file: string, no: number): string {
  return firstMatch(file, new RegExp(`(?:^|\\n)${no} 0 obj\\n([\\s\\S]*?)\\nendobj`), 'object')
}

function withEntry(dictionary: string, entry: string): string {
  const end = dictionary.lastIndexOf('>>')
  return `${dictionary.slice(0, end)}${entry} >>`
}

/** The page as it was, and this one among its annotations: a dictionary has each key once (ISO 32000-1, 7.3.7). */
function withAnnotation(page: string, annotation: number): string {
  const [had = null, others = ''] = /\/Annots \[([^\]]*)\]/.exec(page) ?? []
  const annotations = `/Annots [${`${others.trim()} ${annotation} 0 R`.trim()}]`
  if (had !== null) return page.replace(had, annotations)
  if (page.includes('/Annots')) throw unexpected('annotations')
  return withEntry(page, annotations)
}

function firstMatch(text: string, pattern: RegExp, what: string): string {
  const [, found] = pattern.exec(text) ?? []
  if (found === undefined) throw unexpected(what)
  return found
}

function unexpected(what: string): Fault {
  return new Fault('pdf_unexpected', 'the typesetter wrote a PDF that cannot be signed', { what })
}

function pdfDate(at: Instant): string {
  return `D:${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`
}
