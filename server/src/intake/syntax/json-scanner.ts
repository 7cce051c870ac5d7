// Where one JSON value ends, found byte by byte over any number of chunks, by the grammar of RFC 8259. Numbers and
// literals are taken by their letters only; JSON.parse judges them afterwards.

export const MAX_DEPTH = 100

const VALUE = 0
const VALUE_OR_END = 1
const KEY = 2
const KEY_OR_END = 3
const AFTER_KEY = 4
const AFTER = 5
const STRING = 6
const ESCAPE = 7
const HEX = 8
const TOKEN = 9

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LETTER_U = 0x75

/** 1 = white space, 2 = may stand in a number, true, false or null, 4 = hexadecimal digit, 8 = may follow a backslash. */
const CLASS = new Uint8Array(256)
for (const byte of Buffer.from(' \t\r\n')) mark(byte, 1)
for (const byte of Buffer.from('-+.0123456789eEtrufalsn')) mark(byte, 2)
for (const byte of Buffer.from('0123456789abcdefABCDEF')) mark(byte, 4)
for (const byte of Buffer.from('"\\/bfnrtu')) mark(byte, 8)

function mark(byte: number, bit: number): void {
  CLASS[byte] = is(byte, 0xff) | bit
}

function is(byte: number | undefined, bits: number): number {
  return (CLASS[byte ?? 0] ?? 0) & bits
}

/** more: the bytes end inside the value; done: `at` is just behind it; bad: no JSON value, `at` is the culprit. */
export type Scan = 'more' | 'done' | 'bad'

export class JsonScanner {
  /** Offset into the scanned bytes, from the value's first byte on. */
  at = 0
  /** Deepest nesting met; more than MAX_DEPTH is `bad`. */
  deepest = 0
  #state = VALUE
  /** One entry per open bracket; true: object. */
  #stack: boolean[] = []
  #inKey = false
  #hexLeft = 0

  /** The next byte scanned begins a value; or, `insideObject`, follows a member's value. */
  restart(insideObject = false): void {
    this.at = 0
    this.deepest = insideObject ? 1 : 0
    this.#state = insideObject ? AFTER : VALUE
    this.#stack = insideObject ? [true] : []
  }

  /** `count` bytes were taken away from the front of what is scanned. */
  forget(count: number): void {
    this.at -= count
  }

  /** Scans on from `at`; `bytes` starts where the value starts. */
  scan(bytes: Buffer): Scan {
    while (this.at < bytes.length) {
      if (this.#state === STRING && !this.#skipString(bytes)) continue
      const byte = bytes[this.at] as number // at < length
      if (this.#state === TOKEN && is(byte, 2) === 0) {
        if (this.#endValue()) return 'done' // the byte itself belongs to what follows
      }
      if (!this.#take(byte)) return 'bad'
      this.at += 1
      if (this.#state === AFTER && this.#stack.length === 0) return 'done'
    }
    return 'more'
  }

  /** True where the end of the input ends the value: a bare number or literal. */
  endsAtEnd(): boolean {
    return this.#state === TOKEN && this.#stack.length === 0
  }

  /** Moves over the plain bytes of a string; false when they reach the end of `bytes`. */
  #skipString(bytes: Buffer): boolean {
    let at = this.at
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] as number // at < length
      if (byte === QUOTE || byte === BACKSLASH || byte < 0x20) break
    }
    this.at = at
    return at < bytes.length
  }

  /** True when the outermost value ended. */
  #endValue(): boolean {
    this.#state = AFTER
    return this.#stack.length === 0
  }

  #take(byte: number): boolean {
    switch (this.#state) {
      case STRING:
        return this.#takeInString(byte)
      case ESCAPE:
        this.#state = byte === LETTER_U ? HEX : STRING
        this.#hexLeft = 4
        return is(byte, 8) !== 0
      case HEX:
        this.#hexLeft -= 1
        if (this.#hexLeft === 0) this.#state = STRING
        return is(byte, 4) !== 0
      case TOKEN:
        return true // only its own letters come here
      default:
        return is(byte, 1) !== 0 || this.#takePunctuation(byte)
    }
  }

  #takeInString(byte: number): boolean {
    if (byte === BACKSLASH) this.#state = ESCAPE
    else if (byte === QUOTE) this.#state = this.#inKey ? AFTER_KEY : AFTER
    else return false // a control character
    return true
  }

  #takePunctuation(byte: number): boolean {
    const state = this.#state
    const value = state === VALUE || state === VALUE_OR_END
    if (byte === QUOTE) return (value || state === KEY || state === KEY_OR_END) && this.#open(STRING, !value)
    if (byte === 0x7b) return value && this.#push(true)
    if (byte === 0x5b) return value && this.#push(false)
    if (byte === 0x7d) return (state === KEY_OR_END || state === AFTER) && this.#pop(true)
    if (byte === 0x5d) return (state === VALUE_OR_END || state === AFTER) && this.#pop(false)
    if (byte === 0x3a) return state === AFTER_KEY && this.#open(VALUE, false)
    if (byte === 0x2c) return state === AFTER && this.#open(this.#stack.at(-1) ? KEY : VALUE, false)
    return value && is(byte, 2) !== 0 && this.#open(TOKEN, false)
  }

  #open(state: number, inKey: boolean): true {
    this.#state = state
    this.#inKey = inKey
    return true
  }

  #push(object: boolean): boolean {
    this.#stack.push(object)
    this.deepest = Math.max(this.deepest, this.#stack.length)
    this.#state = object ? KEY_OR_END : VALUE_OR_END
    return this.#stack.length <= MAX_DEPTH
  }

  #pop(object: boolean): boolean {
    if (this.#stack.pop() !== object) return false
    this.#state = AFTER
    return true
  }
}
