import { describe, expect, it } from 'vitest'
import { tilesOver } from '../../test/support/package.ts'
import { bytesFrom, chanceFrom } from '../../test/support/sample.ts'
import { ProofError } from '../bytes/errors.ts'
import { formatInclusion, parseInclusion, rootFromShared, sharedInclusionProof } from './inclusion.ts'
import { leafHash, rootFromLeafHashes } from './merkle.ts'

const leaves = Array.from({ length: 700 }, (_, i) => leafHash(bytesFrom(`leaf ${i}`, 10)))

function rebuilt(indices: readonly number[], size: number, proof: readonly Uint8Array[]): Uint8Array {
  return rootFromShared(indices, (i) => leaves[indices[i] ?? 0] ?? new Uint8Array(0), size, proof)
}

describe('shared inclusion proof', () => {
  it('gives the root for any set of entries of any tree, and no other set takes it', async () => {
    const chance = chanceFrom(10)
    for (let round = 0; round < 120; round++) {
      const size = 1 + chance.below(700)
      const many = 1 + chance.below(size)
      const indices = [...new Set(Array.from({ length: many }, () => chance.below(size)))].sort((a, b) => a - b)
      const root = rootFromLeafHashes(leaves.slice(0, size))
      const proof = await sharedInclusionProof(indices, size, tilesOver(leaves.slice(0, size)))
      expect(rebuilt(indices, size, proof)).toEqual(root)
      expect(parseInclusion(formatInclusion(proof))).toEqual(proof)
      if (indices.length > 1) {
        const without = indices.toSpliced(chance.below(indices.length), 1)
        expect(agrees(without, size, proof, root)).toBe(false)
      }
      const free = Array.from({ length: size }, (_, i) => i).filter((i) => !indices.includes(i))
      if (free.length > 0) {
        const moved = indices.with(chance.below(indices.length), chance.pick(free)).sort((a, b) => a - b)
        expect(agrees(moved, size, proof, root)).toBe(false)
      }
      expect(() => rebuilt(indices, size, [...proof, root])).toThrow(new ProofError('bad_proof_length'))
      if (proof.length > 0) {
        expect(() => rebuilt(indices, size, proof.slice(1))).toThrow(new ProofError('bad_proof_length'))
        const forged = proof.with(chance.below(proof.length), root)
        expect(agrees(indices, size, forged, root)).toBe(false)
      }
    }
  })

  function agrees(indices: number[], size: number, proof: readonly Uint8Array[], root: Uint8Array): boolean {
    try {
      return Buffer.from(rebuilt(indices, size, proof)).equals(root)
    } catch (error) {
      expect(error).toBeInstanceOf(ProofError)
      return false
    }
  }

  it('costs little where entries stand together', async () => {
    const tiles = tilesOver(leaves)
    const together = Array.from({ length: 200 }, (_, i) => 100 + i)
    expect((await sharedInclusionProof(together, 700, tiles)).length).toBeLessThan(20)
    expect(
      await sharedInclusionProof(
        Array.from({ length: 700 }, (_, i) => i),
        700,
        tiles,
      ),
    ).toEqual([])
  })

  it('refuses indices that are unsorted, doubled, outside or none', async () => {
    for (const indices of [[], [2, 1], [1, 1], [700], [-1], [0.5]]) {
      await expect(sharedInclusionProof(indices, 700, tilesOver(leaves))).rejects.toThrow(
        new ProofError('index_out_of_range'),
      )
      expect(() => rebuilt(indices, 700, [])).toThrow(new ProofError('index_out_of_range'))
    }
  })

  it('refuses a list that is written otherwise', () => {
    const line = `${'A'.repeat(43)}=\n`
    expect(parseInclusion('')).toEqual([])
    expect(parseInclusion(line)).toHaveLength(1)
    for (const text of [
      line.slice(0, -1),
      `\n${line}`,
      `${line}\n`,
      `${'A'.repeat(40)}\n`,
      line.replace('\n', '\r\n'),
    ]) {
      expect(() => parseInclusion(text)).toThrow(ProofError)
    }
  })
})
