// Where in a JSON document the arrays lie whose elements are items, found by brackets and keys alone.

const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c
const COLON = 0x3a
const QUOTE = 0x22
const BACKSLASH = 0x5c

/** An open bracket on the way to a container. */
export interface Place {
  /** '' for a root object; `a.b` for a member of a member; `a[]` for an array and for each object in it. */
  path: string
  isArray: boolean
}

/**
 * Paths of the arrays that hold items, from a root object: `messages`, `data.items`, `chats.list[].messages`.
 * A key with a point or a bracket in it cannot be named.
 */
export class ContainerPaths {
  readonly #containers: ReadonlySet<string>
  readonly #ways = new Set<string>()
  /** Paths of the arrays on the way whose objects have containers: `chats.list[]`. */
  readonly lists: readonly string[]

  constructor(containers: readonly string[]) {
    this.#containers = new Set(containers)
    for (const container of containers) {
      for (let at = container.indexOf('.'); at >= 0; at = container.indexOf('.', at + 1)) {
        this.#ways.add(container.slice(0, at))
      }
    }
    this.lists = [...this.#ways].filter((way) => way.endsWith('[]'))
  }

  /** What a value behind `key` in `parent` is that begins with `byte`: on the way, a container itself, or aside. */
  enter(parent: Place, key: string, byte: number | undefined): Place | 'container' | null {
    if (parent.isArray) return byte === OPEN_OBJECT ? { path: parent.path, isArray: false } : null
    const path = pathOf(parent, key)
    if (path === null) return null
    if (byte === OPEN_ARRAY) {
      if (this.#containers.has(path)) return 'container'
      return this.#ways.has(`${path}[]`) ? { path: `${path}[]`, isArray: true } : null
    }
    return byte === OPEN_OBJECT && this.#ways.has(path) ? { path, isArray: false } : null
  }

  isContainer(parent: Place, key: string): boolean {
    return !parent.isArray && this.#containers.has(pathOf(parent, key) ?? '')
  }

  /** The brackets that are open where an object of one of `lists` begins. */
  placesTo(list: string): Place[] {
    const places: Place[] = [{ path: '', isArray: false }]
    for (let at = list.indexOf('.'); at >= 0; at = list.indexOf('.', at + 1)) {
      const path = list.slice(0, at)
      places.push({ path, isArray: path.endsWith('[]') })
      if (path.endsWith('[]')) places.push({ path, isArray: false })
    }
    return [...places, { path: list, isArray: true }]
  }
}

function pathOf(parent: Place, key: string): string | null {
  if (/[.[\]]/.test(key)) return null
  return parent.path === '' ? key : `${parent.path}.${key}`
}

/** Looks ahead, over any number of calls, for the first container in one object; does not judge the JSON on the way. */
export class ContainerFinder {
  /** Bytes looked at. */
  at = 0
  readonly #paths: ContainerPaths
  readonly #start: string
  readonly #places: Place[] = []
  /** Brackets open inside a value that lies aside of every path. */
  #aside = 0
  #key = ''
  #stringFrom = -1
  #isEscaped = false

  /** @param start path of the object: '' for a root object, or one of `lists` */
  constructor(paths: ContainerPaths, start = '') {
    this.#paths = paths
    this.#start = start
  }

  /** @param bytes from the object's opening bracket on, the same as before and more */
  find(bytes: Buffer): 'more' | 'found' | 'none' {
    for (; this.at < bytes.length; this.at += 1) {
      const byte = bytes[this.at]
      if (this.#stringFrom >= 0) this.#inString(bytes, byte)
      else if (byte === QUOTE) this.#stringFrom = this.at + 1
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (this.#open(byte)) return 'found'
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (this.#aside > 0) this.#aside -= 1
        else this.#places.pop()
        if (this.#places.length === 0) return 'none'
      } else if (byte === COMMA) this.#key = ''
    }
    return 'more'
  }

  #inString(bytes: Buffer, byte: number | undefined): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (byte === BACKSLASH) this.#isEscaped = true
    else if (byte === QUOTE) {
      if (this.#aside === 0) this.#key = keyText(bytes.subarray(this.#stringFrom, this.at))
      this.#stringFrom = -1
    }
  }

  #open(byte: number): boolean {
    const parent = this.#places.at(-1)
    if (parent === undefined) this.#places.push({ path: this.#start, isArray: false })
    else {
      const next = this.#aside > 0 ? null : this.#paths.enter(parent, this.#key, byte)
      if (next === 'container') return true
      if (next === null) this.#aside += 1
      else this.#places.push(next)
    }
    this.#key = ''
    return false
  }
}

export interface Member {
  key: string
  /** Where its value begins. */
  valueAt: number
}

/** The key at the front of `bytes` and where its value begins; null: more bytes are needed; 'bad': no key. */
export function readKey(bytes: Buffer): Member | 'bad' | null {
  if (bytes[0] !== QUOTE) return 'bad'
  let end = 1
  for (; end < bytes.length && bytes[end] !== QUOTE; end += 1) if (bytes[end] === BACKSLASH) end += 1
  const colon = skipSpace(bytes, end + 1)
  if (colon >= bytes.length) return null
  if (bytes[colon] !== COLON) return 'bad'
  const valueAt = skipSpace(bytes, colon + 1)
  return valueAt < bytes.length ? { key: keyText(bytes.subarray(1, end)), valueAt } : null
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isSpace(bytes[at])) at += 1
  return at
}

/** As written; only to be compared with the names of containers, which are short and hold nothing to escape. */
function keyText(bytes: Buffer): string {
  return bytes.length > 200 ? '' : bytes.toString('latin1')
}
