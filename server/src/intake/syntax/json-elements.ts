import type { Reason } from '../piece.ts'
import { JsonScanner, MAX_DEPTH } from './json-scanner.ts'
import { isObject, type JsonObject, readJson, Unreadable } from './json-value.ts'
import { broken, type Cut, item, MAX_ITEM, type Splitter, structure } from './splitter.ts'
import { Window } from './window.ts'

const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c
const QUOTE = 0x22
const BACKSLASH = 0x5c
/** A container's key must stand within this many bytes of its root object's start. */
const CONTAINER_HEAD = 64 * 1024
const KEPT_FOR_START = 64

/**
 * One item per element of every root array, per element of the array under a `containers` key of a root object, and per
 * root object that has no such key. A broken element is cut out from where it starts to where the next one plausibly
 * starts (`},{`, or `{` first on a line) and the rest goes on; a region that stays broken is one item.
 */
export function jsonSplitter(containers: readonly string[] = [], options: JsonOptions = {}): Splitter {
  return new JsonSplitter(containers, options)
}

export interface JsonOptions {
  /** Longest element, in bytes. */
  limit?: number
  /**
   * What stands in the root object before the container, with the container empty: a chat's name, its members. Whoever
   * asks for it reads it, so it is structure; else objects and arrays in it go to quarantine.
   */
  onHead?(head: JsonObject): void
}

type Mode = 'roots' | 'elements' | 'epilogue' | 'item' | 'discard' | 'resync' | 'lost'

class JsonSplitter implements Splitter {
  readonly #window = new Window()
  readonly #scanner = new JsonScanner()
  readonly #containers: readonly string[]
  readonly #limit: number
  readonly #onHead: ((head: JsonObject) => void) | undefined
  #cuts: Cut[] = []
  #mode: Mode = 'roots'
  /** Where the item being scanned lies. */
  #home: 'roots' | 'elements' = 'roots'
  #inContainer = false
  /** A broken item that the next broken cut goes on with. */
  #brokenOpen: Reason | null = null
  /** Bytes scanned again after a break; bounded, so that hostile input costs linear time. */
  #rescans = 0
  #seen = 0
  #ended = false

