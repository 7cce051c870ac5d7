import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesFrom, chanceFrom } from '../../test/support/sample.ts'
import { sharedFile } from '../../test/support/shared.ts'
import { fromBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import {
  emptyRoot,
  isSubtree,
  leafHash,
  nodeHash,
  rootFromLeafHashes,
  verifyConsistency,
  verifyInclusion,
  verifySubtree,
} from './merkle.ts'
import {
  consistencyProof,
  entriesPath,
  hashesAtLevel,
  inclusionProof,
  type ReadTile,
  rangeHash,
  tilePath,
} from './tiles.ts'

/** RFC 6962 section 2.1, word for word. */
function slowRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (first === undefined) return emptyRoot()
  if (leaves.length === 1) return first
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(slowRoot(leaves.slice(0, k)), slowRoot(leaves.slice(k)))
}

/** RFC 6962 section 2.1.1. */
function slowPath(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return []
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  if (m < k) return [...slowPath(m, leaves.slice(0, k)), slowRoot(leaves.slice(k))]
  return [...slowPath(m - k, leaves.slice(k)), slowRoot(leaves.slice(0, k))]
}

/** RFC 6962 section 2.1.2. */
function slowConsistency(m: number, leaves: readonly Uint8Array[], known = true): Uint8Array[] {
  if (m === leaves.length) return known ? [] : [slowRoot(leaves)]
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  if (m <= k) return [...slowConsistency(m, leaves.slice(0, k), known), slowRoot(leaves.slice(k))]
  return [...slowConsistency(m - k, leaves.slice(k), false), slowRoot(leaves.slice(0, k))]
}

/** The same of a subtree [start, end), after the draft of Merkle tree certificates. */
function slowSubtree(start: number, end: number, leaves: readonly Uint8Array[], known = true): Uint8Array[] {
  if (start === 0 && end === leaves.length) return known ? [] : [slowRoot(leaves)]
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  if (end <= k) return [...slowSubtree(start, end, left, known), slowRoot(right)]
  if (start >= k) return [...slowSubtree(start - k, end - k, right, known), slowRoot(left)]
  return [...slowSubtree(0, end - k, right, false), slowRoot(left)]
}

function leavesOf(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, i) => leafHash(bytesFrom(`leaf ${i}`, 20)))
}

/** Tiles of a tree in memory, each hashed from the full tiles below it. */
function tilesOf(leaves: readonly Uint8Array[]): ReadTile {
  return (level, n, width) => {
    const hashes = Array.from({ length: width }, (_, i) => {
      const from = (n * 256 + i) * 256 ** level
      return slowRoot(leaves.slice(from, from + 256 ** level))
    })
    return new Uint8Array(Buffer.concat(hashes))
  }
}

describe('Merkle trees', () => {
  const leaves = leavesOf(140)

  it('the empty tree, the first leaf and the first node are those of RFC 6962', () => {
    expect(Buffer.from(emptyRoot()).toString('base64')).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
    expect(Buffer.from(leafHash(new Uint8Array(0))).toString('base64')).toBe(
      'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=',
    )
  })

  it('roots equal the recursive definition at every size', () => {
    for (let size = 0; size <= leaves.length; size++) {
      expect(rootFromLeafHashes(leaves.slice(0, size))).toEqual(slowRoot(leaves.slice(0, size)))
    }
  })

  it('every leaf of every tree has its path, and no other leaf, place, size or root takes it', () => {
    for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 64, 65, 100]) {
      const tree = leaves.slice(0, size)
      const root = slowRoot(tree)
      tree.forEach((leaf, index) => {
        const path = slowPath(index, tree)
        expect(() => verifyInclusion(index, size, leaf, path, root)).not.toThrow()
        expect(() => verifyInclusion(index, size, leafHash(Uint8Array.of(1)), path, root)).toThrow(ProofError)
        expect(() => verifyInclusion(index + 1, size, leaf, path, root)).toThrow(ProofError)
        expect(() => verifyInclusion(index, size, leaf, [...path, root], root)).toThrow(ProofError)
        if (path.length > 0) expect(() => verifyInclusion(index, size, leaf, path.slice(1), root)).toThrow(ProofError)
        expect(() => verifyInclusion(index, size, leaf, path, emptyRoot())).toThrow(ProofError)
      })
    }
  })

  it('the empty tree is itself, and the beginning of nothing that could be proven', () => {
    expect(() => verifyConsistency(0, 0, emptyRoot(), emptyRoot(), [])).not.toThrow()
    expect(() => verifyConsistency(0, 0, emptyRoot(), emptyRoot(), [emptyRoot()])).toThrow(ProofError)
    expect(() => verifyConsistency(0, 0, leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(1)), [])).toThrow(
      ProofError,
    )
    expect(() => verifyConsistency(0, 1, emptyRoot(), leafHash(Uint8Array.of(1)), [])).toThrow(
      new ProofError('bad_tree_size'),
    )
  })

  it('every tree is consistent with every earlier one, and with no other', () => {
    const roots = Array.from({ length: 67 }, (_, size) => slowRoot(leaves.slice(0, size)))
    for (let n = 1; n <= 66; n++) {
      for (let m = 1; m <= n; m++) {
        const rootM = roots[m] ?? emptyRoot()
        const rootN = roots[n] ?? emptyRoot()
        const proof = slowConsistency(m, leaves.slice(0, n))
        expect(() => verifyConsistency(m, n, rootM, rootN, proof)).not.toThrow()
        expect(() => verifyConsistency(m, n, leafHash(Uint8Array.of(9)), rootN, proof)).toThrow(ProofError)
        expect(() => verifyConsistency(m, n, rootM, leafHash(Uint8Array.of(9)), proof)).toThrow(ProofError)
        expect(() => verifyConsistency(m, n, rootM, rootN, [...proof, rootM])).toThrow(ProofError)
        expect(() => verifyConsistency(n + 1, n, rootM, rootN, proof)).toThrow(new ProofError('bad_tree_size'))
      }
    }
  })
})

