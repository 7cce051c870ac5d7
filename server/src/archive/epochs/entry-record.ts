import { ENTRY_SIZE } from '@cunzhen/proof/keeping'
import { Fault } from '#base'

// A record's entry read in place (formats/ledger-entry.md): ten million of them pass here, and a BigInt for each costs more
// than its hash.

export interface EntryRecord {
  tag: Uint8Array
  seq: number
  /** ms UTC; null = undated. */
  sourceTs: number | null
  digest: Uint8Array
}

const RECORD = 0x11 // version 1, type 1
const UNDATED_HIGH = -(2 ** 31)

/** Null: the entry is a statement. @throws Fault `ledger_damaged` */
export function recordOf(entry: Uint8Array): EntryRecord | null {
  if (entry.length !== ENTRY_SIZE) throw new Fault('ledger_damaged', 'an entry has another length; run fsck')
  if (entry[0] !== RECORD) return null
  const view = new DataView(entry.buffer, entry.byteOffset, ENTRY_SIZE)
  const seq = view.getUint32(33) * 2 ** 32 + view.getUint32(37)
  const high = view.getInt32(49)
  const low = view.getUint32(53)
  const sourceTs = high === UNDATED_HIGH && low === 0 ? null : high * 2 ** 32 + low
  return { tag: entry.subarray(1, 33), seq, sourceTs, digest: entry.subarray(57) }
}
