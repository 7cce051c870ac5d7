import type { Reason } from '../piece.ts'
import { broken, type Cut, item, MAX_ITEM, type Splitter, structure } from './splitter.ts'
import { Window } from './window.ts'
import { XmlScanner } from './xml-scanner.ts'

const LESS = 0x3c
const GREATER = 0x3e
/** A declaration, comment or DOCTYPE longer than this is not looked at as one. */
const MAX_MARKUP = 1024 * 1024
const MAX_NAME = 200

export interface XmlShape {
  /** Names of the root's children that are records: after a break, reading goes on at the next of them. */
  records: readonly string[]
  /** Told the root's start tag. */
  onRoot(tag: Buffer): void
  /** Names of the root's children that hold the items themselves: their tags are structure, their children items. */
  containers?: readonly string[]
  /** Told the start tag of each container, between the items before it and its own. */
  onContainer?(tag: Buffer): void
}

/**
 * One item per child element of the root, or of a container in it; what stands around them (declaration, comments, the
 * tags of root and containers) is structure.
 */
export function xmlSplitter(shape: XmlShape, limit = MAX_ITEM): Splitter {
  return new XmlSplitter(shape, limit)
}

type Mode = 'outside' | 'inside' | 'root' | 'container' | 'item' | 'discard' | 'resync' | 'lost'

class XmlSplitter implements Splitter {
  readonly #window = new Window()
  readonly #scanner = new XmlScanner()
  readonly #shape: XmlShape
  readonly #limit: number
  #cuts: Cut[] = []
  #mode: Mode = 'outside'
  /** Where the element being scanned lies. */
  #home: 'outside' | 'inside' = 'outside'
  #root = ''
  /** Name of the container that is open; ''. */
  #container = ''
  /** Bytes scanned again after a break; bounded, so that hostile input costs linear time. */
  #rescans = 0
  #seen = 0
  #brokenOpen: Reason | null = null
  #ended = false

  constructor(shape: XmlShape, limit: number) {
    this.#shape = shape
    this.#limit = limit
  }