describe('subtrees', () => {
  it('are cut at multiples of the power of two that holds them, and nowhere else', () => {
    for (let start = 0; start <= 40; start++) {
      for (let end = 0; end <= 40; end++) {
        let room = 1
        while (room < end - start) room *= 2
        expect(isSubtree(start, end), `${start} ${end}`).toBe(end >= start && start % room === 0)
      }
    }
    expect(isSubtree(2n ** 63n, 2n ** 64n - 1n)).toBe(true)
    expect(isSubtree(1n, 2n ** 64n - 1n)).toBe(false)
  })

  it('of every tree have each a proof, and no other subtree, size, root or proof takes it', () => {
    const leaves = leavesOf(20)
    let proven = 0
    for (let size = 1; size <= leaves.length; size++) {
      const tree = leaves.slice(0, size)
      const root = slowRoot(tree)
      for (let start = 0; start < size; start++) {
        for (let end = start + 1; end <= size; end++) {
          if (!isSubtree(start, end)) continue
          const node = slowRoot(tree.slice(start, end))
          const proof = slowSubtree(start, end, tree)
          verifySubtree(start, end, size, node, root, proof)
          proven++
          const refused = [
            () => verifySubtree(start, end, size, emptyRoot(), root, proof),
            () => verifySubtree(start, end, size, node, emptyRoot(), proof),
            () => verifySubtree(start, end, size, node, root, [...proof, root]),
            () => verifySubtree(start, end, size, node, root, proof.with(0, emptyRoot())),
            () => verifySubtree(start, end, size, node, root, proof.slice(1)),
            () => verifySubtree(start, end, end - 1, node, root, proof),
            () => verifySubtree(start, start, size, node, root, proof),
          ]
          const none = proof.length === 0 ? [3, 4] : []
          for (const [i, check] of refused.entries()) if (!none.includes(i)) expect(rejected(check)).toBe(true)
        }
      }
    }
    expect(proven).toBeGreaterThan(400)
  })
})

const inclusionVectors = sharedFile('vectors', 'merkle-inclusion.jsonl')
const consistencyVectors = sharedFile('vectors', 'merkle-consistency.jsonl')
const subtreeInclusionVectors = sharedFile('vectors', 'merkle-subtreeinclusion.jsonl')
const subtreeConsistencyVectors = sharedFile('vectors', 'merkle-subtreeconsistency.jsonl')

/** The vectors hold uint64 numbers: they are read as text, so that no digit is lost. */
function readVectors(path: string): { name: string; [key: string]: unknown }[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { name, raw }: { name: string; raw: string } = JSON.parse(line)
      const exact = raw.replace(/"(leafIdx|treeSize|size1|size2|start|end|size)":\s*(\d+)/g, '"$1": "$2"')
      return { ...JSON.parse(exact), name }
    })
}

/** Hashes of the vectors, short and long ones among them. */
function bytesOf(text: unknown): Uint8Array {
  return typeof text === 'string' ? fromBase64(text) : new Uint8Array(0)
}

function rejected(check: () => void): boolean {
  try {
    check()
    return false
  } catch (error) {
    expect(error).toBeInstanceOf(ProofError)
    return true
  }
}

const VECTORS = [inclusionVectors, consistencyVectors, subtreeInclusionVectors, subtreeConsistencyVectors]

