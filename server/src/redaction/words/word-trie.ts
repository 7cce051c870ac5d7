// The word list as a trie that takes little room: nodes are numbered level by level, so that the children of a node stand side by side in
// the order of their units, and seven bytes hold a node. Every thread that looks for names has one.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** The cost that a character of a table stands for. */
export const costOf = new Uint8Array(128)
for (let i = 0; i < ALPHABET.length; i += 1) costOf[ALPHABET.charCodeAt(i)] = i

/** No word of the list. */
export const NONE = 255

const UNITS = 0x10000

export class WordTrie {
  /** Of each node, as a word: its cost, and its class. */
  readonly cost: Uint8Array
  readonly sort: Uint8Array
  readonly #unit: Uint16Array
  /** The first child of each node, which the children of the node before it end at. */
  readonly #first: Int32Array
  readonly #root = new Uint16Array(UNITS)

  /** A line for each first character: the rest of a word, its class, and minus ln of its share in thirds, one word after another. */
  constructor(words: string) {
    const read = readWords(words)
    const { count } = read
    const { begin, list } = childrenOf(read)
    this.cost = new Uint8Array(count)
    this.sort = new Uint8Array(count)
    this.#unit = new Uint16Array(count)
    this.#first = new Int32Array(count + 1).fill(count)
    // which of the nodes read stands at each place
    const order = new Int32Array(count)
    let next = 1
    for (let place = 0; place < count; place += 1) {
      const node = order[place] ?? 0
      this.cost[place] = read.cost[node] ?? NONE
      this.sort[place] = read.sort[node] ?? 0
      this.#unit[place] = read.unit[node] ?? 0
      this.#first[place] = next
      for (let k = begin[node] ?? 0; k < (begin[node + 1] ?? 0); k += 1) {
        order[next] = list[k] ?? 0
        next += 1
      }
    }
    for (let node = 1; node < (this.#first[1] ?? 1); node += 1) this.#root[this.#unit[node] ?? 0] = node
  }

  /** The node behind `node` (0 = root) and a unit; 0 = no word goes on like this. */
  next(node: number, unit: number): number {
    if (node === 0) return this.#root[unit] ?? 0
    const end = this.#first[node + 1] ?? 0
    let low = this.#first[node] ?? 0
    let high = end
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#unit[middle] ?? 0) < unit) low = middle + 1
      else high = middle
    }
    return low < end && this.#unit[low] === unit ? low : 0
  }
}

/** Nodes as they come, the root first. */
interface Nodes {
  count: number
  parent: Int32Array
  unit: Uint16Array
  cost: Uint8Array
  sort: Uint8Array
}

function readWords(words: string): Nodes {
  const parent = new Int32Array(words.length)
  const unit = new Uint16Array(words.length)
  const cost = new Uint8Array(words.length).fill(NONE)
  const sort = new Uint8Array(words.length)
  let count = 1
  // which node a parent and a unit lead to, by open addressing; 0 = free
  let size = 1024
  while (size < words.length / 2) size *= 2
  const slots = new Int32Array(size)
  const child = (node: number, wanted: number): number => {
    let slot = Math.imul(node, 0x9e3779b1) ^ Math.imul(wanted, 0x85ebca6b)
    for (slot &= size - 1; ; slot = (slot + 1) & (size - 1)) {
      const known = slots[slot] ?? 0
      if (known !== 0 && (parent[known] !== node || unit[known] !== wanted)) continue
      if (known !== 0) return known
      parent[count] = node
      unit[count] = wanted
      slots[slot] = count
      count += 1
      return count - 1
    }
  }
  let first = 0
  let node = 0
  for (let i = 0; i < words.length; i += 1) {
    const one = words.charCodeAt(i)
    if (one === LINE || i === 0) {
      first = words.charCodeAt(one === LINE ? i + 1 : i)
      if (one === LINE) i += 1
      continue
    }
    if (node === 0) node = child(0, first)
    if (one >= 128) {
      node = child(node, one)
      continue
    }
    sort[node] = one
    cost[node] = costOf[words.charCodeAt(i + 1)] ?? NONE
    i += 1
    node = 0
  }
  return { count, parent, unit, cost, sort }
}

const LINE = 0x0a

/** The children of a node stand in `list` from `begin[node]` to `begin[node + 1]`. */
function childrenOf({ count, parent, unit }: Nodes): { begin: Int32Array; list: Int32Array } {
  const begin = new Int32Array(count + 1)
  for (let node = 1; node < count; node += 1) begin[(parent[node] ?? 0) + 1] = (begin[(parent[node] ?? 0) + 1] ?? 0) + 1
  for (let node = 0; node < count; node += 1) begin[node + 1] = (begin[node + 1] ?? 0) + (begin[node] ?? 0)
  const list = new Int32Array(count - 1)
  const end = begin.slice(0, count)
  for (let node = 1; node < count; node += 1) {
    const above = parent[node] ?? 0
    let at = end[above] ?? 0
    end[above] = at + 1
    // the list of words is sorted: hardly anything moves
    for (; at > (begin[above] ?? 0) && (unit[list[at - 1] ?? 0] ?? 0) > (unit[node] ?? 0); at -= 1)
      list[at] = list[at - 1] ?? 0
    list[at] = node
  }
  return { begin, list }
}
