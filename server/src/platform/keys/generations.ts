import { createHmac, timingSafeEqual } from 'node:crypto'
import type { KeyId } from '#base'
import type { Generation } from './key-register.store.ts'
import { unwrap, wrap } from './wrap.ts'

// Register keys follow each other in generations. While older ones may still be held by a running thread, each newer key
// stands in house.db wrapped by the one before it: the bridge. formats/keyring.md, "Key register".

export const FIRST_GENERATION = 1

/** 16 bytes that say which register key this is, and nothing about it. */
export function proofOf(registerKey: Uint8Array): Uint8Array {
  const proof = createHmac('sha256', registerKey).update('cunzhen/register-key-check/v1\n').digest()
  return new Uint8Array(proof.subarray(0, 16))
}

/** Which generation this key is; null where it is none of this house's. */
export function generationOf(registerKey: Uint8Array, rows: readonly Generation[]): number | null {
  if (rows.length === 0) return FIRST_GENERATION
  const proof = proofOf(registerKey)
  return rows.find((row) => row.proof.length === 16 && timingSafeEqual(row.proof, proof))?.generation ?? null
}

export function bridgeTo(generation: number, key: Uint8Array, before: Uint8Array): Uint8Array {
  return wrap(before, bridgePurpose(generation), key)
}

/** The key of `generation`, reached from an older one over the bridges; null where one of them is gone or does not open. */
export function crossTo(
  generation: number,
  held: { readonly generation: number; readonly key: Uint8Array },
  rows: readonly Generation[],
): Uint8Array | null {
  let key: Uint8Array | null = held.key.slice()
  for (let at = held.generation + 1; at <= generation && key; at++) {
    const bridge = rows.find((row) => row.generation === at)?.bridge
    const next: Uint8Array | null = bridge ? unwrap(key, bridgePurpose(at), bridge) : null
    key.fill(0)
    key = next
  }
  return held.generation <= generation ? key : null
}

export function wrapPurpose(id: KeyId, purpose: string): string {
  return `cunzhen/key-register/v1\n${id}\n${purpose}`
}

function bridgePurpose(generation: number): string {
  return `cunzhen/register-bridge/v1\n${generation}`
}
