// The linear model of english.ts made ready: what depends on a word alone is summed once, and what depends on several is looked up by
// numbers instead of strings. The features are those of `featuresOf`; a test holds the two together.

/** Feature → weights in the order of TAGS. */
export type Weights = ReadonlyMap<string, readonly number[]>

/** What the definition of the features says of a word. */
export interface Reading {
  lower: (word: string | undefined) => string
  shape: (word: string | undefined) => string
  listed: (lower: string) => string
  /** The features of a word by itself. */
  alone: (lower: string, shape: string) => readonly string[]
}

/** A word as the model sees it. `word` and `shape` are 0 where no feature of several words speaks of them. */
interface Seen {
  word: number
  shape: number
  listed: number
  /** Sums of the features of the word by itself, for O, P and A. */
  sums: readonly [number, number, number]
}

/** Of a part of a feature: w a word, s a shape, t a tag, l a list. Behind the tags and lists stands no sign, before the others one. */
const FORMS: Readonly<Record<string, string>> = {
  p: 'ws',
  n: 'ws',
  q: 'wws',
  r: 'ww',
  t: 'sss',
  g: 'tss',
  h: 'tts',
  i: 'tw',
  m: 'lllsss',
  j: 'ssss',
  k: 'lts',
}
const LETTERS = Object.keys(FORMS)
const TAGS = 'OPA'
const LISTS = 'gfbo'
/** A sign `|` by itself, or anything without one. */
const PART = String.raw`(\||[^|]+)`
const PATTERNS = new Map(LETTERS.map((letter) => [letter, patternOf(letter, FORMS[letter] ?? '')]))
const [P, N, Q, R, T, G, H, I, M, J, K] = LETTERS.map((_, i) => (i + 1) << 20) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

function patternOf(letter: string, form: string): RegExp {
  const parts: string[] = []
  // only k has a sign between its list and its tag
  const head = form.replace(/[ws]/g, '')
  if (letter === 'k') parts.push(`([${LISTS}])`, `([${TAGS}])`)
  else if (head !== '') parts.push([...head].map((part) => (part === 't' ? `([${TAGS}])` : `([${LISTS}])`)).join(''))
  for (const _ of form.replace(/[tl]/g, '')) parts.push(PART)
  return new RegExp(`^${letter}${parts.join('\\|')}$`)
}

/** So many words of the model's own vocabulary, as they are written, are remembered; no other word of a text is. */
const MOST_REMEMBERED = 8192

export class EnglishModel {
  readonly #reading: Reading
  /** Of the features of a word by itself where their weights are. */
  readonly #alone = new Map<string, number>()
  readonly #words = new Map<string, number>()
  readonly #shapes = new Map<string, number>()
  readonly #remembered = new Map<string, Seen>()
  /** Open addressing: two numbers that say which feature, and where its weights are; 0 = free. */
  readonly #keys: Int32Array
  readonly #weights: Int16Array
  readonly #mask: number
  readonly #nowhere: Seen

