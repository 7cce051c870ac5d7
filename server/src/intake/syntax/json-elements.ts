import type { Reason } from '../piece.ts'
import { type HeadOptions, JsonHeads } from './json-heads.ts'
import { ContainerFinder, isSpace, type Place, readKey } from './json-path.ts'
import { JsonScanner, MAX_DEPTH } from './json-scanner.ts'
import { broken, type Cut, item, MAX_ITEM, type Splitter, structure } from './splitter.ts'
import { Window } from './window.ts'

const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c
/** After damage, whether an object has a container is looked for in so many of its bytes; the longest key. */
const LOOK_AHEAD = 64 * 1024
const KEPT_FOR_START = 64

/**
 * One item per element of every root array, per element of the arrays that `containers` names in root objects
 * (`messages`, `data.items`, `chats.list[].messages`: see ContainerPaths), and per root object that has none of them.
 * A broken element is cut out from where it starts to where the next one plausibly starts (`},{`, or `{` first on a
 * line) and the rest goes on; a region that stays broken is one item.
 */
export function jsonSplitter(containers: readonly string[] = [], options: JsonOptions = {}): Splitter {
  return new JsonSplitter(containers, options)
}

export interface JsonOptions extends HeadOptions {
  /** Longest element, in bytes. */
  limit?: number
}

/** walk: among the members around containers; restart: at an object behind damage. */
type Home = 'roots' | 'elements' | 'walk'
type Mode = Home | 'item' | 'discard' | 'resync' | 'restart' | 'lost'

class JsonSplitter implements Splitter {
  readonly #window = new Window()
  readonly #scanner = new JsonScanner()
  readonly #heads: JsonHeads
  readonly #hasContainers: boolean
  readonly #limit: number
  #cuts: Cut[] = []
  #mode: Mode = 'roots'
  /** Where the item being scanned lies. */
  #home: Home = 'roots'
  /** What is looked for ahead of the window's front: one finder per path where an object may begin. */
  #finders: { list: string; finder: ContainerFinder }[] = []
  /** The member being scanned has a container's name but is no array. */
  #isOddContainer = false
  /** Behind damage, before the next container: what looks like an element may be an object around one. */
  #isUnsettled = false
  /** A broken item that the next broken cut goes on with. */
  #brokenOpen: Reason | null = null
  /** Bytes scanned again after a break; bounded, so that hostile input costs linear time. */
  #rescans = 0
  #seen = 0
  #ended = false

