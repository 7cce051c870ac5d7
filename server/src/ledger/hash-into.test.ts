import { randomBytes } from 'node:crypto'
import { leafHash, nodeHash } from '@cunzhen/proof/keeping'
import { expect, test } from 'vitest'
import { leafHashInto, mergePair } from './hash-into.ts'

test('leaves and nodes are those of @cunzhen/proof, whatever the lengths before', () => {
  const out = new Uint8Array(96)
  for (const length of [0, 1, 89, 89, 3, 65535, 89]) {
    const entry = new Uint8Array(randomBytes(length))
    leafHashInto(entry, out, 32)
    expect(out.slice(32, 64)).toEqual(leafHash(entry))
  }
  for (let round = 0; round < 50; round++) {
    const hashes = new Uint8Array(randomBytes(96))
    const expected = nodeHash(hashes.slice(32, 64), hashes.slice(64, 96))
    const before = hashes.slice(0, 32)
    mergePair(hashes, 32)
    expect(hashes.slice(32, 64)).toEqual(expected)
    expect(hashes.slice(0, 32)).toEqual(before)
  }
})
