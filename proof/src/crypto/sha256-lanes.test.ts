import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { chanceFrom } from '../../test/support/sample.ts'
import { createLanes, LONGEST, MARGIN, pad, SLOT, SLOTS } from './sha256-lanes.ts'

const lanes = createLanes()
const digestOf = (slot: number) =>
  Buffer.from(lanes?.output.subarray(MARGIN + 32 * slot, MARGIN + 32 * slot + 32) ?? [])

function put(slot: number, message: Uint8Array): void {
  if (!lanes) throw new Error('this platform has vectors')
  lanes.input.set(message, slot * SLOT)
  pad(lanes.input, slot, message.length)
}

it('gives the published digests', () => {
  // FIPS 180-2 appendix B.1, and the empty message
  put(0, Buffer.from('abc'))
  put(1, Buffer.alloc(0))
  lanes?.run(0, 2)
  expect(digestOf(0).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(digestOf(1).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

it('equals the platform for every length that fits, in every slot, and touches no other', () => {
  const chance = chanceFrom(11)
  const messages = Array.from({ length: SLOTS }, (_, slot) =>
    Buffer.from(Array.from({ length: slot % (LONGEST + 1) }, () => chance.below(256))),
  )
  for (const [slot, message] of messages.entries()) put(slot, message)
  lanes?.output.fill(7)
  lanes?.run(4, SLOTS - 8)
  for (const [slot, message] of messages.entries()) {
    const wanted = slot < 4 || slot >= SLOTS - 4 ? Buffer.alloc(32, 7) : createHash('sha256').update(message).digest()
    expect(digestOf(slot).equals(wanted)).toBe(true)
  }
})

it('hashes nothing where nothing is asked', () => {
  lanes?.output.fill(9)
  lanes?.run(0, 0)
  expect(lanes?.output.every((byte) => byte === 9)).toBe(true)
})
