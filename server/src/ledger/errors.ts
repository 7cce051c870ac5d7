import { Fault } from '#base'

// What a ledger cannot go on from. Nothing is ever re-signed to make an error go away.

const RESTORE = 'restore the ledger directory from the newest backup, then run `npm run cunzhen -- fsck --house DIR`'

export function ledgerMissing(): Fault {
  return new Fault('ledger_missing', `the ledger has no checkpoint: ${RESTORE}`)
}

/** No damage that anybody could tell: it was not read. */
export function ledgerUnreadable(path: string, cause: unknown): Fault {
  const hint = `cannot read ${path} of ledger/ or audit/: all in both must be this user's to read: check its owner and mode`
  return new Fault('ledger_unreadable', hint, {}, { cause })
}

/** The checkpoint is not a note of this house's key: another house's, or altered. */
export function ledgerUnsigned(cause: unknown): Fault {
  return new Fault('ledger_unsigned', `the checkpoint is not signed by this house: ${RESTORE}`, {}, { cause })
}

export function ledgerDamaged(what: string, cause?: unknown): Fault {
  return new Fault('ledger_damaged', `${what} does not fit the checkpoint: ${RESTORE}`, {}, { cause })
}

/** Signing on from here would give two histories under one key. */
export function ledgerAhead(size: number, sourceSize: number): Fault {
  const hint =
    'the published checkpoint counts more entries than the database holds: an old copy of the database was restored; ' +
    'restore the newest one'
  return new Fault('ledger_ahead', hint, { size, sourceSize })
}

export function ledgerForked(index: number): Fault {
  const hint =
    'the database holds another entry than the published checkpoint: databases of two histories were mixed; ' +
    'restore the one that belongs to this ledger'
  return new Fault('ledger_forked', hint, { index })
}