  constructor(weights: Weights, reading: Reading) {
    this.#reading = reading
    let size = 1024
    while (size < weights.size * 1.5) size *= 2
    this.#mask = size - 1
    this.#keys = new Int32Array(size * 3)
    this.#weights = new Int16Array((weights.size + 1) * 3)
    let next = 3
    for (const [feature, three] of weights) {
      const letter = feature.charAt(0)
      const parts = PATTERNS.get(letter)?.exec(feature)
      if (parts === null) continue
      this.#weights.set(three.slice(0, 3), next)
      if (parts === undefined) this.#alone.set(feature, next)
      else {
        const [a, b] = this.#numbersOf(letter, parts.slice(1))
        this.#keys.set([a, b, next], this.#slot(a, b))
      }
      next += 3
    }
    if (this.#shapes.size > 255 || this.#words.size > 32_767) throw new Error('the model has too many words or shapes')
    this.#nowhere = this.#read(undefined)
  }

  #numbersOf(letter: string, parts: readonly string[]): [number, number] {
    const [w, s, t, l]: number[][] = [[], [], [], []]
    for (const [i, sort] of [...(FORMS[letter] ?? '')].entries()) {
      const part = parts[i] ?? ''
      if (sort === 'w') w?.push(idIn(this.#words, part))
      else if (sort === 's') s?.push(idIn(this.#shapes, part))
      else if (sort === 't') t?.push(TAGS.indexOf(part))
      else l?.push(LISTS.indexOf(part))
    }
    const [w0 = 0, w1 = 0] = w ?? []
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = s ?? []
    const [t0 = 0, t1 = 0] = t ?? []
    const [l0 = 0, l1 = 0, l2 = 0] = l ?? []
    const kind = (LETTERS.indexOf(letter) + 1) << 20
    if (letter === 'i') return [w0, kind | t0]
    if (letter === 'm') return [pack(0, s0, s1, s2), kind | (l0 << 4) | (l1 << 2) | l2]
    if (letter === 'j') return [pack(s0, s1, s2, s3), kind]
    if (letter === 't') return [pack(0, s0, s1, s2), kind]
    if (letter === 'g') return [pack(0, t0, s0, s1), kind]
    if (letter === 'h') return [pack(0, t0, t1, s0), kind]
    if (letter === 'k') return [pack(0, l0, t0, s0), kind]
    return [(w0 << 16) | w1, kind | s0]
  }

  #slot(a: number, b: number): number {
    let slot = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)
    slot = (slot ^ (slot >>> 15)) & this.#mask
    for (; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 3
      if (this.#keys[at + 2] === 0 || (this.#keys[at] === a && this.#keys[at + 1] === b)) return at
    }
  }

  /** `isBeside`: a word that is O whatever it is, of which only its neighbours ask. */
  #read(text: string | undefined, isBeside = false): Seen {
    const lower = this.#reading.lower(text)
    const shape = this.#reading.shape(text)
    const sums: [number, number, number] = [0, 0, 0]
    for (const feature of isBeside ? [] : this.#reading.alone(lower, shape)) {
      const at = this.#alone.get(feature) ?? 0
      for (let k = 0; at > 0 && k < 3; k += 1) sums[k] = (sums[k] ?? 0) + (this.#weights[at + k] ?? 0)
    }
    return {
      word: this.#words.get(lower) ?? 0,
      shape: this.#shapes.get(shape) ?? 0,
      listed: LISTS.indexOf(this.#reading.listed(lower)),
      sums,
    }
  }

  #see(text: string): Seen {
    const known = this.#remembered.get(text)
    if (known !== undefined) return known
    const seen = this.#read(text)
    if (seen.word === 0) return seen
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear()
    this.#remembered.set(text, seen)
    return seen
  }

  /** For each word its tag as a number, and by how much it leads over O. `skips`: words that are O whatever stands around. */
  tag(
    words: readonly { text: string }[],
    lean: number,
    skips: (text: string) => boolean,
  ): { tags: Uint8Array; leads: Int32Array } {
    const skipped = words.map(({ text }) => skips(text))
    const seen = words.map(({ text }, i) => (skipped[i] ? this.#read(text, true) : this.#see(text)))
    const tags = new Uint8Array(words.length)
    const leads = new Int32Array(words.length)
    const sums = new Int32Array(3)
    const none = this.#nowhere
    for (let i = 0; i < words.length; i += 1) {
      if (skipped[i]) continue
      this.#sum(
        sums,
        seen[i - 2] ?? none,
        seen[i - 1] ?? none,
        seen[i] ?? none,
        seen[i + 1] ?? none,
        seen[i + 2] ?? none,
      )
      this.#sumTags(sums, seen[i] ?? none, seen[i + 1] ?? none, tags[i - 1] ?? 0, tags[i - 2] ?? 0)
      const [own = 0, p = 0, a = 0] = sums
      const o = own + lean
      tags[i] = p > o && p >= a ? 1 : a > o ? 2 : 0
      leads[i] = Math.max(p, a) - o
    }
    return { tags, leads }
  }

  /** The features of the words. */
  #sum(sums: Int32Array, second: Seen, before: Seen, own: Seen, behind: Seen, next: Seen): void {
    sums.set(own.sums)
    const { shape } = own
    if (behind.word !== 0 && next.word !== 0) this.#add(sums, (behind.word << 16) | next.word, R)
    if (shape === 0) return
    if (before.word !== 0) this.#add(sums, before.word << 16, P | shape)
    if (behind.word !== 0) this.#add(sums, behind.word << 16, N | shape)
    if (second.word !== 0 && before.word !== 0) this.#add(sums, (second.word << 16) | before.word, Q | shape)
    const three = pack(0, before.shape, shape, behind.shape)
    if (before.shape === 0 || behind.shape === 0) return
    this.#add(sums, three, T)
    this.#add(sums, three, M | (before.listed << 4) | (own.listed << 2) | behind.listed)
    if (second.shape !== 0) this.#add(sums, pack(second.shape, before.shape, shape, behind.shape), J)
  }

  /** The features of the tags before. */
  #sumTags(sums: Int32Array, own: Seen, behind: Seen, before: number, second: number): void {
    if (own.word !== 0) this.#add(sums, own.word, I | before)
    if (own.shape === 0) return
    if (behind.shape !== 0) this.#add(sums, pack(0, before, own.shape, behind.shape), G)
    this.#add(sums, pack(0, before, second, own.shape), H)
    this.#add(sums, pack(0, own.listed, before, own.shape), K)
  }

  #add(sums: Int32Array, a: number, b: number): void {
    const at = this.#keys[this.#slot(a, b) + 2] ?? 0
    if (at === 0) return
    const weights = this.#weights
    sums[0] = (sums[0] ?? 0) + (weights[at] ?? 0)
    sums[1] = (sums[1] ?? 0) + (weights[at + 1] ?? 0)
    sums[2] = (sums[2] ?? 0) + (weights[at + 2] ?? 0)
  }
}

function pack(a: number, b: number, c: number, d: number): number {
  return (a << 24) | (b << 16) | (c << 8) | d
}

function idIn(ids: Map<string, number>, part: string): number {
  const known = ids.get(part)
  if (known !== undefined) return known
  ids.set(part, ids.size + 1)
  return ids.size
}
