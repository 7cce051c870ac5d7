import { Fault, type Instant } from '#base'

// One line of the audit ledger, version 1, 41 bytes: version and type (1) ‖ at i64 ‖ digest (32), big-endian.
// First byte: high nibble the version (1), low nibble the type (1 = act). `at`: ms UTC. `digest`: statementDigest(salt,
// statement of the act). The salt stays in house.db, so the ledger's reader learns when something was done, not what.

export const AUDIT_ENTRY_SIZE = 41
const VERSION_AND_TYPE = 0x11

export interface AuditEntry {
  readonly at: Instant
  /** 32 bytes. */
  readonly digest: Uint8Array
}

export function encodeAuditEntry(entry: AuditEntry): Uint8Array {
  const bytes = new Uint8Array(AUDIT_ENTRY_SIZE)
  bytes[0] = VERSION_AND_TYPE
  new DataView(bytes.buffer).setBigInt64(1, BigInt(entry.at))
  bytes.set(entry.digest, 9)
  return bytes
}

/** @throws Fault `audit_entry_damaged` for anything that encodeAuditEntry does not make */
export function decodeAuditEntry(bytes: Uint8Array): AuditEntry {
  if (bytes.length !== AUDIT_ENTRY_SIZE || bytes[0] !== VERSION_AND_TYPE) throw damaged()
  const at = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(1))
  if (!Number.isSafeInteger(at)) throw damaged()
  return { at: at as Instant, digest: bytes.slice(9) } // checked on the line above
}

function damaged(): Fault {
  return new Fault(
    'audit_entry_damaged',
    'run `npm run cunzhen -- fsck`; restore the audit folder from the newest backup',
  )
}