  push(chunk: Uint8Array): Cut[] {
    this.#cuts = []
    this.#seen += chunk.length
    this.#window.append(chunk)
    while (this.#window.length > 0 && this.#step());
    return this.#cuts
  }

  end(): Cut[] {
    this.#cuts = []
    this.#ended = true
    while (this.#window.length > 0) if (!this.#step()) this.#resync('truncated')
    this.#closeBroken()
    return this.#cuts
  }

  /** Cuts something off the front or changes the mode; false when more bytes are needed. */
  #step(): boolean {
    if (this.#mode === 'resync') return this.#seekStart()
    if (this.#mode === 'root' || this.#mode === 'container' || this.#mode === 'item') return this.#element()
    if (this.#mode === 'discard') return this.#discard()
    if (this.#mode !== 'lost') return this.#between()
    this.#emitBroken(this.#window.length, 'bad_xml')
    return true
  }

  #between(): boolean {
    const bytes = this.#window.bytes
    if (bytes[0] !== LESS) return this.#text(bytes)
    const kind = markupKind(bytes)
    if (kind === 'unknown') return this.#ended ? this.#resync('truncated') : false
    if (kind !== 'tag') return this.#markup(bytes, kind)
    if (bytes[1] === 0x2f) return this.#closingTag(bytes)
    const next = this.#mode === 'outside' ? 'root' : this.#childKind(bytes)
    if (next === null) return false
    this.#home = this.#mode === 'outside' ? 'outside' : 'inside'
    this.#mode = next
    this.#scanner.restart(next !== 'item')
    return true
  }

  /** What the element at the front is to the root; null: its name is not whole yet. */
  #childKind(bytes: Buffer): 'container' | 'item' | null {
    const { containers = [] } = this.#shape
    if (containers.length === 0 || this.#container !== '') return 'item'
    const head = bytes.toString('latin1', 1, 1 + MAX_NAME)
    const end = head.search(/[\s/>]/)
    if (end < 0) return head.length < MAX_NAME && !this.#ended ? null : 'item'
    return containers.includes(head.slice(0, end)) ? 'container' : 'item'
  }

  #text(bytes: Buffer): boolean {
    const next = bytes.indexOf(LESS)
    const text = next < 0 ? bytes : bytes.subarray(0, next)
    let blank = 0
    while (blank < text.length && isSpace(text[blank])) blank += 1
    if (blank > 0) return this.#emitStructure(blank)
    this.#emitBroken(text.length, 'bad_xml') // text where only elements may stand
    return true
  }

  #markup(bytes: Buffer, kind: Exclude<Markup, 'tag' | 'unknown'>): boolean {
    const end = kind === 'doctype' ? endOfDoctype(bytes) : endOf(bytes, ENDS[kind])
    if (end > 0 && kind !== 'cdata') return this.#emitStructure(end)
    if (end > 0) {
      this.#emitBroken(end, 'bad_xml') // text where only elements may stand
      return true
    }
    return this.#ended || bytes.length > MAX_MARKUP ? this.#resync('bad_xml') : false
  }

  #closingTag(bytes: Buffer): boolean {
    const end = bytes.indexOf(GREATER)
    if (end < 0) return this.#ended || bytes.length > MAX_MARKUP ? this.#resync('truncated') : false
    const name = bytes.toString('latin1', 2, end).trim()
    const closes = this.#mode === 'inside' && (name === this.#root || (name === this.#container && name !== ''))
    if (!closes) return this.#resync('bad_xml')
    // a root's end tag ends what was left open in it too: the container's own was in what could not be read
    if (name === this.#root) this.#mode = 'outside'
    this.#container = ''
    return this.#emitStructure(end + 1)
  }

  #element(): boolean {
    const scan = this.#scanner.scan(this.#window.bytes)
    if (scan === 'bad') return this.#resync('bad_xml')
    if (scan === 'done') {
      if (this.#mode === 'item') return this.#emitItem()
      return this.#mode === 'root' ? this.#emitRoot() : this.#emitContainer()
    }
    if (this.#window.length <= this.#limit) return false
    this.#mode = 'discard'
    return true
  }

  #discard(): boolean {
    const scan = this.#scanner.scan(this.#window.bytes)
    // the last bytes stay: they may begin the mark that ends a comment
    const count = scan === 'more' && !this.#ended ? Math.max(0, this.#scanner.at - 16) : this.#scanner.at
    if (count > 0) this.#emitBroken(count, 'too_long')
    this.#scanner.forget(count)
    if (scan === 'bad') return this.#resync('too_long')
    if (scan === 'done') this.#closeBroken()
    if (scan === 'done') this.#mode = 'inside'
    return scan === 'done'
  }

  #resync(reason: Reason): boolean {
    this.#brokenOpen ??= reason
    if (this.#mode === 'outside' || this.#mode === 'inside') this.#home = this.#mode
    else this.#rescans += this.#scanner.at
    // hostile input with many false starts gets no more than this many bytes looked at twice
    const hopeless = this.#rescans > 4 * (this.#seen + this.#limit)
    this.#mode = hopeless ? 'lost' : 'resync'
    return hopeless || this.#seekStart()
  }

  #seekStart(): boolean {
    const bytes = this.#window.bytes
    const next = this.#nextStart(bytes)
    if (next > 0) {
      this.#emitBroken(next, 'bad_xml')
      this.#mode = this.#home
      return true
    }
    const count = this.#ended ? bytes.length : bytes.length - 64
    if (count <= 0) return false
    this.#emitBroken(count, 'bad_xml')
    return this.#ended
  }

  /**
   * Behind the front: a record's start tag, or the root's end tag, that stands first on its line or behind a `>`. Text
   * that an exporter failed to escape could hold such a tag; standing in the middle of a line, it is not believed.
   */
  #nextStart(bytes: Buffer): number {
    for (let at = bytes.indexOf(LESS, 1); at > 0; at = bytes.indexOf(LESS, at + 1)) {
      const name = /^<(\/?[A-Za-z_][\w.-]*)[\s/>]/.exec(bytes.toString('latin1', at, at + 64))?.[1]
      if (name === undefined) continue
      const ends = name === `/${this.#root}` || (this.#container !== '' && name === `/${this.#container}`)
      const wanted = this.#root === '' || this.#shape.records.includes(name) || ends
      if (wanted && startsAfresh(bytes, at)) return at
    }
    return -1
  }

  #emitRoot(): boolean {
    const tag = this.#window.bytes.subarray(0, this.#scanner.at)
    this.#root = /^<([^\s/>]+)/.exec(tag.toString('latin1', 0, 200))?.[1] ?? ''
    this.#mode = tag.at(-2) === 0x2f ? 'outside' : 'inside'
    this.#shape.onRoot(tag)
    return this.#emitStructure(tag.length)
  }

