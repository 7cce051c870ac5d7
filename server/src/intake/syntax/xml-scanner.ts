// Where one XML element ends, found byte by byte over any number of chunks. Only what separates elements is looked at
// (tags, quoted values, comments, CDATA, processing instructions); a strict parser judges each element afterwards.

const LESS = 0x3c
const GREATER = 0x3e
const SLASH = 0x2f
const EXCLAMATION = 0x21
const QUESTION = 0x3f
const DOUBLE = 0x22
const SINGLE = 0x27

type State = 'text' | 'open' | 'tag' | 'value' | 'declaration' | 'until'

/** more: the bytes end inside the element; done: `at` is just behind it; bad: not well-formed at `at`. */
export type XmlScan = 'more' | 'done' | 'bad'

export class XmlScanner {
  at = 0
  #state: State = 'text'
  #depth = 0
  #closing = false
  #previous = 0
  #quote = 0
  /** What ends a comment, a CDATA section or a processing instruction. */
  #until: Buffer = Buffer.alloc(0)
  #startTagOnly = false

  /** The next byte is the `<` of a start tag. `startTagOnly`: done behind that tag (for the root). */
  restart(startTagOnly = false): void {
    this.at = 0
    this.#state = 'text'
    this.#depth = 0
    this.#startTagOnly = startTagOnly
  }

  forget(count: number): void {
    this.at -= count
  }

  scan(bytes: Buffer): XmlScan {
    for (;;) {
      const result = this.#step(bytes)
      if (result !== 'on') return result
    }
  }

  #step(bytes: Buffer): XmlScan | 'on' {
    if (this.#state === 'text') return this.#text(bytes)
    if (this.#state === 'value') return this.#value(bytes)
    if (this.#state === 'until') return this.#skipUntil(bytes)
    if (this.#state === 'declaration') return this.#declaration(bytes)
    if (this.at >= bytes.length) return 'more'
    return this.#state === 'open' ? this.#open(bytes) : this.#tag(bytes)
  }

  #text(bytes: Buffer): XmlScan | 'on' {
    const next = bytes.indexOf(LESS, this.at)
    if (next < 0) {
      this.at = bytes.length
      return 'more'
    }
    this.at = next + 1
    this.#state = 'open'
    return 'on'
  }

  /** Just behind a `<`. */
  #open(bytes: Buffer): XmlScan | 'on' {
    const byte = bytes[this.at]
    if (byte === EXCLAMATION) this.#state = 'declaration'
    else if (byte === QUESTION) this.#skipTo('?>')
    else {
      this.#closing = byte === SLASH
      this.#previous = 0
      this.#state = 'tag'
    }
    return 'on'
  }

  /** Just behind `<`, at a `!`. */
  #declaration(bytes: Buffer): XmlScan | 'on' {
    const start = bytes.subarray(this.at, this.at + 8).toString('latin1')
    if (start.startsWith('!--')) this.#skipTo('-->')
    else if (start.startsWith('![CDATA[')) this.#skipTo(']]>')
    else if ('!--'.startsWith(start) || '![CDATA['.startsWith(start)) return 'more'
    else return 'bad' // a DOCTYPE inside an element
    return 'on'
  }

  #skipTo(end: string): void {
    this.#until = Buffer.from(end)
    this.#state = 'until'
  }

  #skipUntil(bytes: Buffer): XmlScan | 'on' {
    const end = bytes.indexOf(this.#until, this.at)
    if (end < 0) {
      // the end mark may lie across this and the next chunk
      this.at = Math.max(this.at, bytes.length - this.#until.length + 1)
      return 'more'
    }
    this.at = end + this.#until.length
    this.#state = 'text'
    return 'on'
  }

  #tag(bytes: Buffer): XmlScan | 'on' {
    for (; this.at < bytes.length; this.at += 1) {
      const byte = bytes[this.at] ?? 0
      if (byte === LESS) return 'bad'
      if (byte === DOUBLE || byte === SINGLE) {
        this.#quote = byte
        this.#state = 'value'
        this.at += 1
        return 'on'
      }
      if (byte === GREATER) return this.#endTag()
      this.#previous = byte
    }
    return 'more'
  }

  #endTag(): XmlScan | 'on' {
    this.at += 1
    this.#state = 'text'
    if (this.#closing) this.#depth -= 1
    else if (this.#startTagOnly) return 'done'
    else if (this.#previous !== SLASH) this.#depth += 1
    return this.#depth > 0 ? 'on' : 'done'
  }

  #value(bytes: Buffer): XmlScan | 'on' {
    const end = bytes.indexOf(this.#quote, this.at)
    const upTo = end < 0 ? bytes.length : end
    const bad = bytes.subarray(this.at, upTo).indexOf(LESS)
    if (bad >= 0) {
      this.at += bad
      return 'bad' // XML 1.0 section 3.1: no < in attribute values
    }
    this.at = end < 0 ? upTo : end + 1
    if (end < 0) return 'more'
    this.#state = 'tag'
    this.#previous = this.#quote
    return 'on'
  }
}
