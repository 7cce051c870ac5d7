import { type ByteSource, roomFor, streamOf } from './byte-source.ts'

// An .rsmf file (help.relativity.com, "Relativity Short Message Format") is a mail (RFC 5322, RFC 2045) whose headers
// begin with X-RSMF- and that carries rsmf.zip as an attachment in base64. The zip is read where it lies, line by line;
// nothing is unpacked beside it. Only lines of one length, as every mailer writes them, can be found by arithmetic: any
// other mail is not opened.

/** The zip, and where its base64 lies in the mail. */
export interface MailedZip {
  zip: ByteSource
  start: number
  end: number
}

const HEAD = 64 * 1024
const MAX_LINE = 64 * 1024
const DASH = 0x2d

/** null: no such mail. */
export async function findMailedZip(source: ByteSource): Promise<MailedZip | null> {
  const head = await source.read(0, Math.min(HEAD, source.size))
  if (!/^[A-Za-z][\w-]{0,80}:/.test(head.toString('latin1', 0, 100))) return null
  const headers = head.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? ''
  if (!/^X-RSMF-[\w-]+:/im.test(headers) || !/^Content-Type:\s*multipart\//im.test(headers)) return null
  const found = await findAttachment(source)
  return found && { zip: decoded(source, found), start: found.start, end: found.end }
}

interface Attachment {
  start: number
  end: number
  /** Characters of every line but the last, without its end. */
  line: number
  lineEnd: number
  bytes: number
}

/** The first part that is a zip in base64; null: there is none, or its lines differ. */
async function findAttachment(source: ByteSource): Promise<Attachment | null> {
  const finder = new AttachmentFinder()
  let rest = Buffer.alloc(0)
  for await (const chunk of streamOf(source)) {
    const bytes = Buffer.concat([rest, chunk])
    let from = 0
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
      const state = finder.line(bytes.subarray(from, at + 1))
      if (state !== 'on') return state
      from = at + 1
    }
    rest = Buffer.from(bytes.subarray(from))
    if (rest.length > MAX_LINE) return null
  }
  return finder.end(rest)
}

class AttachmentFinder {
  #at = 0
  #headers: string | null = ''
  #isZip = false
  #found: Attachment | null = null
  /** The line before was shorter than the others: only the last may be. */
  #isLast = false

  line(bytes: Buffer): Attachment | null | 'on' {
    const start = this.#at
    this.#at += bytes.length
    const text = bytes.toString('latin1').replace(/\r?\n$/, '')
    if (bytes[0] === DASH && bytes[1] === DASH) {
      if (this.#found) return this.#found
      this.#headers = ''
      this.#isZip = false
    } else if (this.#headers !== null && text === '') {
      this.#isZip = /base64/i.test(this.#headers) && /rsmf\.zip|application\/(x-)?zip/i.test(this.#headers)
      this.#headers = null
    } else if (this.#headers !== null) this.#headers = (this.#headers + text).slice(0, 8192)
    else if (this.#isZip && text !== '') return this.#base64(text, start, bytes.length - text.length)
    else if (this.#found && text === '') return this.#found
    return 'on'
  }

  /** The mail ends inside the part, or without one. Of a line that was cut off the whole groups of four are there. */
  end(rest: Buffer): Attachment | null {
    const last = this.#isZip && rest[0] !== DASH ? rest.subarray(0, rest.length - (rest.length % 4)) : rest
    const state = last.length > 0 ? this.line(last) : 'on'
    return state === 'on' ? this.#found : state
  }

  #base64(text: string, start: number, lineEnd: number): null | 'on' {
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0 || this.#isLast) return null
    this.#found ??= { start, end: start, line: text.length, lineEnd, bytes: 0 }
    const found = this.#found
    if (text.length > found.line) return null
    this.#isLast = text.length < found.line || text.endsWith('=')
    if (!this.#isLast && lineEnd !== found.lineEnd && lineEnd !== 0) return null
    found.end = start + text.length + lineEnd
    found.bytes += (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0)
    return 'on'
  }
}

function decoded(source: ByteSource, { start, end, line, lineEnd, bytes: size }: Attachment): ByteSource {
  const perLine = (line / 4) * 3
  return {
    size,
    async read(from, length, into) {
      const room = roomFor(length, into)
      const first = Math.floor(from / perLine)
      const last = Math.floor((from + length - 1) / perLine)
      const rawStart = start + first * (line + lineEnd)
      const rawEnd = Math.min(end, start + (last + 1) * (line + lineEnd))
      const raw = length === 0 ? Buffer.alloc(0) : await source.read(rawStart, rawEnd - rawStart)
      // line ends are skipped by the decoder
      Buffer.from(raw.toString('latin1'), 'base64').copy(room, 0, from - first * perLine)
      return room
    },
    close: () => source.close(),
  }
}
