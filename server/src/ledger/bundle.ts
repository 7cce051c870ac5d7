import { invariant } from '#base'
import { ledgerDamaged } from './errors.ts'

/** C2SP tlog-tiles, entry bundle: per entry a big-endian uint16 length and the entry. */
export const MAX_ENTRY = 65535

export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((size, entry) => size + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    invariant(entry.length <= MAX_ENTRY, 'a ledger entry has at most 65535 bytes')
    bundle[at] = entry.length >> 8
    bundle[at + 1] = entry.length & 255
    bundle.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bundle
}

/** The first `count` entries; a bundle may hold more, and must hold nothing else. @throws Fault `ledger_damaged` */
export function decodeBundle(bundle: Uint8Array, count: number): Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bundle.length) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0)
    if (at + 2 + length > bundle.length) throw ledgerDamaged('an entry bundle')
    entries.push(bundle.slice(at + 2, at + 2 + length))
    at += 2 + length
  }
  if (entries.length < count) throw ledgerDamaged('an entry bundle')
  return entries.slice(0, count)
}