describe.skipIf(VECTORS.includes(null))(
  'public vectors of transparency-dev/merkle; skipped where ../shared/data is absent',
  () => {
    it('inclusion: all 98', () => {
      const vectors = readVectors(inclusionVectors ?? '')
      expect(vectors.length).toBe(98)
      for (const vector of vectors) {
        const proof = ((vector.proof as unknown[] | null) ?? []).map(bytesOf)
        const outcome = rejected(() =>
          verifyInclusion(
            BigInt(String(vector.leafIdx)),
            BigInt(String(vector.treeSize)),
            bytesOf(vector.leafHash),
            proof,
            bytesOf(vector.root),
          ),
        )
        expect(outcome, vector.name).toBe(vector.wantErr)
      }
    })

    it('consistency: all 98, from the empty tree to itself among them', () => {
      const vectors = readVectors(consistencyVectors ?? '')
      expect(vectors.length).toBe(98)
      for (const vector of vectors) {
        const proof = ((vector.proof as unknown[] | null) ?? []).map(bytesOf)
        const outcome = rejected(() =>
          verifyConsistency(
            BigInt(String(vector.size1)),
            BigInt(String(vector.size2)),
            bytesOf(vector.root1),
            bytesOf(vector.root2),
            proof,
          ),
        )
        expect(outcome, vector.name).toBe(vector.wantErr)
      }
    })

    it('inclusion in subtrees: all 204', () => {
      const vectors = readVectors(subtreeInclusionVectors ?? '')
      expect(vectors.length).toBe(204)
      for (const vector of vectors) {
        const [index, start, end] = [vector.leafIdx, vector.start, vector.end].map((each) => BigInt(String(each)))
        const proof = ((vector.proof as unknown[] | null) ?? []).map(bytesOf)
        const outcome = rejected(() => {
          // a subtree is a tree of its own
          if (index === undefined || start === undefined || end === undefined || !isSubtree(start, end))
            throw new ProofError('bad_tree_size')
          verifyInclusion(index - start, end - start, bytesOf(vector.leafHash), proof, bytesOf(vector.root))
        })
        expect(outcome, vector.name).toBe(vector.wantErr)
      }
    })

    it('subtrees in trees: all 118', () => {
      const vectors = readVectors(subtreeConsistencyVectors ?? '')
      expect(vectors.length).toBe(118)
      for (const vector of vectors) {
        const outcome = rejected(() =>
          verifySubtree(
            BigInt(String(vector.start)),
            BigInt(String(vector.end)),
            BigInt(String(vector.size)),
            bytesOf(vector.root1),
            bytesOf(vector.root2),
            ((vector.proof as unknown[] | null) ?? []).map(bytesOf),
          ),
        )
        expect(outcome, vector.name).toBe(vector.wantErr)
      }
    })
  },
)

describe('tiles', () => {
  it.each<[number, string]>([
    [0, 'tile/0/000'],
    [999, 'tile/0/999'],
    [1000, 'tile/0/x001/000'],
    [1_234_067, 'tile/0/x001/x234/067'],
  ])('tile %i lies at %s', (n, path) => {
    expect(tilePath(0, n, 256)).toBe(path)
    expect(tilePath(0, n, 17)).toBe(`${path}.p/17`)
    expect(entriesPath(n, 1)).toBe(`${path.replace('tile/0', 'tile/entries')}.p/1`)
  })

  it('refuses an empty tile, one too wide, and numbers that are none', () => {
    for (const [level, n, width] of [
      [0, 0, 0],
      [0, 0, 257],
      [0, -1, 1],
      [64, 0, 1],
      [0, 0.5, 1],
    ] as const) {
      expect(() => tilePath(level, n, width)).toThrow(new ProofError('bad_tile'))
    }
  })

  it('proofs from tiles equal the recursive definition, over tile borders too', async () => {
    const leaves = leavesOf(1100)
    const chance = chanceFrom(5)
    for (const size of [1, 2, 3, 255, 256, 257, 300, 511, 512, 513, 1024, 1100]) {
      const tree = leaves.slice(0, size)
      const read = tilesOf(tree)
      const root = slowRoot(tree)
      expect(await rangeHash(0, size, size, read)).toEqual(root)
      for (const index of new Set([0, size - 1, chance.below(size), chance.below(size)])) {
        const path = await inclusionProof(index, size, read)
        expect(path).toEqual(slowPath(index, tree))
        verifyInclusion(index, size, leaves[index] ?? emptyRoot(), path, root)
      }
      for (const m of new Set([0, 1, size, chance.below(size), 256, 255, 512].filter((each) => each <= size))) {
        const proof = await consistencyProof(m, size, read)
        expect(proof).toEqual(m === 0 ? [] : slowConsistency(m, tree))
        if (m > 0) verifyConsistency(m, size, slowRoot(leaves.slice(0, m)), root, proof)
      }
    }
    await expect(inclusionProof(3, 3, tilesOf(leaves.slice(0, 3)))).rejects.toThrow(
      new ProofError('index_out_of_range'),
    )
    await expect(consistencyProof(4, 3, tilesOf(leaves.slice(0, 3)))).rejects.toThrow(new ProofError('bad_tree_size'))
  })

  it('takes a wider tile than it asked for and refuses a shorter one', async () => {
    const leaves = leavesOf(300)
    const wide: ReadTile = (level, n) => tilesOf(leaves)(level, n, Math.min(256, hashesAtLevel(300, level) - n * 256))
    expect(await inclusionProof(4, 10, wide)).toEqual(slowPath(4, leaves.slice(0, 10)))
    await expect(inclusionProof(4, 10, () => new Uint8Array(32 * 9))).rejects.toThrow(new ProofError('bad_tile'))
    await expect(inclusionProof(4, 10, () => new Uint8Array(32 * 10 + 1))).rejects.toThrow(new ProofError('bad_tile'))
  })
})