  constructor(containers: readonly string[], { limit = MAX_ITEM, onHead }: JsonOptions) {
    this.#containers = containers
    this.#limit = limit
    this.#onHead = onHead
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
    while (this.#window.length > 0)
      if (!this.#step()) this.#stuck(this.#scanner.deepest > MAX_DEPTH ? 'too_deep' : 'truncated')
    this.#closeBroken()
    return this.#cuts
  }

  /** Cuts something off the front; false when more bytes are needed. */
  #step(): boolean {
    if (this.#mode === 'roots' || this.#mode === 'elements') return this.#between()
    if (this.#mode === 'item') return this.#item()
    if (this.#mode === 'discard') return this.#discard()
    if (this.#mode === 'epilogue') return this.#epilogue()
    if (this.#mode === 'resync') return this.#seekStart()
    this.#emitBroken(this.#window.length, 'bad_json')
    return true
  }

  #between(): boolean {
    const bytes = this.#window.bytes
    let at = 0
    const inArray = this.#mode === 'elements'
    while (at < bytes.length && isBetween(bytes[at], inArray)) at += 1
    if (at > 0) return this.#emitStructure(at)
    if (inArray && bytes[0] === CLOSE_ARRAY) {
      this.#mode = this.#inContainer ? 'epilogue' : 'roots'
      if (this.#inContainer) this.#scanner.restart(true)
      return this.#emitStructure(1)
    }
    if (!inArray && bytes[0] === OPEN_ARRAY) {
      this.#inContainer = false
      this.#mode = 'elements'
      return this.#emitStructure(1)
    }
    return !inArray && bytes[0] === OPEN_OBJECT ? this.#rootObject(bytes) : this.#beginItem()
  }

  #rootObject(bytes: Buffer): boolean {
    if (this.#containers.length === 0) return this.#beginItem()
    if (bytes.length < CONTAINER_HEAD && !this.#ended && !isWholeObject(bytes)) return false
    const found = findContainer(bytes.subarray(0, CONTAINER_HEAD), this.#containers)
    if (!found) return this.#beginItem()
    this.#inContainer = true
    this.#mode = 'elements'
    if (this.#headWasRead(bytes.subarray(0, found.end)) || !found.nested) return this.#emitStructure(found.end)
    this.#emitBroken(found.end, 'not_messages')
    return true
  }

  #headWasRead(bytes: Buffer): boolean {
    const head = this.#onHead ? readJson(Buffer.concat([bytes, Buffer.from(']}')])) : null
    if (head === null || head instanceof Unreadable || !isObject(head)) return false
    this.#onHead?.(head)
    return true
  }

  #beginItem(): boolean {
    this.#home = this.#mode === 'elements' ? 'elements' : 'roots'
    this.#mode = 'item'
    this.#scanner.restart()
    return true
  }

  #item(): boolean {
    const scan = this.#scanner.scan(this.#window.bytes)
    if (scan === 'done' || (scan === 'more' && this.#ended && this.#scanner.endsAtEnd())) return this.#emitItem()
    if (scan === 'bad') return this.#resync(this.#scanner.deepest > MAX_DEPTH ? 'too_deep' : 'bad_json')
    if (this.#window.length <= this.#limit) return false
    this.#mode = 'discard'
    return true
  }

  /** The rest of an element that is too long to read, followed by the grammar alone. */
  #discard(): boolean {
    const scan = this.#scanner.scan(this.#window.bytes)
    const count = this.#scanner.at
    if (count > 0) this.#emitBroken(count, 'too_long')
    this.#scanner.forget(count)
    if (scan === 'more') return false
    if (scan === 'done') this.#closeBroken()
    if (scan === 'done') this.#mode = this.#home
    return scan === 'done' || this.#resync('too_long')
  }

  /** What follows the container's array inside its object: structure, unless it holds arrays or objects of its own. */
  #epilogue(): boolean {
    const scan = this.#scanner.scan(this.#window.bytes)
    if (scan === 'bad') return this.#resync('bad_json')
    const count = this.#scanner.at
    if (this.#scanner.deepest > 1) this.#emitBroken(count, 'not_messages')
    else this.#emitStructure(count)
    this.#scanner.forget(count)
    if (scan === 'done') this.#mode = 'roots'
    return scan === 'done'
  }

  /** Nothing more will come and the front of the window is no whole element. */
  #stuck(reason: Reason): void {
    if (this.#mode === 'item') this.#resync(reason)
    else this.#emitBroken(this.#window.length, reason)
  }

  /** The front of the window is no element: look for where the next one may start. */
  #resync(reason: Reason): boolean {
    this.#brokenOpen ??= reason
    this.#rescans += this.#scanner.at
    // hostile input with many false starts gets no more than this many bytes looked at twice
    const hopeless = this.#rescans > 4 * (this.#seen + this.#limit)
    this.#mode = hopeless ? 'lost' : 'resync'
    return hopeless || this.#seekStart()
  }

  #seekStart(): boolean {
    const bytes = this.#window.bytes
    const next = nextStart(bytes)
    if (next > 0) {
      this.#emitBroken(next, 'bad_json')
      this.#scanner.restart()
      this.#mode = 'item'
      return true
    }
    // the last bytes stay: the next start is known by what stands before it
    const count = this.#ended ? bytes.length : bytes.length - KEPT_FOR_START
    if (count <= 0) return false
    this.#emitBroken(count, 'bad_json')
    return this.#ended
  }

  #emitItem(): true {
    this.#closeBroken()
    const bytes = this.#window.take(this.#scanner.at)
    this.#cuts.push(bytes.length > this.#limit ? broken(bytes, 'too_long') : item(bytes))
    this.#mode = this.#home
    return true
  }

  #emitStructure(count: number): boolean {
    if (count === 0) return true
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

function isBetween(byte: number | undefined, inArray: boolean): boolean {
  return isSpace(byte) || (inArray && byte === COMMA)
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** The first `{` behind the front that follows `},` or stands first on its line; -1 when there is none. */
function nextStart(bytes: Buffer): number {
  for (let at = bytes.indexOf(OPEN_OBJECT, 1); at > 0; at = bytes.indexOf(OPEN_OBJECT, at + 1)) {
    let before = at - 1
    let newLine = false
    for (; before >= 0 && isSpace(bytes[before]); before -= 1) newLine ||= bytes[before] === 0x0a
    if (newLine) return at
    if (before < 0 || bytes[before] !== COMMA) continue
    for (before -= 1; before >= 0 && isSpace(bytes[before]); before -= 1);
    if (before >= 0 && bytes[before] === CLOSE_OBJECT) return at
  }
  return -1
}

function isWholeObject(bytes: Buffer): boolean {
  return new JsonScanner().scan(bytes) === 'done'
}

/** Where the array under one of `keys` begins, if the root object at the front of `head` has one; `nested`: behind others. */
function findContainer(head: Buffer, keys: readonly string[]): { end: number; nested: boolean } | null {
  let depth = 0
  let nested = false
  let key = ''
  for (let at = 0; at < head.length; at += 1) {
    const byte = head[at]
    if (byte === QUOTE) {
      const end = endOfString(head, at)
      if (depth === 1) key = head.toString('latin1', at + 1, end)
      at = end
    } else if (byte === OPEN_ARRAY && depth === 1 && keys.includes(key)) return { end: at + 1, nested }
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1
    else if (byte === COMMA && depth === 1) key = ''
    if (depth === 0) return null
    nested ||= depth > 1
  }
  return null
}

/** Index of the closing quote, or of the end. */
function endOfString(bytes: Buffer, open: number): number {
  for (let at = open + 1; at < bytes.length; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at
  }
  return bytes.length
}