  constructor(containers: readonly string[], options: JsonOptions) {
    this.#limit = options.limit ?? MAX_ITEM
    this.#hasContainers = containers.length > 0
    this.#heads = new JsonHeads(containers, options, this.#limit)
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
    if (this.#mode === 'walk') return this.#walk()
    if (this.#mode === 'resync') return this.#seekStart()
    if (this.#mode === 'restart') return this.#restart()
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
      this.#mode = this.#heads.isInside ? 'walk' : 'roots'
      return this.#emitStructure(1)
    }
    if (!inArray && bytes[0] === OPEN_ARRAY) {
      this.#mode = 'elements'
      return this.#emitStructure(1)
    }
    if (!inArray && bytes[0] === OPEN_OBJECT) return this.#rootObject(bytes)
    if (this.#isUnsettled && bytes[0] === OPEN_OBJECT) return this.#seekContainer('elements')
    return this.#beginItem(inArray ? 'elements' : 'roots')
  }

  #rootObject(bytes: Buffer): boolean {
    if (!this.#hasContainers) return this.#beginItem('roots')
    if (this.#finders.length === 0) this.#finders = [{ list: '', finder: new ContainerFinder(this.#heads.paths) }]
    const found = this.#look(bytes)
    const isTooLong = bytes.length > this.#limit
    if (found === 'more' && !this.#ended && !isTooLong) return false
    this.#finders = []
    if (found === 'none' || (found === 'more' && !isTooLong)) return this.#beginItem('roots')
    this.#heads.isDoubtful = found === 'more'
    return this.#enter({ path: '', isArray: false }, 1)
  }

  /** Path of the object at the front if it has a container; 'none', or 'more' while that cannot be known. */
  #look(bytes: Buffer): { list: string } | 'none' | 'more' {
    let answer: 'none' | 'more' = 'none'
    for (const { list, finder } of this.#finders) {
      const found = finder.find(bytes)
      if (found === 'found') return { list }
      if (found === 'more') answer = 'more'
    }
    return answer
  }

  #enter(place: Place, count: number): boolean {
    this.#heads.enter(place)
    this.#mode = 'walk'
    return this.#emitStructure(count)
  }

  /** Around containers: what leads to them is structure, what lies aside is for the heads to judge. */
  #walk(): boolean {
    const bytes = this.#window.bytes
    const place = this.#heads.here
    let at = 0
    while (at < bytes.length && isBetween(bytes[at], true)) at += 1
    if (at > 0) return this.#emitStructure(at)
    if (bytes[0] === (place?.isArray ? CLOSE_ARRAY : CLOSE_OBJECT)) {
      const reached = this.#heads.leave()
      this.#mode = this.#heads.isInside ? 'walk' : 'roots'
      return this.#emitStructure(1, reached)
    }
    const member = place?.isArray ? { key: '', valueAt: 0 } : readKey(bytes)
    if (member === null && bytes.length <= LOOK_AHEAD) return false
    if (!place || member === null || member === 'bad') return this.#lostWay()
    const next = this.#heads.paths.enter(place, member.key, bytes[member.valueAt])
    if (next === 'container') {
      this.#mode = 'elements'
      this.#isUnsettled = false
      return this.#emitStructure(member.valueAt + 1, this.#heads.pass(member.key))
    }
    if (next) return this.#enter(next, member.valueAt + 1)
    this.#isOddContainer = this.#heads.paths.isContainer(place, member.key)
    return this.#beginItem('walk', member.valueAt)
  }

  #lostWay(): boolean {
    this.#home = 'walk'
    this.#scanner.restart()
    return this.#resync('bad_json')
  }

  /** An item begins at the front; its value behind its key, `at`. */
  #beginItem(home: Home, at = 0): boolean {
    this.#home = home
    this.#mode = 'item'
    this.#scanner.restart()
    this.#scanner.at = at
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

  /** Nothing more will come and the front of the window is no whole element. */
  #stuck(reason: Reason): void {
    if (this.#mode === 'item') this.#resync(reason)
    else this.#emitBroken(this.#window.length, reason)
  }

  /** The front of the window is no element: look for where the next one may start. */
  #resync(reason: Reason): boolean {
    this.#brokenOpen ??= reason
    this.#heads.isShaken = true
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
      this.#isUnsettled = this.#heads.paths.lists.length > 0
      return this.#seekContainer(this.#home)
    }
    // the last bytes stay: the next start is known by what stands before it
    const count = this.#ended ? bytes.length : bytes.length - KEPT_FOR_START
    if (count <= 0) return false
    this.#emitBroken(count, 'bad_json')
    return this.#ended
  }

  #seekContainer(home: Home): true {
    const { paths } = this.#heads
    this.#home = home
    this.#finders = paths.lists.map((list) => ({ list, finder: new ContainerFinder(paths, list) }))
    this.#mode = 'restart'
    return true
  }

  /** The object at the front follows damage: it is an element, or the next object that has a container of its own. */
  #restart(): boolean {
    const bytes = this.#window.bytes.subarray(0, LOOK_AHEAD)
    const found = this.#look(bytes)
    if (found === 'more' && !this.#ended && bytes.length < LOOK_AHEAD) return false
    this.#rescans += this.#finders.reduce((sum, { finder }) => sum + finder.at, 0)
    this.#finders = []
    if (typeof found === 'object') {
      this.#heads.moveTo(found.list)
      this.#mode = 'walk'
      return true
    }
    if (this.#home === 'walk') this.#emitStructure(0, this.#heads.lose())
    return this.#beginItem(this.#home === 'walk' ? 'elements' : this.#home)
  }

  #emitItem(): true {
    this.#closeBroken()
    const bytes = this.#window.take(this.#scanner.at)
    if (this.#home === 'walk') {
      const reason = this.#heads.aside(bytes, this.#scanner.deepest > 0, this.#isOddContainer)
      this.#cuts.push(reason === null ? structure(bytes) : broken(bytes, reason))
    } else this.#cuts.push(bytes.length > this.#limit ? broken(bytes, 'too_long') : item(bytes))
    this.#mode = this.#home
    return true
  }

  #emitStructure(count: number, reached?: () => void): true {
    this.#closeBroken()
    const cut = structure(this.#window.take(count))
    this.#cuts.push(reached ? { ...cut, reached } : cut)
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
