import { ProofError } from '../bytes/errors.ts'
import { folded, joinNodes, labelledLeaf, NODE_SIZE, type NodeLabel, readLabel } from './completeness-tree.ts'

// The proof that nothing of a conversation inside a window was left out (formats/completeness.md): every record inside it is
// shown, and the rest of the tree stands as nodes whose labels lie outside. Made and checked from left to right, with a
// stack of at most 53 nodes: where each piece stands follows from the size of the tree and from what came before it.

/** Half-open [from, to) on the source's time, null = open on that side; and whether records without a time are inside. */
export interface TimeWindow {
  from: number | null
  to: number | null
  undated: boolean
}

/** A subtree that is not shown: all of it is outside the window. It holds 2^height records, or what is left of them at the right end. */
export interface PrunedNode {
  height: number
  node: Uint8Array
}

const MOST_HEIGHT = 53

export function isInWindow({ from, to, undated }: TimeWindow, sourceTs: number | null): boolean {
  if (sourceTs === null) return undated
  return (from === null || sourceTs >= from) && (to === null || sourceTs < to)
}

/** True where a node with this label may hold a record of the window. */
function touchesWindow({ from, to, undated }: TimeWindow, label: NodeLabel): boolean {
  if (label.undated && undated) return true
  if (label.times === null) return false
  const [earliest, latest] = label.times
  return (from === null || latest >= from) && (to === null || earliest < to)
}

/** One record has one time, or none. */
function isOfOne({ times, undated }: NodeLabel): boolean {
  return times === null ? undated : !undated && times[0] === times[1]
}

type Item<Shown> = { pruned: PrunedNode } | { shown: Shown }

interface Part<Shown> {
  height: number
  node: Uint8Array
  /** Null: all of it is outside the window. Else its pieces from the left. */
  items: Item<Shown>[] | null
}

/**
 * Makes the proof while the leaves of the whole conversation are handed over in order. A shown leaf that needs no piece of
 * its own in the proof (a row: the package has it already) is added with null.
 */
export class RangeProver<Shown> {
  readonly #window: TimeWindow
  readonly #stack: Part<Shown>[] = []
  #size = 0

  constructor(window: TimeWindow) {
    this.#window = window
  }

  get size(): number {
    return this.#size
  }

  /** A record outside the window. */
  outside(leaf: Uint8Array): void {
    this.#push({ height: 0, node: leaf, items: null })
  }

  /** A record inside it. */
  inside(leaf: Uint8Array, shown: Shown | null): void {
    this.#push({ height: 0, node: leaf, items: shown === null ? [] : [{ shown }] })
  }

  /** Root of the tree and the pieces, from the left. Throws ProofError 'bad_tree_size' when no leaf was added. */
  end(): { root: Uint8Array; items: Item<Shown>[] } {
    let part = this.#stack.pop()
    if (part === undefined) throw new ProofError('bad_tree_size')
    for (let left = this.#stack.pop(); left !== undefined; left = this.#stack.pop()) part = this.#join(left, part)
    return { root: part.node, items: itemsOf(part) }
  }

  #push(leaf: Part<Shown>): void {
    let part = leaf
    for (let n = this.#size; n % 2 === 1; n = (n - 1) / 2) {
      const left = this.#stack.pop()
      if (left === undefined) throw new ProofError('bad_tree_size')
      part = this.#join(left, part)
    }
    this.#stack.push(part)
    this.#size += 1
  }

  #join(left: Part<Shown>, right: Part<Shown>): Part<Shown> {
    const node = joinNodes(left.node, right.node)
    const isOutside = left.items === null && right.items === null && !touchesWindow(this.#window, readLabel(node))
    // the left's own list goes on: a leaf is copied only as a part of a right half
    const items = isOutside ? null : appended(itemsOf(left), itemsOf(right))
    return { height: left.height + 1, node, items }
  }
}

function itemsOf<Shown>({ height, node, items }: Part<Shown>): Item<Shown>[] {
  return items ?? [{ pruned: { height, node } }]
}

function appended<T>(list: T[], more: readonly T[]): T[] {
  for (const item of more) list.push(item)
  return list
}

/**
 * Checks the same from left to right. Nothing is believed: heights, labels and sizes come from outside. What it does not
 * refuse gives one root, which the caller compares with the sealed one.
 */
export class RangeFold {
  readonly #window: TimeWindow
  readonly #size: number
  readonly #stack: { height: number; node: Uint8Array }[] = []
  #at = 0
  #isRagged = false

  /** @param size of the sealed tree. Throws ProofError 'bad_tree_size' */
  constructor(size: number, window: TimeWindow) {
    if (!Number.isSafeInteger(size) || size < 1) throw new ProofError('bad_tree_size')
    this.#size = size
    this.#window = window
  }

  /** Number of the next record that is not accounted for. */
  get at(): number {
    return this.#at
  }

  /** The record numbered `seq`. Throws ProofError 'bad_position' unless it is the next. */
  shown(seq: number, sourceTs: number | null, digest: Uint8Array): void {
    if (seq !== this.#at || seq >= this.#size) throw new ProofError('bad_position')
    this.#push(0, labelledLeaf(sourceTs, digest), 1)
  }

  /** A leaf made before, of the record numbered `seq`. */
  shownLeaf(seq: number, leaf: Uint8Array): void {
    if (seq !== this.#at || seq >= this.#size) throw new ProofError('bad_position')
    this.#push(0, leaf, 1)
  }

  /**
   * A subtree that is not shown. `before`: number of the next record that is shown, which it must not reach.
   * Throws ProofError 'bad_position' where no node of the tree can stand there, 'in_window' where its label reaches into the
   * window, 'bad_label'.
   */
  pruned({ height, node }: PrunedNode, before = this.#size): void {
    if (!Number.isSafeInteger(height) || height < 0 || height > MOST_HEIGHT) throw new ProofError('bad_position')
    const width = 2 ** height
    const end = Math.min(this.#at + width, this.#size)
    const isNode = this.#at % width === 0 && (height === 0 ? end > this.#at : end - this.#at > width / 2)
    if (!isNode || end > before) throw new ProofError('bad_position')
    const label = readLabel(node)
    if (height === 0 && !isOfOne(label)) throw new ProofError('bad_label')
    if (touchesWindow(this.#window, label)) throw new ProofError('in_window')
    this.#push(height, node, end - this.#at)
  }

  /** The root. Throws ProofError 'bad_position' unless every record is accounted for. */
  end(): Uint8Array {
    if (this.#at !== this.#size) throw new ProofError('bad_position')
    return folded(this.#stack.map(({ node }) => node))
  }

  #push(height: number, node: Uint8Array, count: number): void {
    if (node.length !== NODE_SIZE || this.#isRagged) throw new ProofError('bad_position')
    this.#isRagged = count !== 2 ** height // the right end of the tree: nothing comes after it, and nothing joins it yet
    let [own, joined] = [height, node]
    while (!this.#isRagged && this.#stack.at(-1)?.height === own) {
      joined = joinNodes(this.#stack.pop()?.node ?? joined, joined)
      own += 1
    }
    this.#stack.push({ height: own, node: joined })
    this.#at += count
  }
}
