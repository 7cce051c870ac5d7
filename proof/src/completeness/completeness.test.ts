import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { concat, equalBytes, toHex, writeInt64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { sha256 } from '../crypto/crypto.node.ts'
import { headDigest } from './completeness-map.ts'
import { isInWindow, type PrunedNode, RangeFold, RangeProver, type TimeWindow } from './completeness-range.ts'
import {
  joinNodes,
  LabelledRange,
  labelledLeaf,
  NODE_SIZE,
  nodeOf,
  readLabel,
  writeLabel,
} from './completeness-tree.ts'

// Against brute force: the tree by its definition, recursively and with BigInt; a proof for every kind of window; and every way
// to lie in it that could be thought of.

interface Leaf {
  ts: number | null
  digest: Uint8Array
}

/** A little generator of its own, so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39)
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below
  }
}

function treeOf(random: (below: number) => number): Leaf[] {
  const size = 1 + random(random(4) === 0 ? 300 : 40)
  const jitter = [0, 3, 50, 1000][random(4)] ?? 0
  const undated = [0, 0, 5, 2][random(4)] ?? 0
  return Array.from({ length: size }, (_, i) => ({
    ts: undated > 0 && random(undated) === 0 ? null : 10 * i + (jitter > 0 ? random(jitter) - (jitter >> 1) : 0) - 100,
    digest: bytesFrom(`leaf ${i} ${size}`, 32),
  }))
}

function windowOf(random: (below: number) => number, size: number): TimeWindow {
  const edge = () => random(10 * size + 40) - 120
  const [a, b] = [edge(), edge()]
  return {
    from: random(5) === 0 ? null : Math.min(a, b),
    to: random(5) === 0 ? null : Math.max(a, b) + 1,
    undated: random(2) === 0,
  }
}

/** The definition, as formats/completeness.md has it. */
function naive(leaves: readonly Leaf[]): { hash: Uint8Array; label: Uint8Array } {
  const [only] = leaves
  if (only !== undefined && leaves.length === 1) {
    const time = Buffer.alloc(8)
    time.writeBigInt64BE(only.ts === null ? -(2n ** 63n) : BigInt(only.ts))
    const label = Buffer.alloc(17)
    label.writeBigInt64BE(only.ts === null ? 2n ** 63n - 1n : BigInt(only.ts), 0)
    label.writeBigInt64BE(only.ts === null ? -(2n ** 63n) : BigInt(only.ts), 8)
    label[16] = only.ts === null ? 1 : 0
    return { hash: sha256(concat(Uint8Array.of(0), time, only.digest)), label }
  }
  let split = 1
  while (2 * split < leaves.length) split *= 2
  const [left, right] = [naive(leaves.slice(0, split)), naive(leaves.slice(split))]
  const [a, b] = [Buffer.from(left.label), Buffer.from(right.label)]
  const label = Buffer.alloc(17)
  const least = a.readBigInt64BE(0) < b.readBigInt64BE(0) ? a.readBigInt64BE(0) : b.readBigInt64BE(0)
  const most = a.readBigInt64BE(8) > b.readBigInt64BE(8) ? a.readBigInt64BE(8) : b.readBigInt64BE(8)
  label.writeBigInt64BE(least, 0)
  label.writeBigInt64BE(most, 8)
  label[16] = (a[16] ?? 0) | (b[16] ?? 0)
  return { hash: sha256(concat(Uint8Array.of(1), left.hash, left.label, right.hash, right.label)), label }
}

type Piece = { pruned: PrunedNode } | { seq: number; leaf: Leaf }

function proofOf(leaves: readonly Leaf[], window: TimeWindow): { root: Uint8Array; pieces: Piece[] } {
  const prover = new RangeProver<Piece>(window)
  for (const [seq, leaf] of leaves.entries()) {
    const node = labelledLeaf(leaf.ts, leaf.digest)
    if (isInWindow(window, leaf.ts)) prover.inside(node, { seq, leaf })
    else prover.outside(node)
  }
  const { root, items } = prover.end()
  return { root, pieces: items.map((item) => ('shown' in item ? item.shown : item)) }
}

/** What a verifier gets to compare with the map's entry (the size is in it, not in the root), or the code of its refusal. */
function check(size: number, window: TimeWindow, pieces: readonly Piece[]): string {
  try {
    const fold = new RangeFold(size, window)
    for (const piece of pieces) {
      if ('pruned' in piece) fold.pruned(piece.pruned)
      else fold.shown(piece.seq, piece.leaf.ts, piece.leaf.digest)
    }
    return toHex(headDigest(size, fold.end()))
  } catch (error) {
    if (error instanceof ProofError) return error.code
    throw error
  }
}

describe('the labelled tree', () => {
  it('has the root of its definition, whether grown leaf by leaf, stored on the way, or proven', () => {
    const random = randomFrom(1)
    for (let round = 0; round < 200; round++) {
      const leaves = treeOf(random)
      const { hash, label } = naive(leaves)
      let range = new LabelledRange()
      for (const { ts, digest } of leaves) {
        range.append(labelledLeaf(ts, digest))
        if (random(10) === 0) range = LabelledRange.decode(range.size, range.encode())
      }
      expect(toHex(range.root())).toBe(toHex(concat(hash, label)))
      expect(range.size).toBe(leaves.length)
    }
  })

  it('keeps every time apart from its neighbours, the largest and smallest ones too', () => {
    const times = [Number.MIN_SAFE_INTEGER, -1, 0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER]
    for (const a of times) {
      for (const b of times) {
        const node = joinNodes(labelledLeaf(a, bytesFrom('a', 32)), labelledLeaf(b, bytesFrom('b', 32)))
        expect(readLabel(node)).toEqual({ times: [Math.min(a, b), Math.max(a, b)], undated: false })
        const more = joinNodes(node, labelledLeaf(null, bytesFrom('c', 32)))
        expect(readLabel(more)).toEqual({ times: [Math.min(a, b), Math.max(a, b)], undated: true })
      }
    }
  })

  it('reads a label in one spelling only', () => {
    const good = labelledLeaf(5, bytesFrom('d', 32))
    expect(readLabel(good)).toEqual({ times: [5, 5], undated: false })
    const changes: ((node: Uint8Array, view: DataView) => void)[] = [
      (_, view) => view.setUint8(48, 2),
      (_, view) => writeInt64(view, 32, 6), // earliest after latest
      (_, view) => view.setBigInt64(32, 2n ** 62n),
      (_, view) => view.setBigInt64(40, -(2n ** 63n)),
      (_, view) => {
        view.setBigInt64(32, 2n ** 63n - 1n) // of nothing at all
        view.setBigInt64(40, -(2n ** 63n))
      },
    ]
    for (const change of changes) {
      const node = good.slice()
      change(node, new DataView(node.buffer))
      expect(() => readLabel(node)).toThrow('bad_label')
    }
    expect(() => readLabel(good.slice(1))).toThrow('bad_digest')
  })

  it('refuses a stored state that is not of its size', () => {
    const range = new LabelledRange()
    for (let i = 0; i < 11; i++) range.append(labelledLeaf(i, bytesFrom(`${i}`, 32)))
    expect(LabelledRange.decode(11, range.encode()).root()).toEqual(range.root())
    for (const size of [10, 12]) {
      expect(() => LabelledRange.decode(size, range.encode())).toThrow('bad_length')
    }
    expect(() => LabelledRange.decode(2 ** 60, range.encode())).toThrow('bad_tree_size')
    expect(() => LabelledRange.decode(-1, new Uint8Array(0))).toThrow('bad_tree_size')
    expect(() => new LabelledRange().root()).toThrow('bad_tree_size')
  })
})

describe('1,000 trees', () => {
  it('each proves any window with exactly the records of brute force, in few pieces', () => {
    const random = randomFrom(2)
    for (let round = 0; round < 1000; round++) {
      const leaves = treeOf(random)
      const window = windowOf(random, leaves.length)
      const { root, pieces } = proofOf(leaves, window)
      const expected = leaves.flatMap(({ ts }, seq) =>
        (ts === null ? window.undated : (window.from ?? -Infinity) <= ts && ts < (window.to ?? Infinity)) ? [seq] : [],
      )
      expect(pieces.flatMap((piece) => ('seq' in piece ? [piece.seq] : []))).toEqual(expected)
      const { hash, label } = naive(leaves)
      expect(toHex(root)).toBe(toHex(concat(hash, label)))
      expect(check(leaves.length, window, pieces)).toBe(toHex(headDigest(leaves.length, root)))
    }
  })

  it('each refuses every forgery of its proof', () => {
    const random = randomFrom(3)
    const accepted: string[] = []
    let tried = 0
    for (let round = 0; round < 1000; round++) {
      const leaves = treeOf(random)
      const window = windowOf(random, leaves.length)
      const { root, pieces } = proofOf(leaves, window)
      const sealed = toHex(headDigest(leaves.length, root))
      expect(check(leaves.length, window, pieces)).toBe(sealed)
      for (const [name, forged, size] of forgeries(random, pieces, leaves, window)) {
        tried += 1
        if (check(size, window, forged) === sealed) accepted.push(`${name}, round ${round}`)
      }
    }
    expect(accepted).toEqual([])
    expect(tried).toBeGreaterThan(5000)
  })

  it('says of a record left out that its label reaches into the window, where the label is told truly', () => {
    const random = randomFrom(4)
    let seen = 0
    for (let round = 0; round < 300; round++) {
      const leaves = treeOf(random)
      const window = windowOf(random, leaves.length)
      const { pieces } = proofOf(leaves, window)
      const at = pieces.findIndex((piece) => 'seq' in piece)
      if (at < 0) continue
      expect(check(leaves.length, window, with1(pieces, at, [hidden(pieces[at])]))).toBe('in_window')
      seen += 1
    }
    expect(seen).toBeGreaterThan(100)
  })
})

function with1(pieces: readonly Piece[], at: number, instead: readonly Piece[]): Piece[] {
  return [...pieces.slice(0, at), ...instead, ...pieces.slice(at + 1)]
}

/** The same record as a node that is not shown, its label true. */
function hidden(piece: Piece | undefined): Piece {
  if (piece === undefined || 'pruned' in piece) throw new Error('a shown piece')
  return { pruned: { height: 0, node: labelledLeaf(piece.leaf.ts, piece.leaf.digest) } }
}

function relabelled(node: Uint8Array, ts: number | null): Uint8Array {
  const other = node.slice()
  writeLabel(other, { times: ts === null ? null : [ts, ts], undated: ts === null })
  return other
}

function* forgeries(
  random: (below: number) => number,
  pieces: readonly Piece[],
  leaves: readonly Leaf[],
  window: TimeWindow,
): Generator<[name: string, pieces: Piece[], size: number]> {
  const size = leaves.length
  const any = random(pieces.length)
  yield ['a piece dropped', with1(pieces, any, []), size]
  yield ['a piece twice', with1(pieces, any, [pieces[any], pieces[any]] as Piece[]), size] // `any` is one of them
  yield ['a size one less', [...pieces], size - 1]
  yield ['a size one more', [...pieces], size + 1]
  const outside = window.to ?? (window.from === null ? null : window.from - 1)
  for (const [at, piece] of pieces.entries()) {
    if (random(pieces.length) > 3) continue // a few of each tree
    if ('seq' in piece) {
      if (outside !== null) {
        const node = relabelled(labelledLeaf(piece.leaf.ts, piece.leaf.digest), outside)
        if (piece.leaf.ts !== outside || size > 1)
          yield ['left out under a label that lies', with1(pieces, at, [{ pruned: { height: 0, node } }]), size]
      }
      const later = { ...piece, leaf: { ...piece.leaf, ts: (piece.leaf.ts ?? 0) + 1 } }
      yield ['another time', with1(pieces, at, [later]), size]
      const digest = piece.leaf.digest.slice()
      digest[random(32)] = (digest[0] ?? 0) ^ (1 + random(255)) ^ (digest[random(32)] ?? 0)
      if (!equalBytes(digest, piece.leaf.digest))
        yield ['another record', with1(pieces, at, [{ ...piece, leaf: { ...piece.leaf, digest } }]), size]
      const next = pieces[at + 1]
      if (next !== undefined && 'seq' in next) {
        yield ['two swapped', with1(with1(pieces, at, [next]), at + 1, [piece]), size]
        const posing = [
          { ...piece, leaf: next.leaf },
          { ...next, leaf: piece.leaf },
        ] as const
        yield ['two swapped, numbers kept', with1(with1(pieces, at, [posing[0]]), at + 1, [posing[1]]), size]
      }
    } else {
      const { height, node } = piece.pruned
      yield ['taller', with1(pieces, at, [{ pruned: { height: height + 1, node } }]), size]
      if (height > 0) yield ['lower', with1(pieces, at, [{ pruned: { height: height - 1, node } }]), size]
      const bit = node.slice()
      bit[random(NODE_SIZE)] = (bit[0] ?? 0) ^ (1 << random(8)) ^ 0x55
      if (!equalBytes(bit, node)) yield ['a byte changed', with1(pieces, at, [{ pruned: { height, node: bit } }]), size]
      const other = nodeOf(node.slice(0, 32), { times: [-9999, -9999], undated: false })
      yield ['a label moved away', with1(pieces, at, [{ pruned: { height, node: other } }]), size]
    }
  }
}

describe('hostile figures', () => {
  const node = labelledLeaf(5, bytesFrom('x', 32))
  const window: TimeWindow = { from: 100, to: 200, undated: false }
  it('end in a refusal at once: sizes and heights beyond all measure', () => {
    for (const size of [0, -1, 2 ** 53, 2 ** 64, Number.NaN, 1.5])
      expect(() => new RangeFold(size, window)).toThrow('bad_tree_size')
    for (const height of [-1, 54, 2 ** 31, Number.NaN, 0.5]) {
      expect(() => new RangeFold(100, window).pruned({ height, node })).toThrow('bad_position')
    }
    const largest = new RangeFold(Number.MAX_SAFE_INTEGER, window)
    largest.pruned({ height: 53, node }) // the whole of it as one node
    expect(largest.end()).toEqual(node)
    const two = new RangeFold(Number.MAX_SAFE_INTEGER, window)
    two.pruned({ height: 52, node })
    expect(() => two.end()).toThrow('bad_position')
    expect(() => two.shown(0, 150, bytesFrom('y', 32))).toThrow('bad_position')
  })

  it('a node may not reach over a record that is shown', () => {
    expect(() => new RangeFold(8, window).pruned({ height: 2, node }, 3)).toThrow('bad_position')
    expect(() => new RangeFold(8, window).pruned({ height: 2, node }, 4)).not.toThrow()
  })

  it('one record has one time: a leaf that is not shown has no span', () => {
    const wide = nodeOf(node.slice(0, 32), { times: [5, 5], undated: true })
    expect(() => new RangeFold(8, window).pruned({ height: 0, node: wide })).toThrow('bad_label')
    expect(() => new RangeFold(8, window).pruned({ height: 1, node: wide })).not.toThrow()
  })
})