  #emitContainer(): boolean {
    const tag = this.#window.bytes.subarray(0, this.#scanner.at)
    const name = /^<([^\s/>]+)/.exec(tag.toString('latin1', 0, MAX_NAME))?.[1] ?? ''
    this.#container = tag.at(-2) === 0x2f ? '' : name
    this.#mode = 'inside'
    this.#closeBroken()
    const kept = Buffer.from(tag) // read when all before it was, perhaps with a later push
    const cut = structure(this.#window.take(tag.length))
    this.#cuts.push({ ...cut, reached: () => this.#shape.onContainer?.(kept) })
    return true
  }

  #emitItem(): boolean {
    this.#closeBroken()
    const bytes = this.#window.take(this.#scanner.at)
    this.#cuts.push(bytes.length > this.#limit ? broken(bytes, 'too_long') : item(bytes))
    this.#mode = 'inside'
    return true
  }

  #emitStructure(count: number): boolean {
    this.#closeBroken()
    this.#cuts.push(structure(this.#window.take(count)))
    return true
  }

  #emitBroken(count: number, reason: Reason): void {
    this.#brokenOpen ??= reason
    this.#cuts.push(broken(this.#window.take(count), this.#brokenOpen, true))
  }

  #closeBroken(): void {
    if (this.#brokenOpen) this.#cuts.push(broken(Buffer.alloc(0), this.#brokenOpen))
    this.#brokenOpen = null
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function startsAfresh(bytes: Buffer, at: number): boolean {
  let before = at - 1
  for (; before >= 0 && isSpace(bytes[before]); before -= 1) if (bytes[before] === 0x0a) return true
  return before >= 0 && bytes[before] === GREATER
}

type Markup = 'tag' | 'comment' | 'instruction' | 'doctype' | 'cdata' | 'unknown'
const ENDS = { comment: '-->', instruction: '?>', cdata: ']]>' } as const

function markupKind(bytes: Buffer): Markup {
  if (bytes.length < 2) return 'unknown'
  if (bytes[1] === 0x3f) return 'instruction'
  if (bytes[1] !== 0x21) return 'tag'
  const start = bytes.toString('latin1', 0, 9).toUpperCase()
  if (start.startsWith('<!--')) return 'comment'
  if (start === '<!DOCTYPE') return 'doctype'
  if (start === '<![CDATA[') return 'cdata'
  return ['<!--', '<!DOCTYPE', '<![CDATA['].some((mark) => mark.startsWith(start)) ? 'unknown' : 'tag'
}

function endOf(bytes: Buffer, mark: string): number {
  const at = bytes.indexOf(mark)
  return at < 0 ? -1 : at + mark.length
}

/** Behind the DOCTYPE's `>`: brackets and quoted values may hold others. Its entities are never used. */
function endOfDoctype(bytes: Buffer): number {
  let brackets = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x5b) brackets += 1
    else if (byte === 0x5d) brackets -= 1
    else if (byte === GREATER && brackets === 0) return at + 1
    else if (byte === 0x22 || byte === 0x27) {
      at = bytes.indexOf(byte, at + 1)
      if (at < 0) return -1
    }
  }
  return -1
}
